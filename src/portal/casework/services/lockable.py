"""What locking has of its own for each form: who may be before it, on what it is judged, in which words it is kept."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from portal.casework import kinds
from portal.casework.models import Case, SignedForm
from portal.casework.plan import content
from portal.casework.plan.amended import amendment_written
from portal.casework.plan.amending import with_plan
from portal.casework.plan.duties import settle_form
from portal.casework.plan.facts import on_record, with_record
from portal.casework.plan.in_force import in_force
from portal.casework.results import NotAllowed
from portal.casework.services.start_amendment import not_amendable
from portal.casework.services.start_plan import LIVE, assigned
from portal.kernel.models import Draft
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.policy.amendment import AmendmentFacts, judge_amendment
from portal.policy.core import Decision
from portal.policy.plan import judge_plan
from portal.policy.plan_facts import PlanFacts
from portal.policy.roles import Permission


class Judged(NamedTuple):
    """A form as it would be locked: the answer of the law, the one text of its content, its place among its kind."""

    decision: Decision
    text: str
    ordinal: int = 0
    terms_version: str = ""


class Lockable(NamedTuple):
    """A form that can be locked. `refusal` and `judged` are asked under the lock of the case, `by` says who may."""

    noun: str
    kind: SignedForm.Kind
    numbered: str
    refusal: Callable[[Case], NotAllowed | None]
    judged: Callable[[Draft, Case, Any], Judged]
    replaces: Callable[[UUID], None] | None = None
    by: Permission = Permission.WORK_CASEWORK


def _no_plan_there(case: Case) -> NotAllowed | None:
    live = SignedForm.objects.filter(case=case, kind=SignedForm.Kind.IWP, state__in=LIVE).first()
    if live is not None and (live.state == SignedForm.State.TO_SIGN or assigned(case.pk)):
        return NotAllowed(f"Plan {live.number} is there already. Unlock it, or amend it once it is in force.")
    return None


def _plan(row: Draft, case: Case, facts: PlanFacts) -> Judged:
    on = current().on
    whole = with_record(facts, on_record(row.organisation, case.person_id, on))
    decision = judge_plan(whole, on)
    text = content.plan_written(whole, decision.to_json())
    return Judged(decision, text, terms_version=whole.terms.version or "")


def _amendment(row: Draft, case: Case, facts: AmendmentFacts) -> Judged:
    on = current().on
    plan = in_force(case.pk)
    whole = with_plan(facts, on_record(row.organisation, case.person_id, on), plan)
    decision = judge_amendment(whole, on)
    ordinal = plan.amendments + 1 if plan else 1
    text = amendment_written(plan, whole, ordinal, decision.to_json()) if plan else ""
    return Judged(decision, text, ordinal)


def _replace(case: UUID) -> None:
    """A plan that was signed and is written anew before any assignment has no force any more."""
    for form in SignedForm.objects.select_for_update().filter(
        case=case, kind=SignedForm.Kind.IWP, state=SignedForm.State.SIGNED
    ):
        form.state = SignedForm.State.REPLACED
        form.version += 1
        form.save(update_fields=["state", "version"])
        settle_form(form)
        note("plan-replaced", subject_kind="signed-form", subject=form.pk, people=[form.person_id])


_IWP = Lockable("plan", SignedForm.Kind.IWP, "PL", _no_plan_there, _plan, _replace)
_AMENDMENT = Lockable("amendment", SignedForm.Kind.AMENDMENT, "AM", not_amendable, _amendment)
LOCKABLE: Mapping[str, Lockable] = {
    kinds.IWP: _IWP,
    kinds.AMENDMENT: _AMENDMENT,
    kinds.IWP_ON_PAPER: _IWP._replace(by=Permission.WORK_MAIL_ROOM),
    kinds.AMENDMENT_ON_PAPER: _AMENDMENT._replace(by=Permission.WORK_MAIL_ROOM),
}
