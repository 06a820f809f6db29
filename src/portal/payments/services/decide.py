"""The analyst's desk: what the rules leave to a person. The rules are asked again at that moment."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel.unit import current
from portal.payments.cost_claims import spans
from portal.payments.course import failed_codes
from portal.payments.judging import Judged, amount_of, judge_request, paid_month
from portal.payments.models import CostClaim, PaymentRequest
from portal.payments.moves import move_named
from portal.payments.results import Answer, NotAllowed
from portal.payments.services.determine import record
from portal.payments.services.locked import done, refuse, take
from portal.payments.services.steps import make_move
from portal.policy.core import Decision, Outcome
from portal.policy.cost_claim import judge_network
from portal.policy.denials import DENIALS
from portal.policy.override import overridden

APPROVE, APPROVE_AFTER_ALL = "approve", "approve-after-all"
DENY, UPHOLD = "deny", "uphold"
APPROVE_AT_SSA, DENY_AT_SSA, SEND_BACK = "approve-at-ssa", "deny-at-ssa", "send-back"
_OTHERWISE = {
    APPROVE: "Refer it to Social Security.",
    APPROVE_AFTER_ALL: "Uphold the denial.",
    APPROVE_AT_SSA: "Deny it, or send it back to the analyst.",
}
_ALL_HOLDS = {
    DENY: "Approve the request, or refer it to Social Security.",
    UPHOLD: "Approve the request, or refer it to Social Security.",
    DENY_AT_SSA: "Approve the request, or send it back to the analyst.",
}


def approve(*, request: UUID, version: int, note: str = "", move: str = APPROVE) -> Answer:
    """Approve, where the rules grant or leave it to a person. What they refuse goes to Social Security.

    `move` is `APPROVE_AFTER_ALL` for a denial that is reconsidered, `APPROVE_AT_SSA` for Social Security, which may
    override some refusals and then says why. Of two approvals of one payment at the same time
    the second is judged again, after the first.
    """
    row = take(request, version, move)
    if not isinstance(row, PaymentRequest):
        return row
    try:
        with transaction.atomic():
            return _approve(row, note, move)
    except IntegrityError:
        # Granted by another way meanwhile: the rules, asked again, refuse it.
        return _approve(PaymentRequest.objects.get(pk=request), note, move)


def _approve(row: PaymentRequest, note: str, move: str) -> Answer:
    judged = judge_request(row)
    refused = _no_override(judged, note) if move == APPROVE_AT_SSA else None
    refused = refused or _no_approval(_asked(judged, move), _OTHERWISE[move], amount_of(judged.decision))
    refused = refused or _reimbursed(row, judged)
    if refused is not None:
        return refuse(row, move, NotAllowed(refused), "policy")
    row.amount_cents = amount_of(judged.decision)
    row.denial_code = ""
    row.decided_on = current().on
    make_move(row, move_named(move), text=note, detail={"outcome": judged.decision.outcome})
    record(row, judged, determined=APPROVE, told=move)
    return done(row)


def deny(*, request: UUID, version: int, code: str, note: str, move: str = DENY) -> Answer:
    """Deny with the code of a failed check; where none failed with it, with the reason in the note.

    `move` is `UPHOLD` for a denial that is reconsidered, `DENY_AT_SSA` for Social Security.
    """
    row = take(request, version, move)
    if not isinstance(row, PaymentRequest):
        return row
    judged = judge_request(row)
    refused = _no_denial(judged, code, note, _ALL_HOLDS[move])
    if refused is not None:
        return refuse(row, move, NotAllowed(refused), "policy")
    row.denial_code, row.amount_cents, row.decided_on = code, None, current().on
    make_move(row, move_named(move), text=note, detail={"outcome": judged.decision.outcome, "code": code})
    record(row, judged, determined=DENY, told=move)
    return done(row)


def return_for_information(*, request: UUID, version: int, note: str, due_on: date) -> Answer:
    """Send the request back to the provider, saying what is needed and by when."""
    row = take(request, version, "return")
    if not isinstance(row, PaymentRequest):
        return row
    if not note.strip():
        return refuse(row, "return", NotAllowed("Say what the provider has to send."), "note")
    if due_on <= current().on:
        return refuse(row, "return", NotAllowed("Give a date after today for the answer."), "due-on")
    make_move(row, move_named("return"), text=note, due_on=due_on)
    record(row, judge_request(row), determined="return")
    return done(row)


def refer_to_ssa(*, request: UUID, version: int, reason: str) -> Answer:
    """Refer the request to Social Security with this determination and the reason."""
    row = take(request, version, "refer-to-ssa")
    if not isinstance(row, PaymentRequest):
        return row
    if not reason.strip():
        return refuse(row, "refer-to-ssa", NotAllowed("Say why Social Security has to decide."), "note")
    make_move(row, move_named("refer-to-ssa"), text=reason)
    record(row, judge_request(row), determined="refer-to-ssa")
    return done(row)


def send_back(*, request: UUID, version: int, question: str) -> Answer:
    """Social Security sends the request back to the analysts, with what it wants to know."""
    row = take(request, version, SEND_BACK)
    if not isinstance(row, PaymentRequest):
        return row
    if not question.strip():
        return refuse(row, SEND_BACK, NotAllowed("Say what the analyst has to answer or mend."), "note")
    make_move(row, move_named(SEND_BACK), text=question)
    return done(row)


def judge_now(request: PaymentRequest) -> dict[str, Any]:
    """What the rules say at this moment, for staff; nothing is written."""
    return judge_request(request).answer


def denial_codes(answer: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Codes to choose from, with their reasons, those of failed checks first and marked."""
    failed = [
        check["denial"]
        for check in answer["checks"]
        if check["state"] == "failed" and check["denial"] is not None
    ]
    if answer.get("denial") in failed:
        failed.insert(0, answer["denial"])
    first = list(dict.fromkeys(failed))
    rest = [code for code in DENIALS if code not in first]
    return [(code, DENIALS[code].reason, code in first) for code in [*first, *rest]]


