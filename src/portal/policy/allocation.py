"""Dividing one payment among several providers (PAY-17; 20 CFR 411.560, 411.565)."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction

from portal.policy.core import Decision, State, Test, check, decide
from portal.policy.tables.figures import rounded

VERSION = "2025-12"
ADD_UP = Test(
    "shares-add-up",
    "PAY-17",
    "20 CFR 411.560",
    "No share is negative, and the shares add up to the whole payment.",
    "Correct the shares.",
    states=(State.HELD, State.FAILED),
)
HELD_IT = Test(
    "each-provider-held-the-ticket",
    "PAY-17",
    "20 CFR 411.560",
    "Every provider with a share has had the Ticket assigned.",
    "Leave out providers that never held the Ticket.",
    states=(State.HELD, State.FAILED),
)
REASONED = Test(
    "allocation-gives-a-reason",
    "PAY-17",
    "20 CFR 411.560",
    "The person who allocates the payment says why.",
    "Write down what each provider's services contributed.",
    states=(State.HELD, State.FAILED),
)
STANDS = Test(
    "payment-is-divided",
    "PAY-17",
    "20 CFR 411.560",
    "The payment is divided among providers.",
    "Nothing has to be withdrawn.",
    states=(State.HELD, State.FAILED),
)
SECOND_PERSON = Test(
    "shares-withdrawn-by-another-person",
    "PAY-17",
    "20 CFR 411.560; our reading: two people, as where money is released",
    "Somebody else than the one who divided the payment withdraws the division.",
    "Ask a colleague, or enter the right shares in its place.",
    states=(State.HELD, State.FAILED),
)
WITHDRAWN_WHY = Test(
    "withdrawal-of-shares-gives-a-reason",
    "PAY-17",
    "20 CFR 411.560",
    "The person who withdraws the division says why.",
    "Write down why the payment is not divided after all.",
    states=(State.HELD, State.FAILED),
)
TESTS = (ADD_UP, HELD_IT, REASONED)
WITHDRAWAL_TESTS = (STANDS, SECOND_PERSON, WITHDRAWN_WHY)


def allocate(shares: Mapping[str, Fraction], holders: Collection[str], reason: str) -> Decision:
    """May a person divide a payment so? `holders` are the providers that have had the Ticket assigned."""
    strangers = tuple(sorted(provider for provider in shares if provider not in holders))
    whole = sum(shares.values()) == 1 and all(share >= 0 for share in shares.values())
    checks = (
        check(ADD_UP, whole, tuple(sorted(shares.items()))),
        check(HELD_IT, not strangers, (("never_held_it", strangers),)),
        check(REASONED, bool(reason.strip()), (("reason", reason),)),
    )
    return decide("allocation", VERSION, checks)


def withdraw(divided_by: str | None, by: str, reason: str) -> Decision:
    """May a person withdraw a division? `divided_by` is who entered the one that stands, None where none does.

    What was granted by it stays granted: only what is decided from now on is decided without it.
    """
    checks = (
        check(STANDS, divided_by is not None),
        check(SECOND_PERSON, divided_by != by),
        check(WITHDRAWN_WHY, bool(reason.strip()), (("reason", reason),)),
    )
    return decide("withdrawal-of-an-allocation", VERSION, checks)


def parts(shares: Mapping[str, Fraction], amounts: Mapping[str, int], rest_to: str) -> dict[str, int]:
    """What each provider is paid, in cents: its share of the amount under its own payment system, in whole dollars.

    Where all systems give the same amount, the parts add up to it: what rounding leaves goes to `rest_to`, the
    present holder. Raises ValueError where the shares do not add up to 1 or are negative, KeyError where `rest_to`
    has none.
    """
    if sum(shares.values()) != 1 or any(share < 0 for share in shares.values()):
        raise ValueError("shares must be 0 or more and add up to 1")
    paid = {provider: _whole_dollars(share * amounts[provider]) for provider, share in shares.items()}
    totals = {amounts[provider] for provider in shares}
    if len(totals) == 1:
        paid[rest_to] += totals.pop() - sum(paid.values())
    return paid


def _whole_dollars(cents: Fraction) -> int:
    dollars = cents / 100
    return rounded(Decimal(dollars.numerator) / Decimal(dollars.denominator))
