"""What a record says of months, laid over what it has said before. Which months a fact holds in is nobody's guess."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from portal.policy.core import Month

_END = Month.parse("9999-12")


class Spell(NamedTuple):
    """`value` holds in the months [from_, until), as the record stated it on `stated_on` (None: before it said so).

    `known` is the row that has it on record; None for one to be recorded.
    """

    from_: Month
    until: Month | None
    value: object
    stated_on: date | None = None
    known: object = None


type Over = Callable[[object], object]
"""From what is known of a month (None: nothing) to what the statement makes of it (None: nothing)."""


def laid_over(known: Iterable[Spell], stated: Spell, over: Over | None = None) -> list[Spell]:
    """The spells after the statement; one that is untouched is the same object.

    Months that it does not name stay. So does what was stated as of a later day, whichever was read first, and what
    says the same already. `over` says what becomes of a month; the statement's own value where there is none.
    """
    becomes = over or (lambda _: stated.value)
    end = stated.until or _END
    after: list[Spell] = []
    at = stated.from_
    for spell in sorted(known, key=lambda one: one.from_):
        low, high = max(spell.from_, stated.from_), min(spell.until or _END, end)
        if low >= high:
            after.append(spell)
            continue
        after += _new(at, low, becomes(None), stated)
        after += _met(spell, low, high, becomes(spell.value), stated)
        at = max(at, high)
    after += _new(at, end, becomes(None), stated)
    return sorted(after, key=lambda one: one.from_)


def _met(spell: Spell, low: Month, high: Month, wanted: object, stated: Spell) -> Iterator[Spell]:
    """A spell that the statement is about in the months [low, high)."""
    newer = (
        spell.stated_on is not None and stated.stated_on is not None and spell.stated_on > stated.stated_on
    )
    if newer or wanted is None or wanted == spell.value:
        yield spell
        return
    if spell.from_ < low:
        yield spell._replace(until=low, known=None)
    yield from _new(low, high, wanted, stated)
    if high < (spell.until or _END):
        yield spell._replace(from_=high, known=None)


def _new(from_: Month, until: Month, value: object, stated: Spell) -> Iterator[Spell]:
    if from_ < until and value is not None:
        yield Spell(from_, None if until == _END else until, value, stated.stated_on)
