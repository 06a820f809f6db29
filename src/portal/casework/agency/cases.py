"""Cost-reimbursement cases as a State VR agency's list and the record of one show them; the walls say which."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from portal.kernel import vault
from portal.kernel.paging import Page, slice_of
from portal.kernel.unit import current
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place
from portal.policy.ticket_states import Use
from portal.policy.vr_case import ClosingEffect, change_until, closing_effect
from portal.tickets.models import TicketStep, VrCase

NO_NAME = "No file of yours"


class Scope(StrEnum):
    """Which cases; a case that was changed to an assignment is neither open nor closed."""

    OPEN = "open"
    CLOSED = "closed"
    CHANGED = "changed"
    ALL = "all"


_LINES = """
select c.name, v.id, v.number, v.person_id, v."case", c.number, v.ipe_signed_on, v.opened_on, v.closed_on, v.employed,
    v.changed_on
from tickets_vrcase v left join casework_case c on c.id = v."case"
where v.organisation_id = %(organisation)s and (v.superseded_at is null or v.changed_on is not null) and """
_SCOPES = {
    Scope.OPEN: "v.closed_on is null and v.changed_on is null",
    Scope.CLOSED: "v.closed_on is not null",
    Scope.CHANGED: "v.changed_on is not null",
    Scope.ALL: "true",
}


class VrLine(NamedTuple):
    """One case as it is recorded now; `id` is the recording. `closed_on` is the first day on which it is not open."""

    id: UUID
    number: str
    person: UUID
    case: UUID | None
    case_number: str | None
    ipe_signed_on: date | None
    opened_on: date
    closed_on: date | None
    employed: bool | None
    changed_on: date | None
    name: str = NO_NAME

    @property
    def state(self) -> str:
        if self.changed_on is not None:
            return Scope.CHANGED.value
        return Scope.OPEN.value if self.closed_on is None else Scope.CLOSED.value

    @property
    def change_until(self) -> date | None:
        """The last day for a change to assignment, while the case is open."""
        if self.state != Scope.OPEN or self.ipe_signed_on is None:
            return None
        return change_until(self.ipe_signed_on)

    @property
    def employed_words(self) -> str:
        if self.closed_on is None or self.employed is None:
            return ""
        return "Employed" if self.employed else "Not employed"


class Recording(NamedTuple):
    """What was put on record about a case: when, by whom, and how it stood from then on."""

    at: datetime
    by_name: str
    closed_on: date | None
    employed: bool | None
    changed_on: date | None


class VrRecord(NamedTuple):
    """A case with what was recorded, the first first, and what follows from its closing."""

    line: VrLine
    recordings: tuple[Recording, ...]
    effect: ClosingEffect | None

    @property
    def extended_through(self) -> date | None:
        until = self.effect.extended_until if self.effect else None
        return until and until - timedelta(days=1)


def vr_cases(
    *, scope: Scope | str = Scope.OPEN, find: str = "", page: int = 1, size: int = 25
) -> Page[VrLine]:
    """The agency's cases, the latest opened first. `find` is part of a name, or a case's number.

    Names are sealed, so finding by name opens those of the whole list in memory.
    """
    rows = _read(_SCOPES[Scope(scope)])
    if wanted := " ".join(find.split()).casefold():
        rows = _found(rows, wanted)
    number, part = slice_of(page, size, len(rows))
    return Page(_shown(rows[part]), len(rows), number, size)


def vr_case(number: str) -> VrRecord | None:
    """One case of the agency by its number; None outside its scope. Showing the name is a look. Three queries."""
    rows = _read("v.number = %(number)s", number=number)
    if not rows:
        return None
    [line] = _shown(rows)
    kept = VrCase.objects.filter(number=number, organisation=current().actor.organisation)
    return VrRecord(line, tuple(_recordings(list(kept.order_by("recorded_at", "id")))), _effect(line))


def case_of_file(case: UUID) -> VrLine | None:
    """The cost-reimbursement case of a file of the agency, unnamed: the file itself has the name. One query."""
    found = _read('v."case" = %(case)s', case=str(case))
    return found[0].line if found else None


def case_of_person(person: UUID) -> str | None:
    """The number of the agency's latest case on a person, for the page after a look-up. One query."""
    found = VrCase.objects.filter(person=person, organisation=current().actor.organisation)
    return found.order_by("-opened_on", "-recorded_at").values_list("number", flat=True).first()


class _Row(NamedTuple):
    """A case whose name is still sealed; None where it has no file."""

    line: VrLine
    sealed: Sealed | None


def _read(where: str, **parameters: str) -> list[_Row]:
    asked = {"organisation": current().actor.organisation, **parameters}
    with connection.cursor() as cursor:
        cursor.execute(f"{_LINES}{where} order by v.opened_on desc, v.id", asked)
        return [_row(*row) for row in cursor.fetchall()]


def _row(name: bytes | None, *rest: Any) -> _Row:
    line = VrLine(*rest)
    if name is None or line.case is None:
        return _Row(line, None)
    return _Row(line, Sealed(bytes(name), place("casework_case", "name", line.case), line.person))


def _found(rows: list[_Row], wanted: str) -> list[_Row]:
    opened = iter(vault.match([row.sealed for row in rows if row.sealed is not None]))
    names = [next(opened) if row.sealed is not None else "" for row in rows]
    return [
        row
        for row, name in zip(rows, names, strict=True)
        if wanted in name.casefold()
        or wanted in (row.line.number.casefold(), (row.line.case_number or "").casefold())
    ]


def _shown(rows: Sequence[_Row]) -> list[VrLine]:
    opened = iter(vault.show([row.sealed for row in rows if row.sealed is not None]))
    return [row.line if row.sealed is None else row.line._replace(name=next(opened)) for row in rows]


def _recordings(rows: Sequence[VrCase]) -> list[Recording]:
    found = [Recording(row.recorded_at, row.by_name, row.closed_on, row.employed, None) for row in rows]
    last = rows[-1]
    if last.changed_on is not None and last.superseded_at is not None:
        found.append(Recording(last.superseded_at, "", None, None, last.changed_on))
    return found


def _effect(line: VrLine) -> ClosingEffect | None:
    """What follows from the closing; whether the Ticket was in use then, its own steps say."""
    if line.closed_on is None:
        return None
    steps = TicketStep.objects.filter(
        person=line.person,
        organisation=current().actor.organisation,
        move__in=("close-case", "correct-closing"),
        effective_on=line.closed_on,
    )
    use = steps.order_by("-ordinal").values_list("to_use_state", flat=True).first()
    return closing_effect(line.closed_on, in_use=use == Use.EXTENDED, employed=bool(line.employed))
