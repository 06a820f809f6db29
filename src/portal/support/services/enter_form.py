"""Entering a signed form from paper: by the service of its provider's own, then on as it goes from there.

The day the paper came in is the day of its receipt, and of its entry (rows L3, C6, D6, D7).
"""

from collections.abc import Sequence
from uuid import UUID

from portal.casework.agency.answers import AgencyAnswers
from portal.casework.models import Case, SignedForm
from portal.casework.plan.words import Section
from portal.casework.results import Locked
from portal.casework.results import NotAllowed as NotEntered
from portal.casework.services.agency_form import Submitted, submit_form
from portal.casework.services.assign_case import assign_case
from portal.casework.services.enter_signed import Signatory, enter_signed
from portal.casework.services.lock import OnPaper
from portal.casework.services.notices import tell
from portal.integrity.services.send_plan import take_in
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.results import Answer, NotAllowed, NotFound
from portal.kernel.unit import as_system, current
from portal.policy.amendment import AmendmentFacts
from portal.policy.plan_facts import PlanFacts
from portal.providers.rights import assigns_directly
from portal.support.models import PaperItem
from portal.support.services.enter import entered, held, tie
from portal.support.services.keying import barred
from portal.support.services.moving import refuse
from portal.tickets.results import NotAssigned

NOT_KEPT = "Nothing was typed from this paper yet. Type what it says, and keep it."
_SUBJECT = "The mail room entered a signed {kind} of yours: {number}"
_BODY = (
    "The {kind} that came in on paper on {day:%m/%d/%Y} was entered under {number}, from paper {paper}, for your case "
    "{case}. That day counts as the day it came in.{next}\n\nCompare it with what you sent. If something is not as it "
    "was signed, write to Program Integrity and quote both numbers."
)
_NOUNS = {
    PaperItem.Kind.PLAN.value: "plan",
    PaperItem.Kind.AMENDMENT.value: "amendment",
    PaperItem.Kind.SSA_1365.value: "Form SSA-1365",
}
_REVIEWED = " Program Integrity reviews it."
_NOT_ASSIGNED = (
    " The Ticket could not be assigned from it: open the case and choose to assign, and you see why."
)


def enter_form(
    *,
    paper: UUID,
    version: int,
    revision: int,
    facts: PlanFacts | AmendmentFacts,
    holder: Signatory,
    provider: Signatory,
) -> Answer | Conflict:
    """Enter what was typed from a paper, as kept at `revision`, with both signatures on it. All of it, or nothing.

    A plan then goes the way its provider's plans go: to Program Integrity, or into an assignment where the provider
    assigns by itself. What keeps the Ticket from being assigned does not undo the plan.
    """
    row = held(paper, version, scan=True)
    if not isinstance(row, PaperItem) or row.file is None:
        return row if not isinstance(row, PaperItem) else NotFound()
    refused = NOT_KEPT if row.draft is None else _barred(row)
    if row.draft is None or refused is not None:
        return refuse(row, "enter", refused or NOT_KEPT)
    with as_system():
        answer = enter_signed(
            draft=row.draft,
            revision=revision,
            facts=facts,
            paper=OnPaper(SignedForm.Way.PAPER, row.file.pk, row.received_on),
            holder=holder,
            provider=provider,
        )
    if isinstance(answer, Conflict):
        return answer
    if not isinstance(answer, Locked):
        return refuse(row, "enter", answer.sentence if isinstance(answer, NotEntered) else NOT_KEPT)
    tie(row, answer.form)
    done = entered(row, answer.number)
    _tell(row, answer.number, _follow(row, answer.form) if row.kind == PaperItem.Kind.PLAN else "")
    return done


def enter_agency_form(
    *, paper: UUID, version: int, revision: int, answers: AgencyAnswers, shown: Sequence[Section]
) -> Answer | Conflict:
    """Enter a State VR agency's form as kept at `revision`: a case is opened, or the Ticket assigned, as of that day."""
    row = held(paper, version, scan=True)
    if not isinstance(row, PaperItem) or row.file is None:
        return row if not isinstance(row, PaperItem) else NotFound()
    refused = NOT_KEPT if row.draft is None else _barred(row)
    if row.draft is None or refused is not None:
        return refuse(row, "enter", refused or NOT_KEPT)
    with as_system():
        answer = submit_form(
            draft=row.draft, revision=revision, answers=answers, shown=shown, received_on=row.received_on
        )
    if isinstance(answer, Conflict):
        return answer
    if not isinstance(answer, Submitted):
        return refuse(row, "enter", NOT_KEPT if isinstance(answer, Closed) else answer.sentence)
    tie(row, answer.form)
    done = entered(row, answer.number)
    _tell(row, answer.number, "")
    return done


def _barred(row: PaperItem) -> str | None:
    return barred(row, Case.objects.filter(pk=row.case).first() if row.case else None)


def _follow(row: PaperItem, form: UUID) -> str:
    """Send the plan in, or assign the Ticket from it; what its provider is told of that besides their own mails."""
    if row.organisation_id is None or row.case is None:
        raise ValueError("a plan that was entered is in a case")
    if assigns_directly(row.organisation_id, current().on):
        answer = assign_case(case=row.case, entered_on=row.received_on)
        return _NOT_ASSIGNED if isinstance(answer, NotAssigned) else ""
    channel = str(PaperItem.Channel(row.channel).label)
    sent = take_in(form=form, received_on=row.received_on, channel=channel, paper=row.number)
    return "" if isinstance(sent, NotAllowed | NotFound) else _REVIEWED


def _tell(row: PaperItem, number: str, then: str) -> None:
    if row.case is None:
        raise ValueError("a form that was entered is in a case")
    kind = _NOUNS[row.kind]
    with as_system():
        case = Case.objects.get(pk=row.case)
        tell(
            case,
            key=f"form-on-paper/{row.pk}",
            subject=_SUBJECT.format(kind=kind, number=number),
            body=_BODY.format(
                kind=kind, number=number, day=row.received_on, paper=row.number, case=case.number, next=then
            ),
        )
