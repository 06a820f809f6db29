"""What the rows of a file ask for: cells read, Ticketholders and assignments found, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from portal.kernel import vault
from portal.kernel.sent_files.kinds import Row
from portal.kernel.tables_in import Problem, misshapen, read_cells
from portal.payments.by_file.columns import CERTIFICATION, LAYOUT, PROVEN
from portal.payments.claims import of_month
from portal.payments.form import ClaimAsked, EarningsGiven, RequestForm
from portal.payments.services.look_up import NO_TICKET
from portal.providers.models import Provider
from portal.tickets.models import Assignment

_ASKED = UUID("7b9b7c3e-0f65-4c0e-8a39-3c2f0a7f1c55")


class Held(NamedTuple):
    """An assignment of the organisation, as far as a row needs it."""

    pk: UUID
    ticket_id: UUID
    person_id: UUID
    organisation_id: UUID
    assigned_on: date
    system: str
    ticket_number: str


@dataclass(slots=True)
class Asked:
    """A row as far as it can be read. `assignment` is the one the request hangs on: that of the claim month."""

    row: Row
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    assignment: Held | None = None
    form: RequestForm | None = None

    @property
    def claim(self) -> ClaimAsked:
        return ClaimAsked(self.values["payment"], self.values["claim_month"])

    @property
    def once(self) -> UUID:
        """The idempotency key: one Ticketholder, payment and month, asked for by file once and for ever."""
        if self.assignment is None:
            raise LookupError("a row that names nobody asks for nothing")
        owner = self.assignment.organisation_id
        return uuid5(
            _ASKED, f"{owner}/{self.assignment.person_id}/{self.claim.asks}/{self.claim.claim_month}"
        )


class Named(NamedTuple):
    """Rows whose cells are read, and the people that their SSNs name."""

    asked: list[Asked]
    people: dict[str, UUID]


def read(organisation: UUID, rows: Sequence[Row]) -> Named:
    """The cells of an organisation's file, and whom they name. Two queries."""
    ein = Provider.objects.filter(pk=organisation).values_list("ein", flat=True).first() or ""
    asked = [_read(row, "".join(filter(str.isdigit, ein))) for row in rows]
    return Named(asked, vault.find_people({one.values["ssn"] for one in asked if one.values["ssn"]}))


def place(organisation: UUID, named: Named) -> list[Asked]:
    """The rows with the assignment that each hangs on, and the form it fills in. One query."""
    asked, people = named
    held = _held(organisation, people.values())
    for one in asked:
        if one.values["ssn"] is None:
            continue
        assignments = held.get(people[one.values["ssn"]], []) if one.values["ssn"] in people else []
        if not assignments:
            one.problems.append(
                _problem("ssn", f"{NO_TICKET}.", "Check the number. The month does not matter.")
            )
        elif one.values["claim_month"] is not None:
            one.assignment = of_month(assignments, one.values["claim_month"])
            one.form = _form(one) if not one.problems else None
    return asked


def _read(row: Row, ein: str) -> Asked:
    if (wrong := misshapen(row.cells)) is not None:
        return Asked(row, dict.fromkeys((column.name for column in LAYOUT.columns), None), [wrong])
    values, problems = read_cells(LAYOUT, row.cells)
    if values["ein"] is not None and values["ein"] != ein:
        problems.append(_problem("ein", "This is not your organization's EIN.", "Enter your own EIN."))
    unread = {problem.column for problem in problems}
    if unread.isdisjoint(("gross", "employer")) and len(values["gross"] or ()) != len(
        values["employer"] or ()
    ):
        problems.append(
            _problem("employer", "There are not as many employers as amounts.", "Name who paid each amount.")
        )
    if row.same_as is not None:
        problems.append(
            Problem(
                "the row",
                "Each Ticketholder, payment and month once in a file.",
                f"Line {row.same_as} asks for the same payment.",
                "Leave one of the two rows.",
            )
        )
    return Asked(row, values, problems)


def _held(organisation: UUID, people: Iterable[UUID]) -> dict[UUID, list[Held]]:
    """The organisation's assignments of these people, now or before, the earliest first."""
    found: dict[UUID, list[Held]] = {}
    rows = Assignment.objects.filter(organisation=organisation, person__in=set(people), superseded_at=None)
    for row in rows.order_by("assigned_on", "id").values_list(*Held._fields[:-1], "ticket__number"):
        one = Held(*row)
        found.setdefault(one.person_id, []).append(one)
    return found


def _form(one: Asked) -> RequestForm:
    values, assignment = one.values, one.assignment
    if assignment is None:
        raise LookupError("a row that names nobody fills in no form")
    pay = zip(values["employer"] or (), values["gross"] or (), strict=True)
    kind, source = values["kind"] or "wages", values["source"] or "pay-slip"
    given = [
        *((values["claim_month"], cents, employer) for employer, cents in pay),
        *(values["other_pay"] or ()),
    ]
    return RequestForm(
        assignment=assignment.pk,
        form="certification" if values["basis"] == CERTIFICATION else "evidentiary",
        claims=(one.claim,),
        services_described=bool(values["services_described"]),
        services_statement_on=values["services_statement_on"],
        services_contributed=values["services_contributed"],
        earnings_already_proven=values["basis"] == PROVEN,
        job_started_on=values["job_started_on"],
        earnings=tuple(
            EarningsGiven(month, cents, kind, employer, source) for month, cents, employer in given
        ),
    )


def _problem(name: str, reason: str, remedy: str) -> Problem:
    return Problem(name, LAYOUT.column(name).rule, reason, remedy)
