"""Beginning a plan: one draft a case, whoever begins it; a plan that is in force is amended, not begun anew."""

from typing import Any
from uuid import UUID

from portal.casework import kinds
from portal.casework.models import Case, SignedForm
from portal.casework.results import NotAllowed, NotFound
from portal.kernel import drafts
from portal.kernel.documents.words import EASTERN, long_date
from portal.kernel.unit import current
from portal.policy.roles import Permission
from portal.tickets.models import Assignment

FORM_VERSION = "2025-12"
# Beside the answers of a draft: by part, where answers come from that nobody has looked at yet.
ORIGIN = "origin"
LIVE = (SignedForm.State.TO_SIGN, SignedForm.State.SIGNED)


def start_plan(*, case: UUID, answers: dict[str, Any] | None = None) -> UUID | NotAllowed | NotFound:
    """The case's open draft of a plan, begun now where there is none.

    A plan that was signed and is not assigned yet may be written anew, from its own answers: the new one replaces it
    once it is locked. A second plan begins with the answers of the last one of the case; `answers` are what a first
    one begins with.
    """
    if not current().actor.may(Permission.WORK_CASEWORK):
        return NotAllowed("Your role does not include writing plans.")
    row = Case.objects.select_for_update().filter(pk=case, organisation=current().actor.organisation).first()
    if row is None:
        return NotFound()
    there = open_draft(case)
    if there is not None:
        return there
    if row.closed_on is not None:
        return NotAllowed("This case is closed. A new plan needs a new case.")
    live = SignedForm.objects.filter(case=case, kind=SignedForm.Kind.IWP, state__in=LIVE).first()
    refused = not_startable(live, case)
    if refused is not None:
        return refused
    begun = drafts.start(
        form=kinds.IWP,
        form_version=FORM_VERSION,
        person=row.person_id,
        subject=case,
        answers=_of(live) if live else _of_last(case) or answers or {},
    )
    return begun.id


def open_draft(case: UUID) -> UUID | None:
    """The organisation's open draft of a plan for the case."""
    return drafts.open_about(case).get(kinds.IWP)


def assigned(case: UUID) -> bool:
    """Was a Ticket assigned from this case? The assignment has the case's ID."""
    return Assignment.objects.filter(pk=case).exists()


def marked(answers: dict[str, Any], where: str) -> dict[str, Any]:
    """Answers that come from somewhere else, each part marked until somebody has looked at it."""
    return {**answers, ORIGIN: dict.fromkeys(answers, where)}


def _of_last(case: UUID) -> dict[str, Any]:
    """The answers of the case's last plan that was withdrawn, replaced or has ended; none where there was none."""
    last = (
        SignedForm.objects.filter(case=case, kind=SignedForm.Kind.IWP).order_by("-locked_at", "-id").first()
    )
    # What was signed on paper was that plan.
    answers = {
        slug: one for slug, one in (_of(last) if last else {}).items() if slug not in (ORIGIN, "paper")
    }
    if last is None or not answers:
        return {}
    return marked(answers, f"plan {last.number} of {long_date(last.locked_at.astimezone(EASTERN).date())}")


def not_startable(live: SignedForm | None, case: UUID) -> NotAllowed | None:
    """Why no plan can be begun beside the one that lives; None when it can."""
    if live is None:
        return None
    if live.state == SignedForm.State.TO_SIGN:
        return NotAllowed(
            f"Plan {live.number} is locked and waits for signatures. Unlock it to change it: both then sign anew."
        )
    if assigned(case):
        return NotAllowed(f"Plan {live.number} is in force. A signed plan is amended, never changed.")
    return None


def _of(form: SignedForm) -> dict[str, Any]:
    """The answers a locked form was written with: its draft has the form's ID.

    Who signed one that the mail room entered from paper is of that paper alone.
    """
    draft = drafts.read(form.pk)
    answers = draft.answers if draft is not None else {}
    if form.way == SignedForm.Way.PAPER:
        return {slug: one for slug, one in answers.items() if slug != "paper"}
    return answers
