"""Form SSA-1365: begun as a draft of a case, submitted once, kept as it was signed (row C6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.casework import kinds
from portal.casework.agency.answers import FORM_VERSION, AgencyAnswers
from portal.casework.models import Case, Signature, SignedForm
from portal.casework.plan.content import digest, written
from portal.casework.plan.words import Section
from portal.casework.results import NotAllowed, NotFound
from portal.casework.sealing import seal
from portal.casework.services.assign_case import follow_up
from portal.casework.services.notices import tell
from portal.casework.services.record_intake import locked_case
from portal.casework.services.vr_case import settle_window
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.ids import new_id
from portal.kernel.models import Draft, StoredFile
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.roles import Permission
from portal.policy.signatures import SignatureFacts, latest
from portal.tickets.models import Assignment
from portal.tickets.results import Assigned, NotDone, VrCaseOpened
from portal.tickets.services.agency_form import AgencyForm, hold_ticket, take_form

NOT_YOURS = "Your role does not include State VR agency forms. Ask your agency's administrator."
CLOSED = "This case is closed. A new form needs a new case."
ASSIGNED = (
    "The Ticket is assigned to the agency from this case. The payment option cannot be changed any more."
)
INFECTED = "The scanner found malware in the scanned page. Upload another scan, or send the form without it."
# Who may submit a draft of the form.
_BY = {kinds.SSA_1365: Permission.WORK_VR_CASES, kinds.SSA_1365_ON_PAPER: Permission.WORK_MAIL_ROOM}
_SUBJECT = "Form SSA-1365 was submitted: {number}"
_BODY = (
    "Form SSA-1365 with number {number} was submitted for your case {case}. A cost-reimbursement case, number {vr}, "
    "is open from {day}.\n\nThrough {last} your agency can still change it to an assignment."
)
_ASSIGNED_BODY = (
    "Form SSA-1365 with number {number} was submitted for your case {case}. The Ticket is assigned to your agency "
    "from {day}."
)


@dataclass(frozen=True, slots=True)
class Submitted:
    """The form is submitted; `number` is the one to quote."""

    form: UUID
    number: str


def start_form(*, case: UUID, first: dict[str, Any] | None = None) -> UUID | NotAllowed | NotFound:
    """The case's open draft of the form, begun now where there is none.

    After a form for cost reimbursement it begins with that form's answers, for the change to assignment; else with
    `first`.
    """
    if not current().actor.may(Permission.WORK_VR_CASES):
        return NotAllowed(NOT_YOURS)
    row = locked_case(case)
    if row is None:
        return NotFound()
    there = open_draft(case)
    if there is not None:
        return there
    if row.closed_on is not None:
        return NotAllowed(CLOSED)
    if Assignment.objects.filter(pk=case).exists():
        return NotAllowed(ASSIGNED)
    begun = drafts.start(
        form=kinds.SSA_1365,
        form_version=FORM_VERSION,
        person=row.person_id,
        subject=case,
        answers=_before(case) or first or {},
    )
    return begun.id


def open_draft(case: UUID) -> UUID | None:
    """The agency's open draft of the form for the case."""
    return next((one.id for one in drafts.open_drafts(kinds.SSA_1365) if one.subject == case), None)


def submit_form(
    *,
    draft: UUID,
    revision: int,
    answers: AgencyAnswers,
    shown: Sequence[Section],
    received_on: date | None = None,
) -> Submitted | Conflict | Closed | NotAllowed | NotDone:
    """Submit the draft as it stood at `revision`: the case is opened or the Ticket assigned, and the form kept.

    The draft's ID is the idempotency key: submitting twice gives the first number. A refusal leaves the draft open.
    `received_on` is the day on which a form came in that the mail room enters from paper.
    """
    row = drafts.locked(draft)
    if row is not None and row.state == Draft.State.SUBMITTED:
        return _before_submitted(draft) or Closed(row.state)
    refused = drafts.refusal(row, revision)
    if row is None or row.form not in _BY or row.subject is None or refused is not None:
        return refused or Closed("")
    if row.person is not None:
        hold_ticket(row.person)
    case = Case.objects.select_for_update().filter(pk=row.subject, organisation=row.organisation).first()
    unfit = _unfit(case, answers, _BY[row.form])
    if case is None or unfit is not None:
        return unfit or Closed("")
    asked = answers.form(
        case=case.pk, person=case.person_id, organisation=case.organisation_id, entered_on=received_on
    )
    done = take_form(form=asked)
    if isinstance(done, NotDone):
        return done
    form = _kept(row, case, answers, shown, asked)
    _sign(form, answers, asked.signatures)
    drafts.close_submitted(row)
    note(
        "agency-form-submitted",
        subject_kind="signed-form",
        subject=form.pk,
        people=[form.person_id],
        detail={"number": form.number, "payment": answers.payment},
    )
    _follow(case, form, done)
    return Submitted(form.pk, form.number)


