"""Closing a cost-reimbursement case and correcting a closing: the Ticket, the agency's file and the mail in one unit."""

from uuid import UUID

from portal.casework.agency.windows import window_duties
from portal.casework.kinds import VR_WINDOW
from portal.casework.models import Case, SignedForm
from portal.casework.services.end_case import end_case
from portal.casework.services.notices import tell
from portal.kernel.duties import settle
from portal.kernel.models import Duty
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.tickets.models import VrCase
from portal.tickets.results import NotDone, VrCaseClosed
from portal.tickets.services.vr_case import close_vr_case, correct_closing
from portal.tickets.services.vr_case_at import Closing

OTHER_OPEN = (
    "Your agency has opened another case file on this person since, so this one cannot be opened again. Close the other "
    "one first."
)
_SUBJECT = "A cost-reimbursement case was {what}: {number}"
_BODY = (
    "The cost-reimbursement case with number {number} was {what}.\n\n"
    "The portal says from which day, and what follows for the Ticket."
)


def close(*, closing: Closing) -> VrCaseClosed | NotDone:
    """Close the agency's case; its file is closed with it."""
    answer = close_vr_case(closing=closing)
    if isinstance(answer, VrCaseClosed) and answer.closed_on is not None:
        file = _file(answer.number, closing.agency)
        if file is not None:
            with as_system():
                end_case(file.pk, answer.closed_on, Case.ClosedWhy.VR_CLOSED)
        _told(answer.number, file, "closed")
    return answer


def correct(*, closing: Closing) -> VrCaseClosed | NotDone:
    """Correct the closing; where there never was one, the agency's file is open again with what was signed in it."""
    file = _file(closing.number, closing.agency)
    reopens = closing.closes_on is None
    if reopens and file is not None and _another_open(file):
        return NotDone(OTHER_OPEN)
    answer = correct_closing(closing=closing)
    if isinstance(answer, VrCaseClosed):
        if file is not None and reopens:
            _open_again(file)
        _told(answer.number, file, "opened again" if reopens else "corrected")
    return answer


def settle_window(case: UUID) -> None:
    """Make the duty of the change window agree with the case."""
    with as_system():
        row = VrCase.objects.filter(case=case, superseded_at=None).first()
        settle(case, {VR_WINDOW}, window_duties(row, current().on) if row else ())


def passed() -> list[UUID]:
    """Files of cases whose 90 days are over, and on whose list they still stand."""
    with as_system():
        rows = Duty.objects.filter(kind=VR_WINDOW, closed_at=None, due_on__lt=current().on)
        return list(rows.values_list("subject", flat=True))


def _file(number: str, agency: UUID | None) -> Case | None:
    mine = VrCase.objects.filter(number=number, organisation=agency, superseded_at=None)
    case = mine.values_list("case", flat=True).first()
    return Case.objects.filter(pk=case).first() if case else None


def _another_open(file: Case) -> bool:
    mine = Case.objects.filter(organisation=file.organisation_id, person=file.person_id, closed_on=None)
    return mine.exclude(pk=file.pk).exists()


def _open_again(file: Case) -> None:
    with as_system():
        row = Case.objects.select_for_update().get(pk=file.pk)
        row.closed_on, row.closed_why, row.version = None, "", row.version + 1
        row.save(update_fields=["closed_on", "closed_why", "version"])
        for form in SignedForm.objects.select_for_update().filter(
            case=row, kind=SignedForm.Kind.SSA_1365, state=SignedForm.State.ENDED
        ):
            form.state, form.ended_on, form.version = SignedForm.State.SIGNED, None, form.version + 1
            form.save(update_fields=["state", "ended_on", "version"])
    note("case-opened-again", subject_kind="case", subject=file.pk, people=[file.person_id])


def _told(number: str, file: Case | None, what: str) -> None:
    if file is None:
        return
    settle_window(file.pk)
    with as_system():
        recording = (
            VrCase.objects.filter(number=number, superseded_at=None).values_list("pk", flat=True).get()
        )
        tell(
            file,
            key=f"vr-case/{recording}",
            subject=_SUBJECT.format(what=what, number=number),
            body=_BODY.format(what=what, number=number),
        )
