"""Whose a paper is: by the case number of its cover sheet, a Ticket's or Ticketholder's number, or the SSN."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.facts import on_record
from portal.casework.models import Case
from portal.casework.sealing import show
from portal.kernel.numbers import read_number
from portal.tickets.models import Person, Ticket
from portal.tickets.services.look_up import Miss, TooMany, by_ssn


class CaseChoice(NamedTuple):
    """A provider's case on the person, under the name it was opened with."""

    number: str
    organisation_name: str
    name: str
    opened_on: date
    closed_on: date | None


class Candidates(NamedTuple):
    """The person's cases, open ones first. `chosen` is the one whose own number was given, "" where another was."""

    person_number: str
    cases: tuple[CaseChoice, ...]
    chosen: str = ""


def find_case(text: str) -> Candidates | Miss | TooMany:
    """The cases of whom a number or an SSN as typed names; misses of SSNs are counted. Showing the names is a look."""
    number = read_number(text)
    if number is None:
        person = by_ssn(text, on_record)
        return person if isinstance(person, Miss | TooMany) else _of(person)
    case = Case.objects.filter(number=number).first()
    if case is not None:
        return _of(case.person_id, number)
    about = (
        Person.objects.filter(number=number).values_list("pk", flat=True).first()
        or Ticket.objects.filter(number=number).values_list("person", flat=True).first()
    )
    return Miss() if about is None else _of(about)


def _of(person: UUID, chosen: str = "") -> Candidates:
    rows = list(
        Case.objects.filter(person=person).select_related("organisation").order_by("-opened_on", "pk")
    )
    rows.sort(key=lambda row: row.closed_on is not None)
    names = show(rows, "name") if rows else []
    return Candidates(
        Person.objects.values_list("number", flat=True).get(pk=person),
        tuple(
            CaseChoice(row.number, row.organisation.name, name, row.opened_on, row.closed_on)
            for row, name in zip(rows, names, strict=True)
        ),
        chosen,
    )
