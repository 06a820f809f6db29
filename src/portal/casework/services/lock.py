"""Locking a plan for signing: judged once more, its content and digest fixed for ever (row D5)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework import kinds
from portal.casework.models import Case, SignedForm
from portal.casework.plan import content
from portal.casework.plan.content import digest
from portal.casework.plan.duties import settle_form
from portal.casework.plan.facts import on_record, with_record
from portal.casework.plan.refusals import sentences
from portal.casework.results import Locked, NotAllowed
from portal.casework.sealing import seal
from portal.casework.services.start_plan import LIVE, assigned
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.models import Draft
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.plan import judge_plan, to_mend
from portal.policy.plan_facts import PlanFacts
from portal.policy.roles import Permission


class OnPaper(NamedTuple):
    """Where the signed plan itself is: its file, how it came about, and the day it came in."""

    way: str
    file: UUID
    received_on: date


def lock(
    *, draft: UUID, revision: int, facts: PlanFacts, paper: OnPaper | None = None
) -> Locked | Conflict | Closed | NotAllowed:
    """Lock the draft as it stood at `revision` for signing. The form takes the draft's ID: locking twice is once."""
    row = drafts.locked(draft)
    if row is not None and row.state == Draft.State.SUBMITTED:
        return _locked_before(draft) or Closed(row.state)
    refused = drafts.refusal(row, revision)
    if row is None or row.subject is None or row.person is None or refused is not None:
        return refused or Closed("")
    unlockable = _refusal(row, row.subject)
    if unlockable is not None:
        return unlockable
    unit = current()
    whole = with_record(facts, on_record(row.organisation, row.person, unit.on))
    decision = judge_plan(whole, unit.on)
    wrong = to_mend(decision)
    if wrong:
        names = [one.test.name for one in wrong]
        note(
            "plan-not-locked",
            subject_kind="draft",
            subject=draft,
            people=[row.person],
            detail={"checks": names},
        )
        return NotAllowed(sentences(wrong[:1]), decision)
    form = _form(row, row.subject, row.person, paper)
    _fill(form, content.plan_written(whole, decision.to_json()), whole)
    with as_system():
        _replace(form.case_id)
        form.save(force_insert=True)
        settle_form(form)
    drafts.close_submitted(row)
    note(
        "plan-locked",
        subject_kind="signed-form",
        subject=form.pk,
        people=[form.person_id],
        detail={"number": form.number, "digest": bytes(form.digest).hex()},
    )
    return Locked(form.pk, form.number)


def _locked_before(draft: UUID) -> Locked | None:
    form = SignedForm.objects.filter(pk=draft).first()
    return None if form is None else Locked(form.pk, form.number)


def _refusal(row: Draft, subject: UUID) -> NotAllowed | None:
    if not current().actor.may(Permission.WORK_CASEWORK):
        return NotAllowed("Your role does not include writing plans.")
    if row.form != kinds.IWP:
        return NotAllowed("This draft is not a plan.")
    case = Case.objects.select_for_update().filter(pk=subject).first()
    if case is None or case.closed_on is not None:
        return NotAllowed("This case is closed. A new plan needs a new case.")
    live = SignedForm.objects.filter(case=subject, kind=SignedForm.Kind.IWP, state__in=LIVE).first()
    if live is not None and (live.state == SignedForm.State.TO_SIGN or assigned(case.pk)):
        return NotAllowed(f"Plan {live.number} is there already. Unlock it, or amend it once it is in force.")
    return None


def _form(row: Draft, case: UUID, person: UUID, paper: OnPaper | None) -> SignedForm:
    unit = current()
    return SignedForm(
        id=row.pk,
        number=new_number("PL"),
        kind=SignedForm.Kind.IWP,
        way=paper.way if paper else SignedForm.Way.ONLINE,
        case_id=case,
        organisation_id=row.organisation,
        person_id=person,
        file_id=paper.file if paper else None,
        received_on=paper.received_on if paper else None,
        locked_at=unit.at,
        locked_by=unit.actor.account,
        locked_by_name=unit.actor.name,
    )


def _fill(form: SignedForm, text: str, facts: PlanFacts) -> None:
    form.digest = digest(text)
    form.terms_version = facts.terms.version or ""
    form.content = seal(form, "content", text)


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
