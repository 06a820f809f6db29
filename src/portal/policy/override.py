"""What Social Security may approve although the rules refuse it (EVD-08; decisions.md, "Claims")."""

from portal.policy.core import Check, Decision, State, decide, held

VERSION = "2025-12"
# An agreement that ended before the request is listed for Social Security's override; no other denial is.
OVERRIDDEN = frozenset({"DEN-05"})


def overridden(decision: Decision) -> Decision:
    """The answer to a payment where what Social Security may override does not stand against it.

    Every other check stays as it is: a payment that is not due stays refused, and what is missing is still asked for.
    """
    return decide("override", VERSION, tuple(_overridden(one) for one in decision.checks), decision.amount)


def _overridden(one: Check) -> Check:
    if one.state is State.FAILED and one.test.denial in OVERRIDDEN:
        return held(one.test, one.facts, one.figure)
    return one
