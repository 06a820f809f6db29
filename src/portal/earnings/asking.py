"""What may be asked about a provider's own assignments: the facts of the rule, read through the provider's wall."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.earnings.models import InquiryRow
from portal.kernel import vault
from portal.kernel.unit import current
from portal.policy.core import Decision
from portal.policy.inquiry import Asked, AskFacts, judge_asking
from portal.policy.records import DaySpan
from portal.tickets.models import Assignment


class MayAsk(NamedTuple):
    """What the rule says of one assignment, with its row."""

    row: Assignment
    decision: Decision


def own_assignments(person: UUID) -> list[Assignment]:
    """The organisation's assignments of a person, the newest first. One query."""
    rows = Assignment.objects.filter(
        person=person, organisation=current().actor.organisation, superseded_at=None
    )
    return list(rows.order_by("-assigned_on", "id"))


def look_at(numbers: Iterable[str]) -> None:
    """Note that a page shows these Social Security numbers: those of the organisation's own people are looks.

    Any other number says nothing of anybody to who sees it. Two queries.
    """
    people = vault.find_people(numbers).values()
    own = Assignment.objects.filter(person__in=list(people), organisation=current().actor.organisation)
    current().looked_at |= set(own.values_list("person", flat=True))


def judge_typed(assignments: list[Assignment], typed_on: date | None) -> tuple[Assignment | None, Decision]:
    """The assignment that began on the day typed, and whether the provider may ask about it."""
    chosen = next((one for one in assignments if one.assigned_on == typed_on), None)
    earlier = _earlier([chosen.pk]).get(chosen.pk, ()) if chosen is not None else ()
    facts = AskFacts(tuple([_span(one) for one in assignments]), typed_on, tuple(earlier))
    return chosen, judge_asking(facts, current().on)


def judge_chosen(chosen: Iterable[UUID]) -> list[MayAsk]:
    """The same of assignments that were found before, in order; one that is not the organisation's is left out.

    Two queries, however many.
    """
    wanted = list(chosen)
    found = Assignment.objects.filter(organisation=current().actor.organisation, superseded_at=None)
    rows = found.in_bulk(wanted)
    earlier = _earlier(wanted)
    return [
        MayAsk(row, judge_asking(AskFacts((_span(row),), row.assigned_on, tuple(earlier.get(key, ()))), on))
        for on in [current().on]
        for key in wanted
        if (row := rows.get(key)) is not None
    ]


def _span(row: Assignment) -> DaySpan:
    return DaySpan(row.assigned_on, row.ended_on)


def _earlier(assignments: list[UUID]) -> dict[UUID, list[Asked]]:
    rows = InquiryRow.objects.filter(assignment__in=assignments).select_related("inquiry")
    found: dict[UUID, list[Asked]] = {}
    for row in rows.order_by("-inquiry__submitted_at"):
        answered = row.answered_on if row.inquiry.answered_at is not None else None
        asked = Asked(row.inquiry.number, row.inquiry.submitted_on, answered)
        found.setdefault(row.assignment_id, []).append(asked)
    return found
