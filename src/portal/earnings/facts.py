"""Earnings of a person from every source, for answers that say less than they know."""

from functools import cache
from typing import Any
from uuid import UUID

from portal.earnings.models import EarningsMonth
from portal.kernel.gathering import Part, gathered, statement
from portal.kernel.unit import read_as_facts
from portal.tickets.models import BlindPeriod

# What is read of a month's earnings: for answers about them, and for decisions on payments.
EARNED = ("person_id", "month", "gross_cents", "kind", "source", "given_to_id", "proven", "employer.name")
_OF_PERSON = "t.person_id = %(person)s and t.superseded_at is null"
_PARTS = {
    "earnings": Part(EarningsMonth, _OF_PERSON, ("employer",), only=EARNED),
    "blind": Part(BlindPeriod, _OF_PERSON, only=("person_id", "from_month", "until_month")),
}


def earnings_of(person: UUID) -> tuple[list[Any], list[Any]]:
    """Every row in force now; and the periods of blindness under the Act."""
    found = gathered(_PARTS, read_as_facts(_statement(), {"person": person}, few=True))
    return found["earnings"], found["blind"]


@cache
def _statement() -> str:
    return statement(_PARTS)
