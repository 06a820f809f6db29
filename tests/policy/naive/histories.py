"""Histories of Tickets, from a seed: what both statements of the law are asked about. Every one can be made again.

Amounts and days cluster at the edges that the law knows: a cent below a level, day 14 and 15, month 18.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

from portal.policy import progress_facts as pf
from portal.policy import records as rec
from portal.policy import use_facts as uf
from portal.policy.core import Month
from portal.policy.ticket_states import Assigned
from portal.policy.unassignment import REASONS
from tests.policy.naive import figures

CLAIMS, REVIEWS = 40, 12
ALL_SHOWN = rec.Shows(True, True, True, True, True)
FAR = date(2099, 1, 1)
KINDS = (*("P1M1", "P1M2", "P1M3", "P1M4") * 2, *("P2",) * 4, *("OUTCOME",) * 5, *("RECONCILIATION",) * 2)


def some_day(chance: Random, month: int) -> date:
    """A day of the month, often its first or last."""
    first = Month(month).first
    last = (Month(month + 1).first - first).days - 1
    return first + timedelta(days=chance.choice((0, last, 14, chance.randrange(last + 1))))


# Payments


def payment_history(seed: int) -> rec.PaymentFacts:
    """A Ticket's history without a request."""
    chance = Random(f"payment {seed}")
    start = chance.randrange(2018 * 12, 2024 * 12 + 6)
    assignments = _assignments(chance, start)
    benefits, turns = _benefits(chance, start)
    earnings = tuple(_earnings(chance, start, turns))
    return rec.PaymentFacts(
        date(2026, 1, 1),
        None,
        beneficiary=_beneficiary(chance, start, benefits),
        ticket=_ticket(chance, start, assignments[0]),
        assignments=assignments,
        providers={name: _standing(chance, start) for name in ("EN-A", "EN-B", "EN-C")},
        earnings=earnings,
        evidence=(_paper(chance, earnings),),
        payments=tuple(_payments(chance, start, turns)),
        open_claims=tuple(_open_claims(chance, start)),
    )


def claims(seed: int, history: rec.PaymentFacts) -> Iterator[rec.PaymentFacts]:
    """The history with requests of payments, months spread over it and around its edges, as known on their day."""
    for request in _requests(seed, history):
        on = request.submitted_on
        yield replace(
            history,
            decided_on=on,
            request=request,
            payments=tuple(one for one in history.payments if one.paid_on <= on),
            open_claims=tuple(one for one in history.open_claims if one.submitted_on <= on),
        )


def _requests(seed: int, history: rec.PaymentFacts) -> Iterator[rec.Request]:
    chance = Random(f"claims {seed}")
    start = history.assignments[0].assigned_in
    holders = [one.provider for one in history.assignments]
    worked = [one.month for one in history.earnings if one.month > start and one.gross > 70000]
    for _ in range(CLAIMS):
        month = Month(start + chance.choice((chance.randrange(-1, 6), chance.randrange(70))))
        if worked and chance.random() < 0.75:
            month = chance.choice(worked)
        late = chance.choice((0, 1, 2, 3, 5, 9, 12, 18, 24, 25, -1, chance.randrange(30)))
        asked_in = max(month + late, 2020 * 12 + 2)
        yield rec.Request(
            chance.choice(("EN-A", "EN-B", "EN-C")) if chance.random() < 0.08 else chance.choice(holders),
            chance.choice(KINDS),
            month,
            some_day(chance, asked_in),
            "provider",
            chance.choice(("evidentiary", "evidentiary", "certification")),
            services_described=chance.random() < 0.97,
            services_statement=_statement(chance),
        )


def _statement(chance: Random) -> rec.ServicesStatement | None:
    if chance.random() < 0.5:
        return None
    return rec.ServicesStatement(date(2025, 1, 1), shows_contribution=chance.random() < 0.9)


def _assignments(chance: Random, start: int) -> tuple[rec.Assignment, ...]:
    found = []
    month, provider = start, "EN-A"
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
        signed = some_day(chance, month)
        entered = signed + timedelta(days=chance.choice((0, 3, 14, 15, chance.randrange(40))))
        ends = month + chance.choice((chance.randrange(2, 8), chance.randrange(2, 60)))
        last = chance.random() < 0.6
        found.append(
            rec.Assignment(
                provider,
                signed,
                signed - timedelta(days=chance.choice((0, 2))),
                entered,
                None if last else some_day(chance, ends),
                chance.choice(("outcome-milestone", "outcome-milestone", "outcome-milestone", "outcome")),
            )
        )
        if last:
            break
        month = ends + chance.choice((1, 1, chance.randrange(1, 9)))
        provider = chance.choice(("EN-A", "EN-B"))
    return tuple(found)


def _benefits(chance: Random, start: int) -> tuple[tuple[rec.Benefit, ...], list[int]]:
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


