"""What is typed from a form on paper: a draft in the provider's file, kept until the form is entered (row L3)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from portal.casework import kinds
from portal.casework.models import Case, SignedForm
from portal.casework.services.agency_form import ASSIGNED
from portal.casework.services.lockable import LOCKABLE
from portal.casework.services.start_plan import FORM_VERSION, assigned
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict, Kept
from portal.kernel.models import Draft
from portal.kernel.results import Changed, NotAllowed, NotFound
from portal.kernel.unit import as_system
from portal.support.models import PaperItem
from portal.support.services.moving import refuse, take_hold

Kind = PaperItem.Kind
FORMS: Mapping[str, str] = {
    Kind.PLAN: kinds.IWP_ON_PAPER,
    Kind.AMENDMENT: kinds.AMENDMENT_ON_PAPER,
    Kind.SSA_1365: kinds.SSA_1365_ON_PAPER,
}
CLOSED = (
    "This case is closed, so no form can be entered in it. Send the paper back, or put it to another case."
)
NOT_A_FORM = "This paper is no form that is typed in."
WAITS = (
    "{} is written in the portal already, and waits for its signatures. Send the paper back: its provider enters the"
    " signed page there."
)
NOT_THEIRS = "{} sends no such form. Put the paper to the case as what it is, or to the case of who sent it."


def barred(row: PaperItem, case: Case | None) -> str | None:
    """Why nothing can be entered from this form as its case stands now, in a sentence. Reads only."""
    if row.organisation is None or row.kind not in FORMS:
        return NOT_A_FORM
    if (row.organisation.kind == "SVRA") != (row.kind == Kind.SSA_1365):
        return NOT_THEIRS.format(row.organisation.name)
    if case is None or case.closed_on is not None:
        return CLOSED
    if row.kind == Kind.SSA_1365:
        return ASSIGNED if assigned(case.pk) else None
    making = LOCKABLE[FORMS[row.kind]]
    refused = making.refusal(case)
    if refused is None:
        return None
    waits = SignedForm.objects.filter(case=case, kind=making.kind, state=SignedForm.State.TO_SIGN)
    number = waits.values_list("number", flat=True).first()
    return WAITS.format(number) if number else refused.sentence


def keep(
    *, paper: UUID, version: int, revision: int, answers: Mapping[str, Any]
) -> Kept | Conflict | Changed | NotAllowed | NotFound:
    """Keep what was typed. `revision` is that of the page, -1 where nothing was kept yet; the same twice is once."""
    row = take_hold(paper, version, "enter")
    if not isinstance(row, PaperItem):
        return row
    if row.kind not in FORMS or row.organisation_id is None or row.person_id is None or row.case is None:
        return refuse(row, "enter", NOT_A_FORM)
    with as_system():
        if row.draft is None:
            return _begun(row, row.organisation_id, row.person_id, row.case, answers)
        answer = drafts.keep(draft=row.draft, revision=revision, answers=answers)
    if isinstance(answer, Closed):
        return Changed()
    if isinstance(answer, Conflict) and answer.answers == answers:
        return Kept(answer.revision)
    return answer


def give_up(row: PaperItem) -> None:
    """Close what was typed from a paper that turned out to be something else, or is not entered."""
    if row.draft is None:
        return
    with as_system():
        there = drafts.locked(row.draft)
        if there is not None and there.state == Draft.State.OPEN:
            there.state = Draft.State.CANCELLED
            drafts.changed(there, "draft-cancelled")
    row.draft = None


def _begun(row: PaperItem, organisation: UUID, person: UUID, case: UUID, answers: Mapping[str, Any]) -> Kept:
    draft = drafts.begun(
        form=FORMS[row.kind],
        form_version=FORM_VERSION,
        organisation=organisation,
        person=person,
        subject=case,
        answers=answers,
    )
    row.draft = draft.id
    row.save(update_fields=["draft"])
    return Kept(draft.revision)
