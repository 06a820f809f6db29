"""What histories of both kinds are made of: days, amounts and benefits, clustering at the edges that the law knows."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from portal.policy import records as rec
from portal.policy.core import Month
from tests.policy.naive import figures


def some_day(chance: Random, month: int) -> date:
    """A day of the month, often its first or last."""
    first = Month(month).first
    last = (Month(month + 1).first - first).days - 1
    return first + timedelta(days=chance.choice((0, last, 14, chance.randrange(last + 1))))


def gross(chance: Random, month: int, level: str) -> int:
    """Cents at, around or between the levels of the month's year."""
    year = figures.BY_YEAR[month // 12]
    trial, substantial, blind = ((one or 0) * 100 for one in year[:3])
    match level:
        case "below":
            return chance.randrange(1, trial)
        case "twl":
            return trial + chance.choice((-1, 0, 0, 1))
        case "between":
            return chance.randrange(trial, substantial)
        case "sga":
            return chance.choice((substantial, blind)) + chance.choice((-1, 0, 0, 1))
    return chance.randrange(substantial, 2 * blind)


def benefits(chance: Random, start: int) -> tuple[tuple[rec.Benefit, ...], list[int]]:
    """Rows of one or two titles, and the months in which cash because of work changes."""
    titles = chance.choice((("T2",), ("T2",), ("T16",), ("T2", "T16")))
    turns = []
    if chance.random() < 0.7:
        month = start + chance.choice((chance.randrange(-2, 40), chance.randrange(10, 40)))
        for _ in range(chance.randrange(1, 4)):
            turns.append(month)
            month += chance.randrange(1, 30)
    found: list[rec.Benefit] = []
    for title in titles:
        late = start + chance.randrange(1, 40) if len(titles) == 2 and chance.random() < 0.2 else None
        found += _rows(chance, title, turns, late if title == "T2" else None)
    return tuple(found), turns


def _rows(chance: Random, title: str, turns: list[int], late: int | None) -> Iterator[rec.Benefit]:
    edges = [late or 2000 * 12, *(one for one in turns if one > (late or 0)), None]
    other = chance.choice(("suspended-for-work",) * 6 + ("suspended-other", "ended-for-work"))
    status = "paid"
    for since, until in pairwise(edges):
        assert since is not None
        yield rec.Benefit(title, Month(since), None if until is None else Month(until), status)
        status = other if status == "paid" else "paid"
