"""What may be recovered from a provider after a payment (PAY-19; 20 CFR 411.555)."""

from enum import StrEnum

from portal.policy.core import Decision, Outcome, State, Test, check, decide, unknown

VERSION = "2025-12"


class Cause(StrEnum):
    """Why a payment that was made is looked at again."""

    MORE_THAN_DUE = "more-than-due"
    LESS_THAN_DUE = "less-than-due"
    WRONG_PROVIDER = "wrong-provider"
    ALLOCATION = "allocation"
    BENEFIT_DECISION = "benefit-decision"
    WORK_STOPPED = "work-stopped"


_NOT_THE_PROVIDERS = frozenset({Cause.BENEFIT_DECISION, Cause.WORK_STOPPED})
_LEAVES_THE_AMOUNT = frozenset({Cause.LESS_THAN_DUE})

RECOVERABLE = Test(
    "cause-allows-recovery",
    "PAY-19",
    "20 CFR 411.555",
    "The payment was not correct when it was made. A later decision about benefits, or work that stops, is no cause.",
    "The provider keeps the payment.",
    states=(State.HELD, State.FAILED),
)
TOO_MUCH = Test(
    "more-was-paid-than-due",
    "PAY-19",
    "20 CFR 411.555",
    "The provider was paid more than the correct amount.",
    "Pay the difference where less was paid than due.",
)
BY_A_PERSON = Test(
    "recovery-decided-by-a-person",
    "PAY-19",
    "20 CFR 411.555, 411.590",
    "A named analyst decides a recovery, which the provider may dispute.",
    "An analyst decides this.",
    on_unknown=Outcome.REFER,
    states=(State.UNKNOWN,),
)
TESTS = (RECOVERABLE, TOO_MUCH, BY_A_PERSON)


def recover(cause: Cause, paid: int, due: int | None) -> Decision:
    """May a payment of `paid` cents be recovered down to `due`, the correct amount (None where not known)?

    Refused where nothing may be recovered; otherwise referred, because a person decides a recovery.
    """
    facts = (("cause", cause.value),)
    possible = check(RECOVERABLE, cause not in _NOT_THE_PROVIDERS | _LEAVES_THE_AMOUNT, facts)
    if due is None:
        too_much = unknown(TOO_MUCH, "the correct amount")
    else:
        too_much = check(TOO_MUCH, paid > due, (("paid_cents", paid), ("due_cents", due)))
    by_a_person = unknown(BY_A_PERSON, "an analyst's decision")
    return decide("recovery", VERSION, (possible, too_much, by_a_person))
