"""Earnings of a person from every source, for answers that say less than they know."""

from functools import cache
from uuid import UUID

from portal.earnings.models import EarningsMonth
from portal.kernel.gathering import Part, gathered, statement
from portal.kernel.unit import read_as_facts
from portal.policy.core import Month
from portal.tickets.models import BlindPeriod

_OF_PERSON = "t.person_id = %(person)s and t.superseded_at is null"
_PARTS = {
    "earnings": Part(EarningsMonth, _OF_PERSON, ("employer",)),
    "blind": Part(BlindPeriod, _OF_PERSON),
}


def earnings_of(person: UUID) -> tuple[list[EarningsMonth], list[tuple[Month, Month | None]]]:
    """Every row in force now, the latest month first; and the months [from, until) of blindness under the Act."""
    found = gathered(_PARTS, read_as_facts(_statement(), {"person": person}))
    rows = sorted(found["earnings"], key=lambda row: (-row.month, row.source, row.pk))
    return rows, [(row.from_month, row.until_month) for row in found["blind"]]


@cache
def _statement() -> str:
    return statement(_PARTS)
