"""Sending a signed plan in for review with its coversheet, and taking it back (rows C10, D7)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from portal.casework.models import SignedForm
from portal.casework.plan import forms
from portal.casework.plan.facts import on_record, with_record
from portal.casework.sealing import seal_json
from portal.casework.services.notices import tell_provider
from portal.casework.services.start_plan import assigned
from portal.integrity.coversheet import Sent, rows
from portal.integrity.duties import KINDS, duties_for
from portal.integrity.models import PlanReview
from portal.integrity.moves import SIGNED, may_move, move_named
from portal.kernel.duties import settle
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import State
from portal.policy.plan import judge_plan, to_mend
from portal.policy.tar import review_due

NOT_SIGNED = "The plan is not signed by both yet. A plan is not valid before both have signed."
ASSIGNED = "The Ticket is assigned from this plan already. There is nothing to review."


def send_plan(*, form: UUID, reason: str, coversheet: Mapping[str, Any]) -> Answer:
    """Send the organisation's signed plan in. Sent twice, the first counts and its number is told again."""
    row = (
        SignedForm.objects.select_for_update()
        .filter(pk=form, organisation=current().actor.organisation, kind=SignedForm.Kind.IWP)
        .first()
    )
    if row is None:
        return NotFound()
    return _once(row, "send", reason, coversheet, current().on)


def take_in(*, form: UUID, received_on: date, channel: str, paper: str) -> Answer:
    """Send a plan in that came in on paper, on its provider's behalf: the day it came in is the day of its receipt."""
    row = SignedForm.objects.select_for_update().filter(pk=form, kind=SignedForm.Kind.IWP).first()
    if row is None:
        return NotFound()
    returned = PlanReview.objects.filter(case=row.case_id, state=PlanReview.State.RETURNED).exists()
    reason = PlanReview.Reason.CORRECTED if returned else PlanReview.Reason.NEW_EN
    [found] = forms.records([row])
    contact = found.content.plan.provider
    sheet = rows(
        found,
        Sent(
            row.organisation_id,
            row.organisation.name,
            reason,
            contact=contact.email or contact.address or "",
            telephone=contact.telephone or "",
            documents=f"Paper {paper}, as the mail room entered it",
            sent_on=received_on,
            channel=channel,
        ),
    )
    return _once(row, "take-in", reason, {"rows": sheet}, received_on)


def withdraw(*, review: UUID, version: int) -> Answer:
    """Take a plan back that is not decided."""
    row = locked(review)
    if row is None or row.organisation_id != current().actor.organisation:
        return NotFound()
    if row.version != version:
        return Changed()
    refused = may_move(row.state, move_named("withdraw"), current().actor)
    if refused is not None:
        return NotAllowed(refused.sentence)
    row.state = PlanReview.State.WITHDRAWN
    written(row, "plan-review-withdrawn")
    return Done(row.pk, row.number, row.state)


def locked(review: UUID) -> PlanReview | None:
    """A review that the actor's wall shows, locked until the unit ends."""
    return PlanReview.objects.select_for_update().filter(pk=review).first()


def written(row: PlanReview, kind: str, **detail: Any) -> None:
    """Write a moved review, its duties and the trail."""
    row.version += 1
    with as_system():
        row.save()
        settle(row.pk, KINDS, duties_for(row))
    note(
        kind,
        subject_kind="plan-review",
        subject=row.pk,
        people=[row.person_id],
        detail={"state": row.state, **detail},
    )


def _once(
    row: SignedForm, move: str, reason: str, coversheet: Mapping[str, Any], received_on: date
) -> Answer:
    there = PlanReview.objects.filter(signed_form=row).exclude(state__in=("returned", "withdrawn")).first()
    if there is not None:
        return Done(there.pk, there.number, there.state)
    barred = may_move(SIGNED, move_named(move), current().actor)
    refused = barred.sentence if barred else None
    if row.state != SignedForm.State.SIGNED:
        refused = refused or NOT_SIGNED
    if assigned(row.case_id):
        refused = refused or ASSIGNED
    if refused is not None:
        note("plan-not-sent", subject_kind="signed-form", subject=row.pk, people=[row.person_id])
        return NotAllowed(refused)
    return _sent(row, reason, coversheet, received_on)


def _sent(form: SignedForm, reason: str, coversheet: Mapping[str, Any], received_on: date) -> Done:
    unit = current()
    review = PlanReview(
        id=new_id(),
        number=new_number("RV"),
        signed_form=form,
        case_id=form.case_id,
        organisation_id=form.organisation_id,
        person_id=form.person_id,
        reason=reason,
        received_on=received_on,
        received_at=unit.at,
        complete=_complete(form),
        due_on=review_due(received_on),
    )
    review.coversheet = seal_json(review, "coversheet", coversheet)
    with as_system():
        review.save(force_insert=True)
        settle(review.pk, KINDS, duties_for(review))
        for old in PlanReview.objects.filter(case=form.case_id, state=PlanReview.State.RETURNED):
            settle(old.pk, KINDS, duties_for(old, corrected=True))
    note("plan-sent", subject_kind="plan-review", subject=review.pk, people=[review.person_id])
    with as_system():
        tell_provider(
            review.organisation_id,
            key=f"plan-sent/{review.pk}",
            subject=f"Plan received for review: {review.number}",
            body=f"Program Integrity has the plan under {review.number} and reviews it by {review.due_on:%m/%d/%Y}.",
            first=unit.actor.account,
            about=[review.case],
        )
    return Done(review.pk, review.number, review.state)


def _complete(form: SignedForm) -> bool:
    """Signed by both and with every component: only such a version counts as received (policy/tar.py)."""
    on = current().on
    facts = with_record(forms.opened(form).plan, on_record(form.organisation_id, form.person_id, on))
    return not any(one.state is State.UNKNOWN for one in to_mend(judge_plan(facts, on)))