def _before(case: UUID) -> dict[str, Any]:
    live = SignedForm.objects.filter(
        case=case, kind=SignedForm.Kind.SSA_1365, state=SignedForm.State.SIGNED
    ).first()
    opened = drafts.read(live.pk) if live is not None else None
    return opened.answers if opened is not None else {}


def _before_submitted(draft: UUID) -> Submitted | None:
    form = SignedForm.objects.filter(pk=draft).first()
    return None if form is None else Submitted(form.pk, form.number)


def _unfit(case: Case | None, answers: AgencyAnswers, by: Permission) -> NotAllowed | None:
    if not current().actor.may(by):
        return NotAllowed(NOT_YOURS)
    if case is None or case.closed_on is not None:
        return NotAllowed(CLOSED)
    if Assignment.objects.filter(pk=case.pk).exists():
        return NotAllowed(ASSIGNED)
    if answers.scan is None:
        return None
    scan = StoredFile.objects.filter(pk=answers.scan, organisation=case.organisation_id).first()
    return NotAllowed(INFECTED) if scan is None or scan.state == StoredFile.State.INFECTED else None


def _kept(
    row: Draft, case: Case, answers: AgencyAnswers, shown: Sequence[Section], asked: AgencyForm
) -> SignedForm:
    """The form as it was signed; an earlier one of the case is replaced by it."""
    unit = current()
    form = SignedForm(
        id=row.pk,
        number=new_number("SA"),
        kind=SignedForm.Kind.SSA_1365,
        way=SignedForm.Way.PAPER,
        case=case,
        organisation_id=case.organisation_id,
        person_id=case.person_id,
        file_id=answers.scan,
        state=SignedForm.State.SIGNED,
        locked_at=unit.at,
        locked_by=unit.actor.account,
        locked_by_name=unit.actor.name,
        received_on=asked.on,
        in_force_from=latest(asked.signatures),
    )
    text = written(answers.to_json(), shown)
    form.digest = digest(text)
    form.content = seal(form, "content", text)
    with as_system():
        for earlier in SignedForm.objects.select_for_update().filter(
            case=case, kind=SignedForm.Kind.SSA_1365, state=SignedForm.State.SIGNED
        ):
            earlier.state, earlier.version = SignedForm.State.REPLACED, earlier.version + 1
            earlier.save(update_fields=["state", "version"])
        form.save(force_insert=True)
    return form


def _sign(form: SignedForm, answers: AgencyAnswers, signed: SignatureFacts) -> None:
    """Both signatures as the page shows them, entered by who submits the form."""
    unit, parties = current(), Signature.Party
    given = (
        (parties.HOLDER, signed.holder, answers.holder_name, None),
        (parties.PROVIDER, signed.provider, answers.provider_name, answers.provider_account),
    )
    for party, signature, name, account in given:
        if signature is None:
            raise ValueError("both signatures were judged to be there")
        row = Signature(
            id=new_id(),
            signed_form=form,
            organisation_id=form.organisation_id,
            person_id=form.person_id,
            party=party,
            account=account,
            method=signature.method,
            signed_on=signature.signed_on,
            at=unit.at,
            digest=form.digest,
            file_id=answers.scan,
            entered_by=unit.actor.account,
        )
        row.printed_name = seal(row, "printed_name", " ".join(name.split()), form.case_id)
        with as_system():
            row.save(force_insert=True)


def _follow(case: Case, form: SignedForm, done: VrCaseOpened | Assigned) -> None:
    """The duties and the mail that follow; an assignment brings its own besides."""
    if isinstance(done, Assigned):
        body = _ASSIGNED_BODY.format(number=form.number, case=case.number, day=f"{done.assigned_on:%m/%d/%Y}")
        follow_up(case, done)
    else:
        body = _BODY.format(
            number=form.number,
            case=case.number,
            vr=done.number,
            day=f"{done.opened_on:%m/%d/%Y}",
            last=f"{done.change_until:%m/%d/%Y}",
        )
    settle_window(case.pk)
    with as_system():
        tell(
            case,
            key=f"agency-form/{form.number}",
            subject=_SUBJECT.format(number=form.number),
            body=body,
        )
