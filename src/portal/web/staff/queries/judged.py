"""The rules' answer now beside the one that was stored."""

from typing import Any, NamedTuple

from portal.kernel.unit import current
from portal.payments.claims import claim_of
from portal.payments.facts import gather
from portal.payments.judging import amount_of, judge_request
from portal.payments.models import PaymentRequest
from portal.payments.moves import UNDECIDED
from portal.policy.core import Outcome
from portal.policy.override import overridden

Json = dict[str, Any]


class JudgedNow(NamedTuple):
    """The facts as they are known now; `answer` is None once the request has been decided.

    `payable` is what would be paid, in whole cents, also where a person has yet to decide, or where Social
    Security may override what the rules refuse; None where nothing would.
    """

    facts: Json
    answer: Json | None
    payable: int | None = None


class Difference(NamedTuple):
    """A check that stands otherwise than when it was stored; "" where the check was or is not made."""

    says: str
    rule: str
    before: str
    now: str


def judged_now(row: PaymentRequest) -> JudgedNow:
    """Judge an undecided request at this moment; nothing is written.

    A decided one is not judged: its own award would stand against it.
    """
    if row.state in UNDECIDED:
        judged = judge_request(row)
        at_ssa = row.state == PaymentRequest.State.WAITING_FOR_SSA
        decision = overridden(judged.decision) if at_ssa else judged.decision
        open_to_pay = decision.outcome in (Outcome.GRANT, Outcome.REFER)
        return JudgedNow(judged.facts, judged.answer, amount_of(judged.decision) if open_to_pay else None)
    return JudgedNow(gather([claim_of(row)], decided_on=current().on)[0], None)


def differences(stored: Json, now: Json) -> list[Difference]:
    """Checks whose state has changed since, in the order of the rules."""
    before = {check["name"]: check for check in stored["checks"]}
    after = {check["name"]: check for check in now["checks"]}
    names = list(dict.fromkeys([*after, *before]))
    return [
        Difference(
            (after.get(name) or before[name])["says"], (after.get(name) or before[name])["rule"], was, is_now
        )
        for name in names
        if (was := before.get(name, {}).get("state", "")) != (is_now := after.get(name, {}).get("state", ""))
    ]
