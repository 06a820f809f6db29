"""Announcements and closures to read, in a constant number of queries."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from portal.kernel.models import Announcement, Closure
from portal.kernel.notices.banners import shown_at


def for_kind(rows: QuerySet[Announcement], kind: str) -> QuerySet[Announcement]:
    """Those meant for a kind of organisation ("EN", "SVRA", "TPM", "SSA"), or for everybody."""
    return rows.filter(Q(audience=[]) | Q(audience__contains=[kind]))


def now_for(kind: str, at: datetime) -> list[Announcement]:
    """What stands now, the newest first; those that only just began included."""
    return list(for_kind(shown_at(at), kind).order_by("-from_at", "id")[:50])


def earlier_for(kind: str, at: datetime) -> QuerySet[Announcement]:
    """What has ended, the newest first; one that was taken back before it began was never shown."""
    ended = Announcement.objects.filter(until_at__lte=at, until_at__gt=F("from_at"))
    return for_kind(ended, kind).order_by("-from_at", "id")


def one_for(announcement: UUID, kind: str, at: datetime) -> Announcement | None:
    """One that this kind of organisation may read: it has begun, and was not taken back before."""
    begun = Announcement.objects.filter(Q(until_at=None) | Q(until_at__gt=F("from_at")), from_at__lte=at)
    return for_kind(begun, kind).filter(pk=announcement).first()


def all_of_them() -> QuerySet[Announcement]:
    """Every announcement, also those to come, for the desk that writes them."""
    return Announcement.objects.order_by("-from_at", "id")


def closures() -> dict[str, Closure]:
    """What is closed now, by function."""
    return {row.function: row for row in Closure.objects.filter(opened_at=None)}


def last_closures() -> list[Closure]:
    """The last that were closed and opened again."""
    return list(Closure.objects.exclude(opened_at=None).order_by("-closed_at", "id")[:20])
