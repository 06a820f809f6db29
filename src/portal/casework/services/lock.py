"""Locking a plan or amendment for signing: judged once more, its content and digest fixed for ever (row D5)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.models import Case, SignedForm
from portal.casework.plan.content import digest
from portal.casework.plan.duties import settle_form
from portal.casework.plan.refusals import sentences
from portal.casework.results import Locked, NotAllowed
from portal.casework.sealing import seal
from portal.casework.services.lockable import LOCKABLE, Judged, Lockable
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.models import Draft
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.amendment import AmendmentFacts
from portal.policy.plan import to_mend
from portal.policy.plan_facts import PlanFacts


class OnPaper(NamedTuple):
    """Where the signed form itself is: its file, how it came about, and the day it came in."""

    way: str
    file: UUID
    received_on: date


def lock(
    *, draft: UUID, revision: int, facts: PlanFacts | AmendmentFacts, paper: OnPaper | None = None
) -> Locked | Conflict | Closed | NotAllowed:
    """Lock the draft as it stood at `revision` for signing. The form takes the draft's ID: locking twice is once."""
    row = drafts.locked(draft)
    if row is not None and row.state == Draft.State.SUBMITTED:
        return _locked_before(draft) or Closed(row.state)
    refused = drafts.refusal(row, revision)
    if row is None or row.subject is None or row.person is None or refused is not None:
        return refused or Closed("")
    case, unlockable = _lockable(row, row.subject)
    if case is None or unlockable is not None:
        return unlockable or Closed("")
    making = LOCKABLE[row.form]
    judged = making.judged(row, case, facts)
    wrong = to_mend(judged.decision)
    if wrong:
        names = [one.test.name for one in wrong]
        note(
            f"{making.noun}-not-locked",
            subject_kind="draft",
            subject=draft,
            people=[row.person],
            detail={"checks": names},
        )
        return NotAllowed(sentences(wrong[:1]), judged.decision)
    form = _form(row, case, making, judged, paper)
    with as_system():
        if making.replaces is not None:
            making.replaces(form.case_id)
        form.save(force_insert=True)
        settle_form(form)
    drafts.close_submitted(row)
    note(
        f"{making.noun}-locked",
        subject_kind="signed-form",
        subject=form.pk,
        people=[form.person_id],
        detail={"number": form.number, "digest": bytes(form.digest).hex()},
    )
    return Locked(form.pk, form.number)


def _locked_before(draft: UUID) -> Locked | None:
    form = SignedForm.objects.filter(pk=draft).first()
    return None if form is None else Locked(form.pk, form.number)


def _lockable(row: Draft, subject: UUID) -> tuple[Case | None, NotAllowed | None]:
    """The case, locked until the unit ends; and why nothing of it can be locked for signing now."""
    if row.form not in LOCKABLE:
        return None, NotAllowed("This draft is not a plan.")
    if not current().actor.may(LOCKABLE[row.form].by):
        return None, NotAllowed("Your role does not include writing plans.")
    case = Case.objects.select_for_update().filter(pk=subject).first()
    if case is None or case.closed_on is not None:
        return None, NotAllowed("This case is closed. A new plan needs a new case.")
    return case, LOCKABLE[row.form].refusal(case)


def _form(row: Draft, case: Case, making: Lockable, judged: Judged, paper: OnPaper | None) -> SignedForm:
    unit = current()
    form = SignedForm(
        id=row.pk,
        number=new_number(making.numbered),
        kind=making.kind,
        ordinal=judged.ordinal,
        way=paper.way if paper else SignedForm.Way.ONLINE,
        case=case,
        organisation_id=row.organisation,
        person_id=case.person_id,
        digest=digest(judged.text),
        terms_version=judged.terms_version,
        file_id=paper.file if paper else None,
        received_on=paper.received_on if paper else None,
        locked_at=unit.at,
        locked_by=unit.actor.account,
        locked_by_name=unit.actor.name,
    )
    form.content = seal(form, "content", judged.text)
    return form
