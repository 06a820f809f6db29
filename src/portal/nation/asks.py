"""What providers asked for over the years: mostly what was due, now and then what was not."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from portal.nation.careers import suspended
from portal.nation.figures import substantial, trial_work_level
from portal.nation.lives import Held, Life
from portal.policy.core import Month

PHASE_1 = (("P1M1", 1, 1), ("P1M2", 3, 6), ("P1M3", 6, 12), ("P1M4", 9, 18))
RECONCILIATION_AFTER = 12


class Ask(NamedTuple):
    """One request a provider makes: `held` is the assignment it stands on."""

    held: Held
    kind: str
    month: Month
    submitted_on: date
    described: bool = True
    statement_on: date | None = None
    contributed: bool | None = None
    proven: bool = True


class Habits(NamedTuple):
    """How providers behave (assumptions): what share of what is due they ask for, and how often they err."""

    share_asked: float = 0.7
    share_after_it_left: float = 0.08
    share_wrong: float = 0.13
    share_undescribed: float = 0.02


USUAL = Habits()


def asks(life: Life, random: Random, today: date, habits: Habits = USUAL) -> list[Ask]:
    """The requests of a life up to `today`, oldest first."""
    found = []
    for ask in _due(life, random):
        share = habits.share_asked if ask.statement_on is None else habits.share_after_it_left
        if ask.submitted_on <= today and random.random() < share:
            found.append(ask._replace(described=random.random() >= habits.share_undescribed))
            if random.random() < habits.share_wrong:
                found.append(_wrong(ask, random, today))
    return sorted(found, key=lambda ask: ask.submitted_on)


def _due(life: Life, random: Random) -> Iterator[Ask]:
    """A request for each month that looks payable; the rules have the last word."""
    gross = _by_month(life)
    blind = bool(life.blind)
    worked: list[Month] = []
    phase_1, outcomes = 0, 0
    for month in sorted(gross):
        held = _holder(life, month)
        if held is None or held.system == "cost-reimbursement" or month <= Month.of(held.base_on):
            continue
        at_level = gross[month] >= trial_work_level(month)
        worked += [month] if at_level else []
        if suspended(life, month):
            if gross[month] >= substantial(month, blind):
                outcomes += 1
                yield _ask(held, "OUTCOME", month, random)
                if outcomes == RECONCILIATION_AFTER:
                    yield _ask(held, "RECONCILIATION", month, random)
            continue
        if held.system == "outcome":
            continue
        if phase_1 < len(PHASE_1):
            kind, needed, window = PHASE_1[phase_1]
            if at_level and sum(month.plus(-window) < m <= month for m in worked) >= needed:
                phase_1 += 1
                yield _ask(held, kind, month, random)
        elif gross[month] >= substantial(month, blind):
            yield _ask(held, "P2", month, random)


def _ask(held: Held, kind: str, month: Month, random: Random) -> Ask:
    lag = random.choice((12, 20, 35, 50, 75, 120)) + random.randrange(12)
    if kind == "RECONCILIATION":
        lag += 60
    submitted = month.last + timedelta(days=lag)
    if held.ended_on is None or month <= Month.of(held.ended_on):
        return Ask(held, kind, month, submitted)
    return Ask(held, kind, month, submitted, statement_on=submitted - timedelta(days=3), contributed=True)


def _wrong(ask: Ask, random: Random, today: date) -> Ask:
    """The same request gone wrong: asked twice, for the month of assignment, too late, for another kind."""
    later = min(ask.submitted_on + timedelta(days=random.randrange(5, 60)), today)
    match random.randrange(4):
        case 0:
            return ask._replace(submitted_on=later)
        case 1:
            return ask._replace(month=Month.of(ask.held.base_on), submitted_on=later)
        case 2:
            too_late = min(ask.month.last + timedelta(days=790), today)
            return ask._replace(submitted_on=too_late)
        case _:
            other = "OUTCOME" if ask.kind == "P2" else "P2"
            return ask._replace(kind=other, submitted_on=later)


def _by_month(life: Life) -> dict[Month, int]:
    gross: dict[Month, int] = {}
    for earned in life.earned:
        gross[earned.month] = gross.get(earned.month, 0) + earned.cents
    return gross


def _holder(life: Life, month: Month) -> Held | None:
    """Who would ask for the month: the one that held the Ticket then, else the last one before."""
    before = [held for held in life.held if held.assigned_on <= month.last]
    return max(before, key=lambda held: held.assigned_on) if before else None
