"""The verdict on rows of a file of notes. Facts for a whole batch in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from portal.casework.bring_notes.columns import LAYOUT
from portal.casework.contacts import Contacts, contacts_of
from portal.casework.models import Case, ContactNote
from portal.casework.services.note_contact import Contact, problems_of
from portal.kernel.numbers import read_number
from portal.kernel.sent_files.kinds import Judged, Row, Verdict
from portal.kernel.tables_in import Problem, misshapen, read_cells
from portal.tickets.models import Person

# The column that a field of a note stands in.
_COLUMNS = {"happened_on": "date", "method": "method", "purpose": "reason", "services": "services"}


@dataclass(slots=True)
class JudgedNote(Judged):
    """A row of notes; `found` and `contact` where it names a case of the organisation and can be read."""

    found: Contacts | None = None
    contact: Contact | None = None


class _Known(NamedTuple):
    """The organisation's cases by number, what the law sees of each, and the references that are there."""

    cases: dict[str, tuple[UUID, UUID]]
    contacts: dict[UUID, Contacts]
    there: set[str]


def judge(organisation: UUID, rows: Sequence[Row], on: date) -> list[JudgedNote]:
    """The verdict of each row as of `on`."""
    known = _known(organisation, rows)
    return [_judge(row, known, on) for row in rows]


def key_of(reference: str) -> str:
    """The key under which an organisation has a brought-in note once."""
    return f"file/{reference.casefold()}"


def _known(organisation: UUID, rows: Sequence[Row]) -> _Known:
    numbers = {number for row in rows if (number := read_number(row.cells.get("case", "")))}
    keys = {key_of(row.cells["reference"]) for row in rows if row.cells.get("reference")}
    cases = _cases(organisation, numbers)
    there = ContactNote.objects.filter(
        organisation=organisation, import_key__in=keys, superseded_at=None
    ).values_list("import_key", flat=True)
    found = contacts_of({case for case, _ in cases.values()}, with_goals=True)
    return _Known(cases, found, {key for key in there if key is not None})


def _cases(organisation: UUID, numbers: Iterable[str]) -> dict[str, tuple[UUID, UUID]]:
    """Case and person by the case's number, or the Ticketholder's: there the latest case is meant."""
    wanted = set(numbers)
    own = Case.objects.filter(organisation=organisation)
    found = {row.number: (row.pk, row.person_id) for row in own.filter(number__in=wanted)}
    people = dict(Person.objects.filter(number__in=wanted - found.keys()).values_list("pk", "number"))
    for row in own.filter(person__in=people).order_by("opened_on", "opened_at"):
        found[people[row.person_id]] = (row.pk, row.person_id)
    return found


def _judge(row: Row, known: _Known, on: date) -> JudgedNote:
    if (wrong := misshapen(row.cells)) is not None:
        return JudgedNote(row, Verdict.REFUSED, [wrong])
    values, problems = read_cells(LAYOUT, row.cells)
    if row.same_as is not None:
        problems.append(
            _problem("reference", f"Line {row.same_as} has the same reference.", "Leave one of them.")
        )
    case, person = known.cases.get(values["case"] or "", (None, None))
    judged = JudgedNote(row, Verdict.REFUSED, problems, person, case)
    if values["case"] and case is None:
        problems.append(
            _problem("case", "Your organization has no case with this number.", "Check the number.")
        )
    judged.found = known.contacts.get(case) if case else None
    if case is not None and judged.found is None:
        problems.append(
            _problem("case", "The Ticket of this case is not assigned to you yet.", "Leave the row out.")
        )
    if not problems and key_of(values["reference"]) in known.there:
        judged.verdict = Verdict.ALREADY
        return judged
    contact = _contact(values)
    if contact is not None and judged.found is not None:
        for name, sentence in problems_of(contact, judged.found, on):
            problems.append(
                _problem(_COLUMNS.get(name, "the row"), sentence, "Correct the row and send it again.")
            )
    if not problems:
        judged.verdict, judged.contact = Verdict.ACCEPTED, contact
    return judged


def _problem(name: str, reason: str, remedy: str) -> Problem:
    rule = next((column.rule for column in LAYOUT.columns if column.name == name), "")
    return Problem(name, rule, reason, remedy)


def _contact(values: dict[str, Any]) -> Contact | None:
    """The contact of a row whose needed cells can all be read."""
    if any(values[name] is None for name in ("reference", "date", "method", "two_way", "reason")):
        return None
    return Contact(
        happened_on=values["date"],
        method=values["method"],
        answered=values["two_way"],
        purpose=values["reason"],
        content=values["said"] or "",
        result=values["result"] or "",
        no_more_contact=bool(values["no_more_contact"]),
        services=values["services"] or (),
        follow_up_on=values["reminder"],
        source="import",
        import_key=key_of(values["reference"]),
    )
