"""Puts the scenarios into the program: the lives they describe, and what was paid on them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

from portal.nation.asks import Ask
from portal.nation.cast import BRIGHT_PATH, Cast
from portal.nation.chance import Chance, Numbers
from portal.nation.figures import payment
from portal.nation.known import award_row
from portal.nation.lives import Case, Earned, Held, Life, Paper, Status, held_by, new_life
from portal.nation.people import Identity
from portal.nation.scenarios import AGENCY, BY_KEY, LATELY, SCENARIOS, WAITING, Lately, Scenario, Waiting
from portal.policy.core import Month

# How long ago the record was corrected.
CORRECTED_BEFORE = timedelta(days=4)


def scenario_lives(
    people: Iterator[Identity], employers: list[str], chance: Chance
) -> list[tuple[Scenario, Life]]:
    """A life for each scenario, in order."""
    return [
        (scenario, _life(scenario, next(people), employers[serial % len(employers)], chance))
        for serial, scenario in enumerate(SCENARIOS)
    ]


def waiting_lives(
    people: Iterator[Identity], employers: list[str], chance: Chance, numbers: Numbers
) -> list[tuple[Waiting, Life]]:
    """A life for each request that waits: a scenario's case on a person and Ticket of its own."""
    lives = []
    for serial, waiting in enumerate(WAITING):
        life = _life(BY_KEY[waiting.scenario], next(people), employers[serial % len(employers)], chance)
        life.ticket_number = numbers.next("TT")
        lives.append((waiting, life))
    return lives


def lately_lives(
    people: Iterator[Identity], employers: list[str], chance: Chance, numbers: Numbers, today: date
) -> list[tuple[Lately, Life]]:
    """A life for each request that was answered lately, with what is on record by now."""
    lives = []
    for serial, one in enumerate(LATELY):
        scenario = BY_KEY[one.scenario]
        life = _life(scenario, next(people), employers[serial % len(employers)], chance)
        life.ticket_number = numbers.next("TT")
        if one.corrected is not None:
            _correct(life, Month.parse(scenario.month), one.corrected, today - CORRECTED_BEFORE)
        lives.append((one, life))
    return lives


def _correct(life: Life, month: Month, dollars: int, on: date) -> None:
    """The record says another amount of this month from that day on."""
    [was] = [earned for earned in life.earned if earned.month == month]
    was.replaced_on = on
    life.earned.append(replace(was, cents=dollars * 100, replaced_on=None, stated_on=on))


def stale_life(person: Identity, chance: Chance, numbers: Numbers, today: date) -> Life:
    """Somebody held for years without work or a payment, so that a stale Ticket is there at every size."""
    life = new_life(person, chance, numbers)
    life.benefits = [Status("T2", Month.parse("2016-04"))]
    life.held = [held_by(BRIGHT_PATH, today - timedelta(days=1_300))]
    life.use_state = "in-use"
    return life


def waiting_ask(waiting: Waiting | Lately, life: Life, today: date) -> Ask:
    """What was asked for in the case, some days before today."""
    scenario, on = BY_KEY[waiting.scenario], today - timedelta(days=waiting.days_ago)
    return Ask(
        held=next(held for held in life.held if held.organisation == scenario.organisation),
        kind=scenario.asks,
        month=Month.parse(scenario.month),
        submitted_on=on,
        described=scenario.described,
        statement_on=None if scenario.statement is None else on - timedelta(days=3),
        contributed=scenario.statement,
        proven=scenario.proven,
    )


def paid_before(cast: Cast, scenario: Scenario) -> Iterator[SimpleNamespace]:
    """The awards the scenario starts from, as the earlier portal left them."""
    ssi_only = {benefits.title for benefits in scenario.benefits} == {"T16"}
    outcome_only = any(holding.system == "outcome" for holding in scenario.holdings)
    for paid in scenario.paid:
        until = paid.until or str(Month.parse(paid.since).plus(1))
        for serial, month in enumerate(_months(paid.since, until)):
            cents = payment(paid.kind, month, ssi_only=ssi_only, outcome_only=outcome_only)
            granted_on = month.last + timedelta(days=40)
            provider = cast.ids[paid.organisation]
            yield award_row(provider, paid.kind, month, cents, granted_on, serial + 1)


def _life(scenario: Scenario, person: Identity, employer: str, chance: Chance) -> Life:
    life = Life(person=person, ticket=chance.id(), ticket_number=scenario.ticket, died_on=scenario.died_on)
    life.benefits = [
        Status(b.title, Month.parse(b.since), Month.parse(b.until) if b.until else None, b.status)
        for b in scenario.benefits
    ]
    life.blind = [(Month.parse(scenario.benefits[0].since), None)] if scenario.blind else []
    life.held = [
        Held(
            organisation=holding.organisation,
            provider_signed_on=holding.on,
            holder_signed_on=holding.on,
            entered_on=holding.on + timedelta(days=holding.entered_after),
            ended_on=holding.ended_on,
            system=holding.system,
        )
        for holding in scenario.holdings
    ]
    life.use_state = "in-use" if life.held[-1].ended_on is None else "not-in-use"
    life.earned = list(_earned(scenario, employer))
    life.papers = [
        Paper(
            organisation=scenario.organisation,
            kind=kind,
            months=(Month.parse(month),),
            issuer=employer,
            shows=(True, True, True, True, legible),
        )
        for kind, month, legible in scenario.papers
    ]
    if scenario.ended:
        life.terminations = [(Month.parse(scenario.ended[0]), scenario.ended[1])]
    if scenario.closure:
        life.closures = [scenario.closure]
    if scenario.agency_claimed:
        since, until = (Month.parse(month) for month in scenario.agency_claimed)
        life.cases = [Case(AGENCY, date(2023, 3, 1), date(2024, 12, 20), since, until)]
    return life


def _earned(scenario: Scenario, employer: str) -> Iterator[Earned]:
    for wages in scenario.wages:
        for month in _months(wages.since, wages.until):
            on_record = wages.source == "ssa-record"
            yield Earned(
                month=month,
                cents=wages.dollars * 100,
                employer=employer,
                source=wages.source,
                kind=wages.kind,
                proven=wages.proven,
                given_to=None if on_record else scenario.organisation,
            )


def _months(since: str, until: str) -> Iterator[Month]:
    month, end = Month.parse(since), Month.parse(until)
    while month < end:
        yield month
        month = month.plus(1)