def _earnings(chance: Random, start: int, turns: list[int]) -> Iterator[rec.Earning]:
    """Runs of months. Who worked before the assignment is rare; who has no cash because of work mostly earns well."""
    before = chance.random() < 0.4
    month = start - 20 if before else start - 1
    while month < start + 70:
        run = chance.randrange(1, 10)
        kind = chance.choice(
            ("wages",) * 20 + ("self-employment", "self-employment", "pension", "paid-training")
        )
        levels = ("none", "below", "twl", "twl", "between", "between", "sga", "above", "above")
        if sum(one <= month for one in turns) % 2 and chance.random() < 0.8:
            levels = ("sga", "above", "above")
        level = chance.choice(levels)
        if level != "none":
            for one in range(month, min(month + run, start + 70, 2026 * 12)):
                gross = _gross(chance, one, level)
                yield rec.Earning(Month(one), gross, kind, "ACME", "employer-statement", "given")
        month += run


def _gross(chance: Random, month: int, level: str) -> int:
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


def _beneficiary(chance: Random, start: int, benefits: tuple[rec.Benefit, ...]) -> rec.Beneficiary:
    blind = chance.random() < 0.15
    since = Month(start + chance.choice((-60, chance.randrange(30))))
    until = Month(since + chance.randrange(1, 80)) if chance.random() < 0.3 else None
    return rec.Beneficiary(
        (rec.MonthSpan(since, until),) if blind else (),
        benefits,
        died_on=some_day(chance, start + chance.randrange(1, 70)) if chance.random() < 0.03 else None,
        full_retirement_month=Month(start + chance.randrange(1, 90)) if chance.random() < 0.06 else None,
        age_65_month=Month(start + chance.randrange(1, 90)) if chance.random() < 0.06 else None,
    )


def _ticket(chance: Random, start: int, first: rec.Assignment) -> rec.Ticket:
    terminations = ()
    if chance.random() < 0.05:
        cause = chance.choice(("death", "medical-cessation", "other"))
        terminations = (rec.Termination(Month(start + chance.randrange(1, 70)), cause),)
    closures = ()
    if chance.random() < 0.2:
        around = some_day(
            chance, start - chance.choice((18, 18, chance.randrange(30), -chance.randrange(20)))
        )
        exact = first.assigned_on - timedelta(days=chance.choice((0, 1)))
        closures = (rec.VrClosure(chance.choice((around, around, exact)), chance.random() < 0.8),)
    cases = ()
    if chance.random() < 0.05:
        since = start + chance.randrange(40)
        span = rec.MonthSpan(Month(since), Month(since + chance.randrange(1, 12)))
        cases = (rec.VrCase(date(2014, 1, 1), date(2016, 1, 1), (span,)),)
    return rec.Ticket(terminations, closures, cases)


def _standing(chance: Random, start: int) -> rec.Standing:
    until = some_day(chance, start + chance.randrange(6, 90)) if chance.random() < 0.05 else None
    hold = some_day(chance, start + chance.randrange(80))
    return rec.Standing(
        (rec.DaySpan(date(2002, 1, 1), until),),
        (rec.Hold(hold, hold + timedelta(days=90), "review"),) if chance.random() < 0.05 else (),
        some_day(chance, start + chance.randrange(20, 90)) if chance.random() < 0.05 else FAR,
        chance.random() < 0.98,
    )


def _paper(chance: Random, earnings: tuple[rec.Earning, ...]) -> rec.Evidence:
    lost = 0.15 if chance.random() < 0.15 else 0.0
    months = tuple(sorted({one.month for one in earnings if chance.random() >= lost}))
    return rec.Evidence("E1", "employer-statement", "ACME", months, ALL_SHOWN)


def _payments(chance: Random, start: int, turns: list[int]) -> Iterator[rec.Payment]:
    payer = ("EN-A", "EN-A", "EN-A", "EN-B")
    if chance.random() < 0.5:
        for kind in ("P1M1", "P1M2", "P1M3", "P1M4")[: chance.randrange(5)]:
            yield _payment(chance.choice(payer), kind, start + chance.randrange(1, 20))
    if chance.random() < 0.4:
        count = chance.choice((chance.randrange(8), 10, 11, 17, 18))
        first = start + chance.randrange(5, 30)
        for step in range(count):
            yield _payment(chance.choice(payer), "P2", first + step)
    if turns and chance.random() < 0.6:
        count = chance.choice((chance.randrange(8), 11, 12, 13, 35, 36, 59, 60))
        for step in range(count):
            yield _payment(chance.choice(payer), "OUTCOME", turns[0] + step)
        if count >= 12 and chance.random() < 0.2:
            yield _payment(chance.choice(payer), "RECONCILIATION", turns[0] + 11)


def _payment(provider: str, kind: str, month: int) -> rec.Payment:
    return rec.Payment(provider, kind, Month(month), 10000, Month(month + 2).first)


def _open_claims(chance: Random, start: int) -> Iterator[rec.OpenClaim]:
    if chance.random() < 0.1:
        month = Month(start + chance.randrange(60))
        yield rec.OpenClaim(chance.choice(("EN-A", "EN-B")), chance.choice(KINDS), month, month.plus(1).first)


# Progress


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


def _worked(chance: Random, start: int) -> Iterator[pf.Earnings]:
    month = start
    while month < start + 110:
        run = chance.randrange(1, 12)
        level = chance.choice(("none", "below", "twl", "twl", "between", "sga", "sga", "above"))
        if level != "none":
            for one in range(month, min(month + run, 2025 * 12 + 12)):
                yield pf.Earnings(Month(one), _gross(chance, one, level), pf.Source.RECORD)
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
    benefits, _ = _benefits(chance, start + chance.randrange(40))
    return benefits
