"""Determining a request: shared by submission, answers, and the analysts' desk."""

from typing import Any

from django.db import IntegrityError, transaction

from portal.earnings.services.proving import prove
from portal.kernel import decisions
from portal.kernel.copy_text import JsonText
from portal.kernel.ids import new_id
from portal.kernel.made import made
from portal.kernel.models import StoredDecision, StoredFile
from portal.kernel.outbox import enqueue
from portal.kernel.unit import as_system, current
from portal.payments.course import course
from portal.payments.judging import Judged, judge_request, paid_month, share_place
from portal.payments.models import Determination, PaymentRequest
from portal.payments.moves import ENDED
from portal.payments.services.awarding import award, draw_for_quality
from portal.payments.services.notices import write_notice
from portal.payments.services.steps import SYSTEM_NAME, make_move
from portal.payments.services.tell_phase import TELL_PHASE
from portal.policy.core import Month

TRIES = 3
# Months in the window of each milestone (PAY-07).
_WINDOWS = {"P1M2": 6, "P1M3": 12, "P1M4": 18}
_MOVED = ("state", "version", "denial_code", "amount_cents", "decided_on")


def determine(request: PaymentRequest) -> Judged:
    """Let the rules determine a submitted request, as far as they may (decisions.md, "Who decides").

    The Ticket is locked by the caller. A payment granted by another way meanwhile breaks a constraint; then
    the facts are gathered and judged again.
    """
    before = {name: getattr(request, name) for name in _MOVED}, request._state.adding
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return _determine_once(request)
        except IntegrityError:
            request.__dict__.update(before[0])
            request._state.adding = before[1]
    return _determine_once(request)


def _determine_once(request: PaymentRequest) -> Judged:
    judged = judge_request(request)
    follows = course(judged.decision, twin=has_twin(request), scanning=_scanning(request))
    if follows is None:
        with as_system():
            request.save()
        return judged
    request.denial_code = follows.denial_code
    request.amount_cents = follows.amount_cents
    request.decided_on = current().on if follows.determined in ("approve", "deny") else None
    make_move(request, follows.move, by_system=True, detail={"outcome": judged.decision.outcome})
    record(request, judged, determined=follows.determined, by_system=True)
    return judged


def record(
    request: PaymentRequest, judged: Judged, *, determined: str, by_system: bool = False, told: str = ""
) -> Determination:
    """Store the decision on a request that has just moved; award, draw a sample and tell, as it asks for.

    `told` names the words of the mail, where they are not those of what is determined.
    """
    with as_system():
        stored = decisions.store(
            facts=judged.facts,
            answer=judged.answer,
            subject_kind="payment-request",
            subject=request.pk,
            person=request.person_id,
        )
        determination = determination_row(request, stored, determined, judged.shown, by_system=by_system)
        determination.save(force_insert=True)
        if determined == "approve":
            month = paid_month(judged.decision, request.claim_month)
            award(request, month, request.amount_cents or 0, share_place(judged.facts, month))
            enqueue(TELL_PHASE, request.assignment_id)
            if request.form == PaymentRequest.Form.EVIDENTIARY:
                prove(request.person_id, request.organisation_id, request.pk, window(request.asks, month))
        if determined in ("approve", "deny"):
            draw_for_quality(determination)
        if determined != "refer":
            write_notice(request, determination, told or determined)
    return determination


def determination_row(
    request: PaymentRequest,
    stored: StoredDecision,
    determined: str,
    shown: dict[str, Any] | JsonText,
    *,
    by_system: bool,
) -> Determination:
    """The determination of a request as it stands after its move, not yet written."""
    unit = current()
    return made(
        Determination,
        id=new_id(),
        request=request,
        organisation=request.organisation_id,
        decision=stored,
        outcome=stored.outcome,
        determined=determined,
        denial_code=request.denial_code if determined == "deny" else "",
        amount_cents=request.amount_cents if determined == "approve" else None,
        by="system" if by_system else unit.actor.label,
        by_name=SYSTEM_NAME if by_system else unit.actor.name,
        at=unit.at,
        on=unit.on,
        shown=shown,
    )


def has_twin(request: PaymentRequest) -> bool:
    """Has this provider the same claim open or paid already?"""
    return (
        PaymentRequest.objects.filter(
            ticket=request.ticket_id,
            organisation=request.organisation_id,
            asks=request.asks,
            claim_month=request.claim_month,
        )
        .exclude(pk=request.pk)
        .exclude(state__in=ENDED)
        .exists()
    )


def window(kind: str, month: Month) -> list[Month]:
    """The months whose earnings the award stands on."""
    return [month.plus(-back) for back in range(_WINDOWS.get(kind, 1))]


def _scanning(request: PaymentRequest) -> bool:
    """Does any paper that came with the request still wait for the scanner?"""
    if request.submission is None:
        return False
    return StoredFile.objects.filter(
        subject__in=(request.submission.draft_id, request.pk), state=StoredFile.State.WAITING
    ).exists()
