"""Answers to a review, by the provider, the Ticketholder, or from a paper; each judged at once (TPR-05, TPR-07)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.casework.models import Case
from portal.casework.services.notices import tell_provider
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.models import Draft
from portal.kernel.numbers import new_number
from portal.kernel.results import Answer, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.progress_facts import Replier
from portal.policy.roles import Permission
from portal.progress.models import ProgressReply, ProgressReview
from portal.progress.moves import OPEN, STATE_WORDS
from portal.progress.services.going_on import go_on
from portal.progress.services.moving import held, refuse
from portal.progress.states import Stated

FORM, FORM_VERSION = "progress-response", "2025-12"
REVIEW = "review"
FORM_NAME = "Timely Progress Review response"
NOT_YOURS = "Your role does not include answering progress reviews. Ask your organization's administrator."
OVER = "This review does not wait for an answer any more. It is now: {}."
NOT_YET = "An answer cannot have come in after today, or before the review began."


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered. `once` makes a form that is sent twice count once; `shown` are its questions and answers."""

    once: UUID
    states: Stated
    shown: Sequence[tuple[str, str]]


def start_response(*, review: UUID) -> UUID | NotAllowed | NotFound:
    """The provider's open draft of the response, begun now where there is none."""
    unit = current()
    if not unit.actor.may(Permission.WORK_CASEWORK):
        return NotAllowed(NOT_YOURS)
    row = ProgressReview.objects.filter(pk=review, organisation=unit.actor.organisation).first()
    if row is None:
        return NotFound()
    if row.state not in OPEN:
        return NotAllowed(OVER.format(STATE_WORDS[row.state]))
    case = _case_of(row)
    if case is None:
        return NotFound()
    held(row.pk, row.ticket_id)
    there = drafts.open_about(case).get(FORM)
    if there is not None:
        return there
    return drafts.start(
        form=FORM,
        form_version=FORM_VERSION,
        person=row.person_id,
        subject=case,
        answers={REVIEW: {"number": [row.number]}},
    ).id


def submit_response(
    *, draft: UUID, revision: int, review: UUID, response: Response
) -> Answer | Conflict | Closed:
    """Submit the provider's response: the draft's ID is the reply's, so twice is once."""
    row = drafts.locked(draft)
    if row is not None and row.state == Draft.State.SUBMITTED:
        return _before(draft) or Closed(row.state)
    refused = drafts.refusal(row, revision)
    if row is None or row.form != FORM or refused is not None:
        return refused or Closed("")
    if not current().actor.may(Permission.WORK_CASEWORK):
        return NotAllowed(NOT_YOURS)
    mine = ProgressReview.objects.filter(pk=review, organisation=row.organisation, person=row.person)
    found = mine.first()
    if found is None or response.once != draft:
        return NotFound()
    answer = _replied(held(found.pk, found.ticket_id), Replier.PROVIDER, response)
    if isinstance(answer, Done):
        drafts.close_submitted(row)
        _confirm(found, answer.number)
    return answer


def _confirm(row: ProgressReview, number: str) -> None:
    """The receipt by mail: its number, of which review, nobody's name (rows B4, K7)."""
    if row.organisation_id is None:
        return
    with as_system():
        tell_provider(
            row.organisation_id,
            key=f"progress-receipt/{number}",
            subject=f"We received your response {number}",
            body=f"We received your response {number} to progress review {row.number}.",
            first=current().actor.account,
            about=list(Case.objects.filter(person=row.person_id, organisation=row.organisation_id)),
        )


def answer_own(*, review: UUID, response: Response) -> Answer:
    """The Ticketholder's own answer; the walls show nobody else's review."""
    if not current().actor.may(Permission.ANSWER_OWN_REVIEW):
        return NotFound()
    return _for(review, response) or NotFound()


def enter_reply(*, review: UUID, response: Response, received_on: date, proven: bool) -> Answer:
    """A Ticketholder's answer on paper, entered by who works on paper; the day it came in counts."""
    if not current().actor.may(Permission.ENTER_TICKET_REQUESTS):
        return NotFound()
    return _for(review, response, received_on, proven=proven) or NotFound()


def _for(
    review: UUID, response: Response, received_on: date | None = None, *, proven: bool = False
) -> Answer | None:
    there = _before(response.once)
    if there is not None:
        return there
    row = ProgressReview.objects.filter(pk=review).first()
    if row is None:
        return None
    return _replied(
        held(row.pk, row.ticket_id), Replier.HOLDER, response, received_on=received_on, proven=proven
    )


def _replied(
    row: ProgressReview,
    by: Replier,
    response: Response,
    *,
    received_on: date | None = None,
    proven: bool = False,
) -> Answer:
    """A reply is taken until the fail notice is sent, and judged with all that is on record."""
    if row.state not in OPEN:
        return refuse(row, "reply", OVER.format(STATE_WORDS[row.state]))
    day = received_on or current().on
    if not row.opened_on <= day <= current().on:
        return refuse(row, "reply", NOT_YET)
    reply = keep_reply(row, by, response, received_on=day, proven=proven)
    go_on(row)
    return Done(row.pk, reply.number, row.state)


def keep_reply(
    row: ProgressReview, by: Replier, response: Response, *, received_on: date, proven: bool = False
) -> ProgressReply:
    """Write what was answered, as it was shown."""
    unit = current()
    shown: list[Any] = [list(one) for one in response.shown]
    reply = ProgressReply(
        id=response.once,
        number=new_number("TA"),
        review=row,
        organisation_id=unit.actor.organisation if by is Replier.PROVIDER else None,
        person_id=row.person_id,
        by=by.value,
        received_on=received_on,
        states=response.states.to_json(),
        shown=shown,
        proven=proven,
        entered_by=unit.actor.label,
        entered_by_name=unit.actor.name,
        entered_at=unit.at,
    )
    with as_system():
        reply.save(force_insert=True)
    note(
        "progress-reply",
        subject_kind="progress-review",
        subject=row.pk,
        people=[row.person_id],
        detail={"reply": reply.number, "by": by.value},
    )
    return reply


def _case_of(row: ProgressReview) -> UUID | None:
    """The provider's file on the person, whose key seals what is typed."""
    cases = Case.objects.filter(person=row.person_id, organisation=row.organisation_id)
    return cases.order_by("-opened_on").values_list("pk", flat=True).first()


def _before(once: UUID) -> Done | None:
    there = ProgressReply.objects.filter(pk=once).select_related("review").first()
    return None if there is None else Done(there.review_id, there.number, there.review.state)