def _asked(judged: Judged, move: str) -> Decision:
    """The answer that an approval rests on."""
    return overridden(judged.decision) if move == APPROVE_AT_SSA else judged.decision


def _no_override(judged: Judged, note: str) -> str | None:
    overrides = overridden(judged.decision).outcome is not judged.decision.outcome
    if overrides and not note.strip():
        return "The rules refuse this payment. Say in the note why Social Security overrides them."
    return None


def _no_approval(decision: Decision, otherwise: str, amount: int | None) -> str | None:
    primary = decision.primary
    if decision.outcome is Outcome.REFUSE:
        said = primary.test.says if primary else ""
        return f"The rules refuse this payment, because this does not hold: {said} {otherwise}"
    if decision.outcome is Outcome.ASK:
        needs = primary.needs if primary else ""
        return f"The rules cannot decide yet: {needs}. Return the request for information, or wait."
    if not amount:
        return f"The rules give no amount for this payment. {otherwise}"
    return None


def _reimbursed(row: PaymentRequest, judged: Judged) -> str | None:
    """Why not beside costs that a State VR agency was paid for the period (PAY-22)."""
    month = paid_month(judged.decision, row.claim_month)
    against = judge_network(month, spans(row.person_id, CostClaim.State.PAID)).told
    return f"A State VR agency was paid its costs for {month}. {against}" if against else None


def _no_denial(judged: Judged, code: str, note: str, otherwise: str) -> str | None:
    if code not in DENIALS:
        return "Choose one of the codes DEN-01 to DEN-16."
    if code in failed_codes(judged.decision):
        return None
    if judged.decision.outcome is Outcome.GRANT:
        return f"Every check holds, so nothing can be denied. {otherwise}"
    if not note.strip():
        return f"No check failed with {code}. Say in the note why it applies."
    return None
