"""Cases as a provider's list and the record of one show them; the walls say which."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from portal.casework.kinds import CONTACT_DUE
from portal.casework.models import Case
from portal.kernel import vault
from portal.kernel.models import Duty
from portal.kernel.paging import Page, count_to, counted, slice_of
from portal.kernel.unit import current
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place


class Scope(StrEnum):
    """Which cases."""

    OPEN = "open"
    CLOSED = "closed"


class Stage(StrEnum):
    """Where a case stands, in the words of the list."""

    INTAKE = "Before the plan"
    TO_SIGN = "Plan to be signed"
    TO_ASSIGN = "Plan signed, not assigned"
    VR_CASE = "Cost-reimbursement case open"
    ASSIGNED = "Ticket assigned"
    CLOSED = "Closed"


_COLUMNS = """
select c.name, c.id, c.number, c.person_id, c.opened_on, c.closed_on, c.closed_why, c.version,
    a.assigned_on, a.ended_on, {ticket}, {person},
    case when f.kind = 'ssa-1365' then 'vr-case' else f.state end, d.due_on{total}
from casework_case c
    left join tickets_assignment a on a.id = c.id and a.superseded_at is null {joined}
    left join casework_signedform f on f.case_id = c.id and f.kind <> 'amendment' and f.ordinal = 0
        and f.state in ('to-sign', 'signed')
    left join kernel_duty d on d.subject = c.id and d.kind = %(kind)s and d.closed_at is null
where c.organisation_id = %(organisation)s"""
_WHOLE = _COLUMNS.format(
    ticket="t.number",
    person="p.number",
    joined="left join tickets_ticket t on t.id = a.ticket_id left join tickets_person p on p.id = a.person_id",
    total="",
)
# The list counted as far as the page's number says, from an index alone.
_TOTAL = (
    "select count(*) from (select from casework_case l where l.organisation_id = %(organisation)s and l.{scope}"
    " limit {limit}) counted"
)
# Whom a provider has sight of is read whole before the first person or Ticket is: a page of a long list does without.
_LEAN = _COLUMNS.format(ticket="null", person="null", joined="", total="{total}")
_SCOPES = {Scope.OPEN: "closed_on is null", Scope.CLOSED: "closed_on is not null"}
_LATEST = "c.opened_on desc, c.id"
# Which cases stand on a page, from an index alone: the latest opened, or those with the next contact first. How many
# is said in the text, for a plan that is kept must know how few a page is, or it reads the whole caseload.
_ON_PAGE = {
    "opened": "select c.id from casework_case c where c.organisation_id = %(organisation)s and c.{scope}"
    " order by c.opened_on desc, c.id limit {limit} offset {offset}",
    "due": "select d.subject from kernel_duty d where d.organisation = %(organisation)s and d.kind = %(kind)s"
    " and d.closed_at is null order by d.due_on, d.id limit {limit} offset {offset}",
}
_ON_PAGE_ORDERS = {"opened": _LATEST, "due": "d.due_on, d.id"}


class CaseLine(NamedTuple):
    """One case. `ended_on` is the first day no longer assigned; `ticket_number` and `person_number` since assignment."""

    id: UUID
    number: str
    person: UUID
    name: str
    opened_on: date
    closed_on: date | None
    closed_why: str
    version: int
    assigned_on: date | None
    ended_on: date | None
    ticket_number: str | None
    person_number: str | None
    plan_state: str | None
    contact_due_on: date | None

    @property
    def stage(self) -> Stage:
        if self.closed_on is not None:
            return Stage.CLOSED
        if self.assigned_on is not None and self.ended_on is None:
            return Stage.ASSIGNED
        if self.plan_state is None:
            return Stage.INTAKE
        if self.plan_state == "vr-case":
            return Stage.VR_CASE
        return Stage.TO_SIGN if self.plan_state == "to-sign" else Stage.TO_ASSIGN

    @property
    def last_day(self) -> date | None:
        """The last day the Ticket was assigned."""
        return self.ended_on and self.ended_on - timedelta(days=1)


class _Row(NamedTuple):
    """A case whose name is still sealed."""

    line: CaseLine
    sealed: Sealed


def cases(
    *, scope: Scope | str = Scope.OPEN, find: str = "", order: str = "opened", page: int = 1, size: int = 25
) -> Page[CaseLine]:
    """The organisation's cases. `find` is part of a name, or a case, Ticketholder or Ticket number.

    `order`: `opened` (the latest first), `due` (the next contact first) or `name`. Names are sealed, so finding and
    ordering by name open those of the whole list in memory; in the other orders only a page of rows is read.
    """
    wanted = Scope(scope)
    if not find and order in _ON_PAGE:
        return _paged(wanted, order, page, size)
    found = _by_name(_read(_WHOLE, f"c.{_SCOPES[wanted]} order by {_LATEST}"), find, order)
    number, part = slice_of(page, size, len(found))
    return Page(_shown(found[part]), len(found), number, size)


def all_cases(*, scope: Scope | str = Scope.OPEN, find: str = "", order: str = "opened") -> list[CaseLine]:
    """The whole list with the numbers of Tickets and Ticketholders, for a file."""
    rows = _by_name(_read(_WHOLE, f"c.{_SCOPES[Scope(scope)]} order by {_LATEST}"), find, order)
    if order == "due":
        rows.sort(key=lambda row: row.line.contact_due_on or date.max)
    return _shown(rows)


def case(number: str) -> CaseLine | None:
    """One of the organisation's cases by number; None outside its scope. Showing the name is a look."""
    found = _shown(_read(_WHOLE, "c.number = %(number)s", number=number))
    return found[0] if found else None


