"""What the follow-up clock of a case stands on: assignment, phase, notes, goals. For one case or a thousand.

Read through the reader's own walls: a provider sees its own cases, the system all of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from portal.casework import kinds
from portal.casework.models import ContactNote, GoalsDiscussion, PhaseBasis, SignedForm
from portal.casework.plan.in_force import Goals, goals_of
from portal.kernel.duties import Due
from portal.kernel.gathering import Part, gathered, statement
from portal.policy import contact
from portal.policy.assignment import service_timing
from portal.policy.contact import ContactFacts, Note
from portal.policy.contact_phase import PHASE_1, Milestone, PhaseFacts
from portal.policy.core import Month
from portal.tickets.models import Assignment

_EARLY = "A service was given before the assignment was made."
System = Assignment.System
# The law's names of duties, and those of the rows.
_KINDS = {
    contact.CONTACT: kinds.CONTACT_DUE,
    contact.ATTEMPT: kinds.ATTEMPTS_MISSING,
    contact.UNASSIGN: kinds.UNASSIGN_BY,
}


class Contacts(NamedTuple):
    """An assigned case as the law of contact sees it. `entered_on` is the day the assignment was made in the portal."""

    case: UUID
    organisation: UUID
    person: UUID
    entered_on: date
    facts: ContactFacts
    last_paid_on: date | None
    goals: Goals | None = None
    discussed_on: date | None = None


_OF_CASES = "t.case_id = any(%(cases)s)"
_PARTS = {
    "assignments": Part(
        Assignment,
        f"t.id = any(%(cases)s) and t.superseded_at is null and t.system <> '{System.COST_REIMBURSEMENT.value}'",
    ),
    "bases": Part(PhaseBasis, _OF_CASES),
    "notes": Part(ContactNote, f"{_OF_CASES} and t.superseded_at is null"),
}
_PARTS_WITH_GOALS = {
    **_PARTS,
    "forms": Part(SignedForm, f"{_OF_CASES} and t.in_force_from is not null", sealed=("content",)),
    "talks": Part(GoalsDiscussion, _OF_CASES),
}


def contacts_of(cases: Collection[UUID], *, with_goals: bool = False) -> dict[UUID, Contacts]:
    """The cases among these whose Ticket is or was assigned, under an EN's payment system.

    One query; one more for keys `with_goals`, which opens plans in memory.
    """
    if not cases:
        return {}
    parts = _PARTS_WITH_GOALS if with_goals else _PARTS
    with connection.cursor() as cursor:
        cursor.execute(statement(parts), {"cases": list(cases)})
        rows = gathered(parts, cursor.fetchall())
    bases = {row.case_id: row for row in rows["bases"]}
    notes = _notes(rows["notes"])
    goals = goals_of(rows.get("forms", ()))
    talks = sorted(rows.get("talks", ()), key=lambda row: row.held_on)
    discussed = {row.case_id: row.held_on for row in talks}
    return {
        row.pk: Contacts(
            row.pk,
            row.organisation_id,
            row.person_id,
            row.entered_on,
            ContactFacts(_phase(row, bases.get(row.pk)), notes.get(row.pk, ()), row.ended_on),
            bases[row.pk].last_paid_on if row.pk in bases else None,
            goals.get(row.pk),
            discussed.get(row.pk),
        )
        for row in rows["assignments"]
    }


def duties_of(found: Contacts, on: date) -> Iterator[Due]:
    """What should be open for a case as of `on`; nothing once the Ticket is unassigned."""
    ended = found.facts.unassigned_on
    if ended is not None and ended <= on:
        return
    for due in contact.duties_for(found.facts, on):
        yield _due(found, _KINDS[due.kind], due.due_on)
    yield _due(
        found, kinds.STALE_TICKET, contact.stale_from(found.facts.phase.assigned_on, found.last_paid_on)
    )
    if (target := _open_target(found)) is not None:
        yield _due(found, kinds.GOALS_DATE, target)


def given_too_early(found: Contacts, day: date) -> str:
    """What to say of a service given on a day before the assignment was made in the portal; "" where it was not."""
    timing = service_timing(day, found.entered_on)
    return "" if timing.primary is None else f"{_EARLY} {timing.primary.test.remedy}"


def _due(found: Contacts, kind: str, on: date) -> Due:
    return Due(kind, found.case, found.organisation, found.person, on)


def _open_target(found: Contacts) -> date | None:
    """The first target date of the plan's goals that no discussion since has taken up."""
    discussed = found.discussed_on
    targets = found.goals.targets if found.goals else ()
    return min((day for day in targets if discussed is None or discussed < day), default=None)


def _notes(rows: Iterable[ContactNote]) -> dict[UUID, tuple[Note, ...]]:
    found: dict[UUID, list[Note]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.happened_on, row.ordinal)):
        found[row.case_id].append(
            Note(row.happened_on, row.method, row.two_way, no_more_contact=row.no_more_contact)
        )
    return {case: tuple(notes) for case, notes in found.items()}


def _phase(row: Assignment, basis: PhaseBasis | None) -> PhaseFacts:
    """Where nothing was told yet, no milestone is known to be closed: the initial phase, the stricter one."""
    if row.system == System.OUTCOME:
        milestones: Iterable[Milestone] = ()
    elif basis is None or not basis.milestones:
        milestones = (Milestone(kind, None, None) for kind in PHASE_1)
    else:
        milestones = (_milestone(one) for one in basis.milestones)
    months = tuple(Month.of(day) for day in basis.level_months) if basis else ()
    return PhaseFacts(row.assigned_on, tuple(milestones), months)


def _milestone(told: dict[str, Any]) -> Milestone:
    month = told["attained_in"]
    return Milestone(told["kind"], told["available"], Month.parse(month) if month else None)
