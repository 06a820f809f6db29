"""What pages may say about earnings on record."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from portal.earnings.disclosure import Disclosure, disclosure
from portal.earnings.facts import earnings_of
from portal.earnings.models import EarningsMonth
from portal.kernel.actor import Wall
from portal.kernel.unit import current
from portal.policy.core import Figure, Month, in_dollars
from portal.policy.tables.figures import SGA_BLIND, SGA_NON_BLIND, TRIAL_WORK_LEVEL

_SOURCES = {source.value: str(source.label) for source in EarningsMonth.Source}
_KINDS = {kind.value: str(kind.label) for kind in EarningsMonth.Kind}
NOT_SHOWN = "on record, not shown to you"


class OnRecord(NamedTuple):
    """Earnings of a month as this reader may know them; `amount_cents` None means the amount is not shown."""

    month: Month
    disclosure: str
    amount_cents: int | None
    employer: str
    source: str
    source_words: str
    proven: bool
    level_words: str
    kind_words: str = ""

    def to_json(self) -> dict[str, object]:
        return {
            "month": str(self.month),
            "disclosure": self.disclosure,
            "amount_cents": self.amount_cents,
            "employer": self.employer,
            "source": self.source_words,
            "proven": self.proven,
            "level": self.level_words,
        }


def on_record(*, person: UUID) -> list[OnRecord]:
    """Earnings on record of a person in scope, the latest month first.

    What was given to the reader shows its amount. What Social Security or a tax record says shows only where
    the month's total lies against the trial work level and SGA of its year. Another provider's shows that it
    exists. One query.
    """
    return as_known(*earnings_of(person))


def as_known(rows: Iterable[Any], blind: Iterable[Any]) -> list[OnRecord]:
    """The same of rows that were read for a decision, in any order; `blind` are the periods of blindness."""
    actor = current().actor
    if actor.wall is Wall.ORGANISATION:
        return as_provider_knows(rows, blind, actor.organisation)
    return [
        _line(row, Disclosure.GIVEN, levels)
        for _, of_month, levels in _by_month(rows, blind)
        for row in of_month
    ]


def as_provider_knows(rows: Iterable[Any], blind: Iterable[Any], provider: UUID | None) -> list[OnRecord]:
    """The same as a provider may know them, whoever reads: what an answer tells it."""
    return [
        line
        for month, of_month, levels in _by_month(rows, blind)
        for line in _for_provider(month, of_month, levels, provider)
    ]


def _by_month(rows: Iterable[Any], blind: Iterable[Any]) -> Iterator[tuple[Month, list[Any], list[Figure]]]:
    """Each month's rows with the levels of its year, the latest month first."""
    rows = sorted(rows, key=lambda row: (-row.month, row.source, row.pk))
    periods = [(row.from_month, row.until_month) for row in blind]
    for month, of_month in groupby(rows, key=lambda row: row.month):
        yield month, list(of_month), _levels(month, periods)


def _for_provider(
    month: Month, rows: list[Any], levels: list[Figure], reader: UUID | None
) -> Iterable[OnRecord]:
    by_class: dict[Disclosure, list[Any]] = {}
    for row in rows:
        by_class.setdefault(disclosure(row.given_to_id, row.source, reader), []).append(row)
    for row in by_class.get(Disclosure.GIVEN, ()):
        yield _line(row, Disclosure.GIVEN, levels)
    if record := by_class.get(Disclosure.SSA_RECORD):
        total = sum(row.gross_cents for row in record)
        proven = all(row.proven for row in record)
        sources = sorted({row.source for row in record})
        words = ", ".join(_SOURCES[source] for source in sources)
        yield OnRecord(
            month, Disclosure.SSA_RECORD, None, "", sources[0], words, proven, _against(total, levels)
        )
    if Disclosure.OTHER_PROVIDER in by_class:
        yield OnRecord(month, Disclosure.OTHER_PROVIDER, None, "", "", "another source", False, NOT_SHOWN)


def _line(row: Any, shown_as: Disclosure, levels: list[Figure]) -> OnRecord:
    return OnRecord(
        row.month,
        shown_as,
        row.gross_cents,
        row.employer.name if row.employer else "",
        row.source,
        _SOURCES[row.source],
        row.proven,
        _against(row.gross_cents, levels),
        _KINDS[row.kind],
    )


def _levels(month: Month, blind: list[tuple[Month, Month | None]]) -> list[Figure]:
    is_blind = any(since <= month and (until is None or month < until) for since, until in blind)
    figures = (TRIAL_WORK_LEVEL.on(month), (SGA_BLIND if is_blind else SGA_NON_BLIND).on(month))
    return [figure for figure in figures if figure is not None]


_LEVEL_WORDS = {"TWL": "trial work level", "SGA_NONBLIND": "SGA", "SGA_BLIND": "SGA for blind people"}


def _against(cents: int, levels: list[Figure]) -> str:
    if not levels:
        return "no level loaded for this year"
    return "; ".join([_side(level, cents >= level.cents) for level in levels])


@cache
def _side(level: Figure, reached: bool) -> str:
    """There are as many of these as figures were ever loaded, and a record says them month after month."""
    side = "at or above" if reached else "below"
    return f"{side} {in_dollars(level.cents)} ({_LEVEL_WORDS[level.name]} {level.year})"
