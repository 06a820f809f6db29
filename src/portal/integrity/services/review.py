"""Reviewing a plan: findings per component, and the end of it (rows D7, F1)."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from portal.casework.sealing import seal
from portal.casework.services.assign_case import assign_case
from portal.casework.services.notices import tell_provider
from portal.integrity.models import PlanReview, ReviewFinding
from portal.integrity.moves import may_move, move_named
from portal.integrity.services.desk import DESK
from portal.integrity.services.send_plan import locked, written
from portal.integrity.versions import of_case
from portal.kernel.desks import holds
from portal.kernel.ids import new_id
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Outcome
from portal.policy.plan import COMPONENTS
from portal.policy.tar import Finding, Result, judge_review, receipt
from portal.tickets.results import NotAssigned


class Found(NamedTuple):
    """A verdict on a component as it is typed."""

    component: str
    verdict: str
    note: str = ""

    @property
    def judged(self) -> Finding:
        """As the law sees it."""
        return Finding(self.component, self.verdict == ReviewFinding.Verdict.FAIL, bool(self.note.strip()))


def decide(*, review: UUID, version: int, findings: Sequence[Found], result: Result) -> Answer:
    """End a review. A compliant plan's Ticket is assigned at once, on the provider's behalf.

    The day that counts as the entry is the plan's receipt: the review never costs the provider a day. Where the
    Ticket cannot be assigned nothing is written, and the plan stays in review.
    """
    row = locked(review)
    if row is None:
        return NotFound()
    if row.version != version:
        return Changed()
    name = "find-compliant" if result is Result.COMPLIANT else "return"
    barred = may_move(row.state, move_named(name), current().actor)
    refused = barred.sentence if barred else holds(DESK, row.pk)
    if refused is not None:
        return NotAllowed(refused)
    answer = judge_review(
        tuple(one.judged for one in findings), tuple(one.slug for one in COMPONENTS), result
    )
    if answer.outcome is not Outcome.GRANT:
        note("plan-review-refused", subject_kind="plan-review", subject=row.pk, people=[row.person_id])
        return NotAllowed("The review is not whole yet.", answer)
    if result is Result.COMPLIANT:
        made = assign_case(case=row.case_id, entered_on=receipt(of_case(row.case_id)))
        if isinstance(made, NotAssigned):
            return NotAllowed(
                f"The Ticket could not be assigned, so the plan stays in review. {made.sentence}"
            )
    _write(row, findings, result, move_named(name).to)
    return Done(row.pk, row.number, row.state)


def _write(row: PlanReview, findings: Sequence[Found], result: Result, state: str) -> None:
    unit = current()
    rows = []
    for one in findings:
        finding = ReviewFinding(
            id=new_id(),
            review=row,
            organisation_id=row.organisation_id,
            person_id=row.person_id,
            component=one.component,
            verdict=one.verdict,
            by=unit.actor.account,
            by_name=unit.actor.name,
            at=unit.at,
        )
        if one.note.strip():
            finding.note = seal(finding, "note", one.note.strip(), row.case_id)
        rows.append(finding)
    with as_system():
        ReviewFinding.objects.bulk_create(rows)
    row.state, row.result = state, result.value
    row.decided_on, row.decided_by, row.decided_by_name = unit.on, unit.actor.account, unit.actor.name
    written(row, "plan-review-decided", result=result.value)
    returned = state == PlanReview.State.RETURNED
    with as_system():
        tell_provider(
            row.organisation_id,
            key=f"plan-decided/{row.pk}",
            subject=f"Plan {'returned with findings' if returned else 'found compliant'}: {row.number}",
            body=_RETURNED.format(row.number) if returned else _COMPLIANT.format(row.number),
            about=[row.case],
        )


_RETURNED = (
    "Program Integrity returned the plan under {} with findings. The portal says for each part what to mend. "
    "The Ticket is not assigned before a corrected plan is compliant."
)
_COMPLIANT = "Program Integrity found the plan under {} compliant and assigned the Ticket on your behalf."
