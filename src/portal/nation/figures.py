"""The amounts the synthetic past is drawn around, in whole cents, from the figures the law is decided by."""

from portal.policy.core import Month
from portal.policy.tables import figures


def trial_work_level(month: Month) -> int:
    return _cents(figures.TRIAL_WORK_LEVEL, month)


def substantial(month: Month, blind: bool) -> int:
    """Substantial gainful activity, a month."""
    return _cents(figures.SGA_BLIND if blind else figures.SGA_NON_BLIND, month)


def payment(kind: str, month: Month, *, ssi_only: bool, outcome_only: bool) -> int:
    """What one payment of the month came to (PAY-04)."""
    if kind.startswith("P1"):
        return _cents(figures.PHASE_1, month)
    if outcome_only:
        return _cents(figures.OUTCOME_ONLY_T16 if ssi_only else figures.OUTCOME_ONLY_T2, month)
    return _cents(figures.OUTCOME_T16 if ssi_only else figures.OUTCOME_T2, month)


def _cents(series: figures.Series, month: Month) -> int:
    figure = series.on(month)
    if figure is None:
        raise LookupError(f"{series.name} is not loaded for {month.year}: the synthetic past cannot use it")
    return figure.cents
