"""The payment systems that providers elected, and which is in effect on a day (PAY-01)."""

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from portal.policy.election import Election as Elected
from portal.providers.models import Election, Provider


def with_elected(rows: QuerySet[Provider], on: date) -> QuerySet[Provider]:
    """`elected`: the system in effect on the day; None before the first election."""
    return rows.annotate(elected=Subquery(_begun(on).values("system")[:1]))


def elected_by(provider: UUID | None, on: date) -> str | None:
    """The system of one provider in effect on the day. One query."""
    rows = Election.objects.filter(provider=provider, from_on__lte=on)
    return rows.order_by("-from_on").values_list("system", flat=True).first()


def words(system: str | None) -> str:
    return "none elected" if system is None else str(Election.System(system).label)


def with_elections(rows: QuerySet[Provider], on: date) -> QuerySet[Provider]:
    """`elected` with `elected_since`, and the change to come: `electing` from `electing_from`; None where none is."""
    coming = Election.objects.filter(provider=OuterRef("pk"), from_on__gt=on).order_by("from_on")
    return with_elected(rows, on).annotate(
        elected_since=Subquery(_begun(on).values("from_on")[:1]),
        electing=Subquery(coming.values("system")[:1]),
        electing_from=Subquery(coming.values("from_on")[:1]),
    )


def as_law_reads(rows: list[Election]) -> tuple[Elected, ...]:
    return tuple(Elected(row.noticed_on, row.system) for row in sorted(rows, key=lambda row: row.from_on))


def _begun(on: date) -> QuerySet[Election]:
    return Election.objects.filter(provider=OuterRef("pk"), from_on__lte=on).order_by("-from_on")
