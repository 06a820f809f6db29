"""Facts as gathered are the facts as a case worker would write them; stored decisions can be replayed."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.kernel.actor import SYSTEM
from portal.kernel.models import StoredDecision
from portal.payments.claims import Claim
from portal.payments.facts import gather
from portal.payments.judging import replay
from portal.policy.core import Month
from portal.policy.payment_facts import parse, to_json
from portal.providers.models import Hold
from portal.tickets.models import BlindPeriod, Termination, VrClosure
from tests.payments.desk import earned, slip
from tests.world import LONG_AGO

pytestmark = pytest.mark.row("E1")


def claim_for(assignment, asks="P1M1", month="2025-02"):
    return Claim(
        assignment.ticket_id,
        assignment.person_id,
        assignment.organisation_id,
        asks,
        Month.parse(month),
        date(2025, 12, 15),
        "certification",
    )


def test_a_small_world_by_hand(desk, unit_as):
    world = desk.world
    other = world.organisation("Earlier EN")
    person = world.person()
    world.benefits(person, until="2025-06")
    world.benefits(person, status="suspended-for-work", since="2025-06")
    ticket = world.ticket(person)
    world.assignment(ticket, other, on=date(2023, 3, 1), ended_on=date(2024, 5, 1), system="outcome")
    mine = world.assignment(ticket, desk.en, on=date(2024, 9, 2), entered_on=date(2024, 9, 20))
    world.add(BlindPeriod(person=person, from_month=Month.parse("2025-01"), recorded_at=LONG_AGO))
    world.add(
        Termination(
            ticket=ticket, person=person, month=Month.parse("2025-11"), cause="other", recorded_at=LONG_AGO
        )
    )
    world.add(VrClosure(person=person, closed_on=date(2022, 4, 5), successful=True, recorded_at=LONG_AGO))
    case = world.vr_case(person, other, opened_on=date(2021, 1, 4), closed_on=date(2022, 4, 5))
    answered = {"claimed_on": date(2022, 4, 5), "answered_on": date(2022, 6, 1)}
    world.cost_claim(case, "2021-06", "2022-03", state="paid", **answered)
    world.cost_claim(case, "2021-02", "2021-05", state="denied", **answered)
    world.add(
        Hold(provider_id=desk.en.id, from_on=date(2025, 1, 1), until_on=date(2025, 2, 1), reason="audit")
    )
    world.earnings(person, "2025-02", 1200)
    world.earnings(person, "2025-02", 1210, source="pay-slip", given_to=desk.en, proven=False)
    world.earnings(person, "2024-01", 900, source="pay-slip", given_to=other, employer="Bolt Ltd")
    with unit_as(SYSTEM, reading=True):
        [facts] = gather([claim_for(mine)], decided_on=date(2025, 12, 15))
    agreement = [{"from": "2020-01-01", "until": None}]
    assert facts == {
        "decided_on": "2025-12-15",
        "request": {
            "provider": desk.en.number,
            "asks": "P1M1",
            "claim_month": "2025-02",
            "submitted_on": "2025-12-15",
            "origin": "provider",
            "form": "certification",
            "services_described": False,
            "services_statement": None,
            "earnings_already_proven": False,
            "job_started_on": None,
        },
        "beneficiary": {
            "blind": [{"from": "2025-01", "until": None}],
            "benefits": [
                {"title": "T2", "from": "2020-01", "until": "2025-06", "status": "paid"},
                {"title": "T2", "from": "2025-06", "until": None, "status": "suspended-for-work"},
            ],
            "died_on": None,
            "full_retirement_month": None,
            "age_65_month": None,
        },
        "ticket": {
            "terminations": [{"month": "2025-11", "cause": "other"}],
            "vr_closures": [{"closed_on": "2022-04-05", "successful": True}],
            "vr_cases": [
                {
                    "opened_on": "2021-01-04",
                    "closed_on": "2022-04-05",
                    "claimed": [{"from": "2021-06", "until": "2022-03"}],
                }
            ],
        },
        "assignments": [
            {
                "provider": other.number,
                "provider_signed_on": "2023-03-01",
                "holder_signed_on": "2023-03-01",
                "entered_on": "2023-03-01",
                "ended_on": "2024-05-01",
                "system": "outcome",
            },
            {
                "provider": desk.en.number,
                "provider_signed_on": "2024-09-02",
                "holder_signed_on": "2024-09-02",
                "entered_on": "2024-09-20",
                "ended_on": None,
                "system": "outcome-milestone",
            },
        ],
        "providers": {
            desk.en.number: {
                "agreement": agreement,
                "holds": [{"from": "2025-01-01", "until": "2025-02-01", "reason": "audit"}],
                "sam_registered_until": "2026-06-01",
                "bank_current": True,
            },
            other.number: {
                "agreement": agreement,
                "holds": [],
                "sam_registered_until": "2026-06-01",
                "bank_current": True,
            },
        },
        "earnings": [
            {
                "month": "2024-01",
                "gross": "900.00",
                "kind": "wages",
                "employer": "Bolt Ltd",
                "source": "pay-slip",
                "disclosure": "other-provider",
                "proven": True,
            },
            {
                "month": "2025-02",
                "gross": "1210.00",
                "kind": "wages",
                "employer": "Acme Bakery",
                "source": "pay-slip",
                "disclosure": "given",
                "proven": False,
            },
            {
                "month": "2025-02",
                "gross": "1200.00",
                "kind": "wages",
                "employer": "Acme Bakery",
                "source": "ssa-record",
                "disclosure": "ssa-record",
                "proven": True,
            },
        ],
        "evidence": [],
        "payments": [],
        "open_claims": [],
        "allocations": [],
    }
    assert to_json(parse(facts)) == facts


def test_payments_open_claims_evidence_and_what_was_given(desk, unit_as):
    holder = desk.holder(earned={"2025-02": 1200})
    desk.submitted(holder, ("P1M1", "2025-02"))
    desk.submitted(
        holder,
        ("P2", "2025-03"),
        earnings=(earned("2025-03", 500),),
        papers=(slip("2025-03", legible=False),),
    )
    with unit_as(SYSTEM, reading=True):
        [facts] = gather([claim_for(holder, "P2", "2025-04")], decided_on=date(2025, 12, 15))
    number = desk.en.number
    assert facts["payments"] == [
        {"provider": number, "kind": "P1M1", "month": "2025-02", "amount": "1850.00", "paid_on": "2025-12-15"}
    ]
    assert facts["open_claims"] == [
        {"provider": number, "kind": "P2", "month": "2025-03", "submitted_on": "2025-12-15"}
    ]
    [paper] = facts["evidence"]
    assert (paper["kind"], paper["issuer"], paper["months"]) == (
        "original-pay-slip",
        "Acme Bakery",
        ["2025-03"],
    )
    assert paper["shows"] == {
        "name": True,
        "gross": True,
        "pay_date": True,
        "pay_period": True,
        "legible": False,
    }
    assert [(row["month"], row["gross"], row["disclosure"]) for row in facts["earnings"]] == [
        ("2025-02", "1200.00", "ssa-record"),
        ("2025-03", "500.00", "given"),
    ]


def test_facts_of_many_claims_take_the_queries_of_one(desk, unit_as):
    holders = [desk.holder(earned={"2025-02": 1200, "2025-03": 1300}) for _ in range(12)]
    counts = []
    for wanted in (holders[:1], holders):
        with unit_as(SYSTEM, reading=True), CaptureQueriesContext(connection) as queries:
            found = gather([claim_for(holder) for holder in wanted], decided_on=date(2025, 12, 15))
        assert len(found) == len(wanted)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 17


@pytest.mark.row("I4")
def test_known_at_leaves_out_what_was_recorded_later(desk, unit_as):
    holder = desk.holder(earned={"2025-02": 1200})
    desk.submitted(holder, ("P1M1", "2025-02"), earnings=(earned("2025-02", 1200, employer="Late News"),))
    seen = {}
    for name, known_at in (("before", datetime(2025, 12, 1, tzinfo=UTC)), ("now", None)):
        with unit_as(SYSTEM, reading=True):
            [facts] = gather([claim_for(holder)], decided_on=date(2025, 12, 15), known_at=known_at)
        seen[name] = (len(facts["earnings"]), len(facts["payments"]))
    assert seen == {"before": (1, 0), "now": (2, 1)}


@pytest.mark.row("I4")
def test_every_stored_decision_is_answered_the_same_again(desk):
    rich = desk.holder(earned={f"2025-{month:02d}": 1700 for month in range(2, 12)})
    poor = desk.holder(earned={"2025-02": 10})
    months = [
        ("P1M1", "2025-02"),
        ("P1M2", "2025-04"),
        ("P1M3", "2025-07"),
        ("P1M4", "2025-10"),
        ("P2", "2025-11"),
    ]
    desk.submitted(rich, *months)
    desk.submitted(poor, ("P1M1", "2025-02"), ("OUTCOME", "2025-03"), ("RECONCILIATION", "2025-03"))
    decisions = list(StoredDecision.objects.using("loader").all())
    assert len(decisions) == 8
    assert {decision.outcome for decision in decisions} >= {"grant", "refuse"}
    for decision in decisions:
        assert replay(decision.facts).answer == decision.answer