def case_by_id(identity: UUID) -> CaseLine | None:
    """The same by ID, for the pages of a draft about it."""
    found = _shown(_read(_WHOLE, "c.id = %(id)s", id=str(identity)))
    return found[0] if found else None


def is_ours(number: str) -> bool:
    """Has the organisation a case of this number? Nobody is looked at."""
    return Case.objects.filter(number=number, organisation=current().actor.organisation).exists()


def numbers_of(cases: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers of these cases of the organisation, by ID; an assignment has the ID of its case. One query."""
    found = Case.objects.filter(pk__in=set(cases), organisation=current().actor.organisation)
    return dict(found.values_list("pk", "number"))


def _paged(scope: Scope, order: str, page: int, size: int) -> Page[CaseLine]:
    """A page of the list. In the order of contacts, those that have none due stand last."""
    number = max(page, 1)
    start = (number - 1) * size
    rows, found = _on_page(scope, order, number, size)
    if order == "due" and len(rows) < min(size, found - start):
        rows += _without_contact(scope, size, start, len(rows))
    last, _ = slice_of(number, size, found)
    if last < number:
        return _paged(scope, order, last, size)
    return counted(_shown(rows), found, number, size)


def _on_page(scope: Scope, order: str, page: int, size: int) -> tuple[list[_Row], int]:
    """The rows of the page, with how many the list has as far as it is counted."""
    chosen = _ON_PAGE[order].format(scope=_SCOPES[scope], limit=size, offset=(page - 1) * size)
    total = _TOTAL.format(scope=_SCOPES[scope], limit=count_to(page, size))
    rest = f"c.{_SCOPES[scope]} and c.id in ({chosen}) order by {_ON_PAGE_ORDERS[order]}"
    found = _asked(f"{_LEAN.format(total=f', ({total})')} and {rest}", {})
    if not found:
        return [], _asked(total, {})[0][0]
    return [_row(*row[:-1]) for row in found], found[0][-1]


def _without_contact(scope: Scope, size: int, start: int, there: int) -> list[_Row]:
    """Cases with no contact due, from where those with one end."""
    due = Duty.objects.filter(
        organisation=current().actor.organisation, kind=CONTACT_DUE, closed_at=None
    ).count()
    part = f"limit {size - there} offset {max(start - due, 0)}"
    return _read(_LEAN.format(total=""), f"c.{_SCOPES[scope]} and d.id is null order by {_LATEST} {part}")


def _read(columns: str, rest: str, **parameters: str) -> list[_Row]:
    return [_row(*row) for row in _asked(f"{columns} and {rest}", parameters)]


def _asked(statement: str, parameters: Mapping[str, str]) -> list[tuple[Any, ...]]:
    asked = {"kind": CONTACT_DUE, "organisation": current().actor.organisation, **parameters}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def _row(name: bytes, case: UUID, number: str, person: UUID, *rest: Any) -> _Row:
    line = CaseLine(case, number, person, "", *rest)
    return _Row(line, Sealed(bytes(name), place("casework_case", "name", case), person))


def _by_name(rows: list[_Row], find: str, order: str) -> list[_Row]:
    opened = vault.match([row.sealed for row in rows])
    named = [(name.casefold(), row) for name, row in zip(opened, rows, strict=True)]
    if wanted := " ".join(find.split()).casefold():
        named = [(name, row) for name, row in named if wanted in name or wanted in _numbers(row.line)]
    if order == "name":
        named.sort(key=lambda pair: pair[0])
    return [row for _, row in named]


def _numbers(line: CaseLine) -> set[str]:
    numbers = (line.number, line.person_number, line.ticket_number)
    return {number.casefold() for number in numbers if number}


def _shown(rows: Sequence[_Row]) -> list[CaseLine]:
    names = vault.show([row.sealed for row in rows])
    return [row.line._replace(name=name) for row, name in zip(rows, names, strict=True)]
