"""What a payment amounts to: the figure of the month's own year, and a provider's share of it (PAY-04, RATE-01)."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import NamedTuple

from portal.policy.allocation import parts
from portal.policy.case import Case, title_of
from portal.policy.core import Cents, Check, State, Test, held, unknown
from portal.policy.counts import NO_CLASS
from portal.policy.duplicates import allocation_for
from portal.policy.reconciliation import first_outcome_month, left
from portal.policy.records import PHASE_1_KINDS
from portal.policy.tables.figures import (
    OUTCOME_ONLY_T2,
    OUTCOME_ONLY_T16,
    OUTCOME_T2,
    OUTCOME_T16,
    PHASE_1,
    PHASE_2_T2,
    PHASE_2_T16,
    Series,
    not_loaded,
)

FIGURE = Test(
    "payment-figure-loaded",
    "PAY-04",
    "20 CFR 411.540, 411.545, 411.550",
    "The amount of this payment for the year of the month is published or follows from a published figure.",
    "The request waits until the year's figures are loaded. You need not do anything.",
    states=(State.HELD, State.UNKNOWN),
)
TESTS = (FIGURE,)
NOTHING_LEFT = "the first month of the outcome period"


class Priced(NamedTuple):
    """The check of the figure, and the amount in cents where it is known."""

    check: Check
    amount: int | None


def series_for(kind: str, title: str | None, system: str) -> Series | None:
    """The figure that pays this kind; None where the class of benefits decides and is not known."""
    if kind in PHASE_1_KINDS:
        return PHASE_1
    if title is None:
        return None
    ssi_only = title == "T16"
    if kind == "P2":
        return PHASE_2_T16 if ssi_only else PHASE_2_T2
    if system == "outcome":
        return OUTCOME_ONLY_T16 if ssi_only else OUTCOME_ONLY_T2
    return OUTCOME_T16 if ssi_only else OUTCOME_T2


def price(case: Case) -> Priced:
    if case.kind == "RECONCILIATION":
        return _reconciliation(case)
    system = "outcome-milestone" if case.assignment is None else case.assignment.system
    series = series_for(case.kind, case.title, system)
    if series is None:
        return Priced(unknown(FIGURE, NO_CLASS), None)
    figure = series.by_year.get(case.month // 12)
    facts: tuple[tuple[str, object], ...] = (("month", case.month), ("class", case.title), ("system", system))
    if figure is None:
        return Priced(unknown(FIGURE, not_loaded(case.month), facts), None)
    amount, facts = _share(case, figure.cents, facts)
    return Priced(held(FIGURE, facts, figure), amount)


def _reconciliation(case: Case) -> Priced:
    """The sum of the rounded units: each milestone left, at the figures of the first outcome month's year."""
    start = first_outcome_month(case)
    if start is None:
        return Priced(unknown(FIGURE, NOTHING_LEFT), None)
    remaining, title = left(case), title_of(case.benefits, start)
    second_series = series_for("P2", title, "outcome-milestone")
    if remaining is None or second_series is None:
        return Priced(unknown(FIGURE, NO_CLASS, (("month", start),)), None)
    first, second = PHASE_1.on(start), second_series.on(start)
    if first is None or second is None:
        return Priced(unknown(FIGURE, not_loaded(start), (("month", start),)), None)
    amount = len(remaining.phase_1) * first.cents + remaining.phase_2 * second.cents
    facts: tuple[tuple[str, object], ...] = (
        ("month", start),
        ("phase_1_left", len(remaining.phase_1)),
        ("phase_1_each", Cents(first.cents)),
        ("phase_2_left", remaining.phase_2),
        ("phase_2_each", Cents(second.cents)),
    )
    amount, facts = _share(case, amount, facts)
    return Priced(held(FIGURE, facts, first), amount)


def _share(
    case: Case, amount: int, facts: tuple[tuple[str, object], ...]
) -> tuple[int, tuple[tuple[str, object], ...]]:
    """This provider's part of an allocated payment (PAY-17); the whole of one that is not."""
    allocation = allocation_for(case)
    if allocation is None or case.provider not in allocation.shares:
        return amount, facts
    own = divided(case, allocation.shares, amount)[case.provider]
    return own, (
        *facts,
        ("share", allocation.shares[case.provider]),
        ("share_amount", Cents(own)),
        ("share_reason", allocation.reason),
    )


def divided(case: Case, shares: Mapping[str, Fraction], amount: int) -> dict[str, int]:
    """What each provider with a share is paid of a payment that is `amount` for the one that asks (PAY-17)."""
    amounts = {provider: _under_own_system(case, provider, amount) for provider in shares}
    return parts(shares, amounts, _rest_to(case, shares))


def _under_own_system(case: Case, provider: str, amount: int) -> int:
    """What the whole payment would be under the system this provider was assigned the Ticket by (411.565)."""
    if case.kind != "OUTCOME":
        return amount
    systems = [
        one.system for one in case.assigned if one.provider == provider and one.assigned_in <= case.month
    ]
    series = series_for(case.kind, case.title, systems[-1]) if systems else None
    figure = None if series is None else series.on(case.month)
    return amount if figure is None else figure.cents


def _rest_to(case: Case, sharing: Collection[str]) -> str:
    """The present holder, or the last one where nobody holds the Ticket, among those who have a share."""
    return next((one.provider for one in reversed(case.assigned) if one.provider in sharing), case.provider)
