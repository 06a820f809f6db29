"""What a division of one payment among providers comes to, before a person enters it (PAY-17)."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from portal.policy.amounts import divided, price
from portal.policy.case import Case
from portal.policy.payment import decide_case
from portal.policy.records import PaymentFacts
from portal.policy.tables.parameters import IN_FORCE


def may_have_a_share(facts: PaymentFacts) -> tuple[str, ...]:
    """The providers that have had the Ticket assigned under a payment system of employment networks, first one first."""
    return tuple(dict.fromkeys(one.provider for one in Case(facts, IN_FORCE).assigned))


def each_part(facts: PaymentFacts, shares: Mapping[str, Fraction]) -> dict[str, int] | None:
    """What each provider with a share is paid, in whole cents; None where the whole is not known.

    The facts hold the request. Raises ValueError where the shares do not add up to 1 or are negative.
    """
    case = Case(replace(facts, allocations=()), IN_FORCE)
    decide_case(case)
    whole = price(case).amount
    return None if whole is None else divided(case, shares, whole)
