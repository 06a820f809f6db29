"""Who may see what of earnings (row L7): the class of a row is relative to the reading provider."""

from enum import StrEnum
from uuid import UUID

from portal.earnings.models import EarningsMonth

_RECORDS = (EarningsMonth.Source.SSA_RECORD, EarningsMonth.Source.TAX_RECORD)


class Disclosure(StrEnum):
    """`given` shows the amount, `ssa-record` only above or below a level, `other-provider` that it exists."""

    GIVEN = "given"
    SSA_RECORD = "ssa-record"
    OTHER_PROVIDER = "other-provider"


def disclosure(given_to: UUID | None, source: str, reader: UUID | None) -> Disclosure:
    """What a row is to `reader`. Staff see every amount and do not ask."""
    if given_to is not None and given_to == reader:
        return Disclosure.GIVEN
    return Disclosure.SSA_RECORD if given_to is None and source in _RECORDS else Disclosure.OTHER_PROVIDER
