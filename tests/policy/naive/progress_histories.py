"""Histories of a Ticket's use, work and study, from a seed: what both statements are asked about."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from portal.policy import progress_facts as pf
from portal.policy import records as rec
from portal.policy import use_facts as uf
from portal.policy.core import Month
from portal.policy.ticket_states import Assigned
from portal.policy.unassignment import REASONS
from tests.policy.naive.chance import benefits as benefits_of
from tests.policy.naive.chance import gross as gross_of
from tests.policy.naive.chance import some_day

REVIEWS = 12


def progress_history(seed: int) -> pf.ProgressFacts:
    """A Ticket's use with work and study, without a review asked for."""
    chance = Random(f"progress {seed}")
    start = chance.randrange(2015 * 12, 2023 * 12)
    use = _use(chance, start)
    return pf.ProgressFacts(
        date(2026, 1, 1),
        1,
        use,
        earnings=tuple(_worked(chance, start)),
        terms=tuple(_terms(chance, start)),
        completed=tuple(_completions(chance, start)),
        benefits=_cash(chance, start),
        blind=(rec.MonthSpan(Month(start), None),) if chance.random() < 0.1 else (),
        agency_reports=chance.choice((True, False, None)),
    )


def reviews(seed: int, history: pf.ProgressFacts) -> Iterator[pf.ProgressFacts]:
    """Reviews of periods of this history, at every stage of the notices."""
    chance = Random(f"reviews {seed}")
    first = min((one.since for one in history.use.holdings), default=date(2020, 1, 1))
    for _ in range(REVIEWS):
        period = chance.choice((1, 1, 2, 2, 3, 4, 5, 6, 7, 8))
        on = some_day(chance, Month.of(first) + 12 * period + chance.randrange(-2, 20))
        if history.use.failures and chance.random() < 0.5:
            failure = chance.choice(history.use.failures)
            period, on = failure.period, failure.notice_on + timedelta(days=chance.randrange(28, 300))
        notices, replies = _asked(chance, on)
        request = None
        if chance.random() < 0.9:
            request = pf.ReentryRequest(on, chance.choice((True,) * 8 + (False, None)))
        yield history._replace(
            decided_on=on, period=period, notices=notices, replies=replies, reentry=request
        )


def _asked(chance: Random, on: date) -> tuple[tuple[pf.Notice, ...], tuple[pf.Reply, ...]]:
    days = (0, 29, 30, 31, chance.randrange(60))
    last = on - timedelta(days=chance.choice(days))
    before = last - timedelta(days=31)
    second = chance.choice(("Qp2", "F-1"))
    notices = chance.choice(
        (
            (),
            (pf.Notice("Q-2", last),),
            (pf.Notice("Q-2", before), pf.Notice(second, last)),
            (pf.Notice("Q-2", before), pf.Notice(second, last)),
            (pf.Notice("Q-2", before), pf.Notice(second, before), pf.Notice("F-2", last)),
        )
    )
    if chance.random() < 0.6:
        return notices, ()
    by = chance.choice((pf.Replier.HOLDER, pf.Replier.PROVIDER))
    return notices, (pf.Reply(by, last + timedelta(days=chance.choice((-1, 0, 1, 10)))),)


def _use(chance: Random, start: int) -> uf.UseFacts:
    holdings = []
    day = some_day(chance, start)
    for _ in range(chance.choice((1, 1, 2, 3, 4))):
        kind = chance.choice((Assigned.EN, Assigned.EN, Assigned.VREN, Assigned.CR))
        last = chance.random() < 0.35
        until = None if last else some_day(chance, Month.of(day) + chance.randrange(1, 30))
        reason = None if last or kind is Assigned.CR else chance.choice((*REASONS, *("moved",) * 8, None))
        holdings.append(uf.Holding(kind, day, until, reason))
        if until is None:
            break
        gap = chance.choice((0, 0, 5, 89, 90, 91, 92, chance.randrange(200)))
        day = until + timedelta(days=gap)
    return uf.UseFacts(
        tuple(holdings),
        tuple(_pauses(chance, start)),
        tuple(_failures(chance, start)),
        Month(start + chance.randrange(1, 110)) if chance.random() < 0.06 else None,
        some_day(chance, start + chance.randrange(1, 110)) if chance.random() < 0.04 else None,
    )


def _pauses(chance: Random, start: int) -> Iterator[uf.Inactivity]:
    month = start
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        month += chance.randrange(1, 30)
        asked = some_day(chance, month)
        month += chance.randrange(0, 9)
        active = max(asked, some_day(chance, month))
        yield uf.Inactivity(asked, None if chance.random() < 0.2 else active)


def _failures(chance: Random, start: int) -> Iterator[uf.Failure]:
    month = start
    for period in range(1, chance.choice((1, 1, 2, 3)) + 1):
        month += chance.randrange(13, 18)
        if chance.random() < 0.6:
            continue
        notice = some_day(chance, month)
        appealed = decided = favorable = None
        if chance.random() < 0.5:
            appealed = notice + timedelta(days=chance.choice((1, 29, 30, 31, 60)))
            if chance.random() < 0.7:
                decided = appealed + timedelta(days=chance.choice((1, 10, 45)))
                favorable = chance.random() < 0.5
        month += chance.randrange(1, 10)
        back = some_day(chance, month) if chance.random() < 0.6 else None
        yield uf.Failure(
            period, notice, appealed, decided, favorable, back if back and back > notice else None
        )


def _worked(chance: Random, start: int) -> Iterator[rec.Earning]:
    month = start
    while month < start + 110:
        run = chance.randrange(1, 12)
        level = chance.choice(("none", "below", "twl", "twl", "between", "sga", "sga", "above"))
        kind = chance.choice(("wages",) * 12 + ("self-employment", "pension", "paid-training"))
        if level != "none":
            for one in range(month, min(month + run, 2025 * 12 + 12)):
                yield rec.Earning(
                    Month(one), gross_of(chance, one, level), kind, "ACME", "ssa-record", "given"
                )
        month += run


def _terms(chance: Random, start: int) -> Iterator[pf.Term]:
    for _ in range(chance.choice((0, 0, 1, 3, 6))):
        year = Fraction(chance.choice((24, 30)))
        share = Fraction(chance.choice((1, 2, 3, 4, 6)), chance.choice((4, 5, 8, 10)))
        yield pf.Term(some_day(chance, start + chance.randrange(110)), share * year, year)


def _completions(chance: Random, start: int) -> Iterator[pf.Completed]:
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        what = chance.choice(tuple(pf.Completion))
        yield pf.Completed(what, some_day(chance, start + chance.randrange(110)))


def _cash(chance: Random, start: int) -> tuple[rec.Benefit, ...]:
    if chance.random() < 0.1:
        return ()
    benefits, _ = benefits_of(chance, start + chance.randrange(40))
    return benefits
