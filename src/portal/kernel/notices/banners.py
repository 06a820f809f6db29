"""Banners as the frame of a page shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from portal.kernel.models import Announcement


class Banner(NamedTuple):
    """One announcement on every page: its key, kind and title."""

    id: str
    kind: str
    title: str


def read_banners(rows: list[Mapping[str, Any]]) -> tuple[Banner, ...]:
    """Banners as the access gate's query gives them, outages first."""
    found = (Banner(str(row["id"]), str(row["kind"]), str(row["title"])) for row in rows)
    return tuple(sorted(found, key=lambda banner: banner.kind != Announcement.Kind.OUTAGE))


def shown_at(at: datetime) -> QuerySet[Announcement]:
    """Announcements that stand at an instant of the program's time."""
    return Announcement.objects.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)


def before_sign_in(at: datetime) -> list[Announcement]:
    """Outages with a banner that are meant for everybody: for the page where nobody is known yet. One query."""
    return list(
        shown_at(at)
        .filter(kind=Announcement.Kind.OUTAGE, banner=True, audience=[])
        .order_by("-from_at", "id")[:5]
    )
