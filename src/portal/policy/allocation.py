"""Dividing one payment among several providers (PAY-17; 20 CFR 411.560, 411.565)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from portal.policy.tables.figures import rounded


def parts(shares: Mapping[str, Fraction], amounts: Mapping[str, int], rest_to: str) -> dict[str, int]:
    """What each provider is paid, in cents: its share of the amount under its own payment system, in whole dollars.

    Where all systems give the same amount, the parts add up to it: what rounding leaves goes to `rest_to`, the
    present holder. Raises ValueError where the shares do not add up to 1 or are negative.
    """
    if sum(shares.values()) != 1 or any(share < 0 for share in shares.values()):
        raise ValueError("shares must be 0 or more and add up to 1")
    paid = {provider: _whole_dollars(share * amounts[provider]) for provider, share in shares.items()}
    totals = {amounts[provider] for provider in shares}
    if len(totals) == 1:
        paid[rest_to] = paid.get(rest_to, 0) + totals.pop() - sum(paid.values())
    return paid


def _whole_dollars(cents: Fraction) -> int:
    dollars = cents / 100
    return rounded(Decimal(dollars.numerator) / Decimal(dollars.denominator))
