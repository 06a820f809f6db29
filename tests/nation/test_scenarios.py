"""The hand-written cases: what the rules answer today is what each scenario says."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from portal.kernel.actor import SYSTEM
from portal.nation.cast import BRIGHT_PATH
from portal.nation.load import Made
from portal.nation.payable import payable
from portal.nation.scenarios import SCENARIOS, Scenario
from portal.payments.claims import Claim
from portal.payments.judging import judge
from portal.people.models import Organisation
from portal.policy.core import Month, Outcome
from portal.policy.denials import DENIALS
from portal.tickets.models import Ticket
from tests.conftest import UnitAs

TODAY = date(2025, 12, 15)


def claim(scenario: Scenario) -> Claim:
    """What a clerk asks for today."""
    ticket = Ticket.objects.get(number=scenario.ticket)
    return Claim(
        ticket=ticket.pk,
        person=ticket.person_id,
        organisation=Organisation.objects.get(name=scenario.organisation).pk,
        asks=scenario.asks,
        claim_month=Month.parse(scenario.month),
        submitted_on=TODAY,
        form="evidentiary",
        origin="staff" if scenario.asked_by_staff else "provider",
        services_described=scenario.described,
        services_statement_on=None if scenario.statement is None else TODAY,
        services_contributed=scenario.statement,
        earnings_already_proven=scenario.proven,
    )


@pytest.mark.row("E1", "E4")
def test_the_rules_answer_each_scenario_as_it_says(nation: Made, unit_as: UnitAs) -> None:
    with unit_as(SYSTEM, reading=True):
        answers = judge([claim(scenario) for scenario in SCENARIOS], decided_on=TODAY)
    said = {scenario.key: (scenario.outcome, scenario.code) for scenario in SCENARIOS}
    found = {
        scenario.key: (answer.decision.outcome.value, answer.decision.denial or "")
        for scenario, answer in zip(SCENARIOS, answers, strict=True)
    }
    assert found == said


def test_every_outcome_and_every_denial_code_has_a_scenario() -> None:
    assert {scenario.outcome for scenario in SCENARIOS} == {outcome.value for outcome in Outcome}
    assert {scenario.code for scenario in SCENARIOS} - {""} == set(DENIALS)
    assert len({scenario.key for scenario in SCENARIOS}) == len(SCENARIOS)


def test_the_first_clerk_has_simple_payments_to_ask_for() -> None:
    simple = Counter(
        scenario.asks
        for scenario in SCENARIOS
        if scenario.organisation == BRIGHT_PATH and scenario.outcome == "grant"
    )
    assert sum(simple.values()) >= 5
    assert {"P1M1", "P2", "OUTCOME"} <= set(simple)


def test_something_payable_is_found_for_the_demo_and_the_same_random_draws_the_same(nation: Made) -> None:
    found = payable(BRIGHT_PATH, Random(7))
    assert found == payable(BRIGHT_PATH, Random(7))
    assert all(one.cents > 0 for one in found)
    assert len({one.ticket for one in found}) == 1
    assert len({(one.kind, one.month) for one in found}) == len(found)
    assert sum(one.kind == "P1M1" for one in found) <= 1
    assert payable("No such organisation") == []
