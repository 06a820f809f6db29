"""Histories of payments on a Ticket, from a seed: what both statements are asked about. Each can be made again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from portal.policy import records as rec
from portal.policy.core import Month
from tests.policy.naive.chance import benefits as benefits_of
from tests.policy.naive.chance import gross as gross_of
from tests.policy.naive.chance import some_day

CLAIMS = 40
ALL_SHOWN = rec.Shows(True, True, True, True, True)
FAR = date(2099, 1, 1)
KINDS = (*("P1M1", "P1M2", "P1M3", "P1M4") * 2, *("P2",) * 4, *("OUTCOME",) * 5, *("RECONCILIATION",) * 2)


def payment_history(seed: int) -> rec.PaymentFacts:
    """A Ticket's history without a request."""
    chance = Random(f"payment {seed}")
    start = chance.randrange(2018 * 12, 2024 * 12 + 6)
    assignments = _assignments(chance, start)
    benefits, turns = benefits_of(chance, start)
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
                gross = gross_of(chance, one, level)
                yield rec.Earning(Month(one), gross, kind, "ACME", "employer-statement", "given")
        month += run


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
