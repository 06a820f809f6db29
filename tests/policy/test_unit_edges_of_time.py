"""The first and last days of assignments, agreements, terminations and State VR cases, and what the answer says."""

from datetime import date
from typing import Any

import pytest

from tests.policy.cases import Answer, Facts, assignment, benefits, case, every, judge, outcome, paid, phase2

pytestmark = pytest.mark.row("E1")


def the(name: str, answer: Answer) -> dict[str, Any]:
    """One check of the answer."""
    return next(check for check in answer.checks if check["name"] == name)


def milestone(**words: Any) -> Facts:
    """P1M1 in February 2025 with enough gross."""
    return case(**{"earnings": {"2025-02": 2000}} | words)


class TestAgreement:
    def test_it_is_in_force_on_its_first_day_and_no_more_on_its_end(self) -> None:
        facts = milestone()
        spans = facts["providers"]["EN-A"]["agreement"]
        spans[0] |= {"from": "2025-12-15", "until": None}
        assert judge(facts).outcome == "grant"
        spans[0] |= {"from": "2020-01-01", "until": "2025-12-15"}
        failed = the("agreement-in-force-at-the-request", judge(facts))
        assert failed["facts"] == {"requested_on": "2025-12-15", "agreement_until": "2025-12-15"}


class TestLateEntry:
    def test_the_assignment_month_is_followed_by_the_month_after_the_late_entry(self) -> None:
        """PAY-15's example: signed 25 March, entered 9 April: the first month is May."""
        answer = judge(case(month="2025-03", assigned="2025-03-25", entered="2025-04-09"))
        assert the("after-the-assignment-month", answer)["true_from"] == "2025-05"
        late = the("after-the-month-of-a-late-entry", answer)
        assert late["true_from"] == "2025-05"
        assert late["facts"]["payment_base_month"] == "2025-04"

    def test_day_14_is_in_time_though_the_month_be_another(self) -> None:
        answer = judge(case(month="2025-03", assigned="2025-03-25", entered="2025-04-08"))
        in_time = the("after-the-month-of-a-late-entry", answer)
        assert (in_time["state"], in_time["facts"]["payment_base_month"]) == ("held", "2025-03")

    def test_without_a_day_of_entry_it_is_not_known(self) -> None:
        facts = milestone()
        facts["assignments"][0]["entered_on"] = None
        found = the("after-the-month-of-a-late-entry", judge(facts))
        assert (found["state"], found["needs"]) == ("unknown", "the day the assignment was entered")
        facts["request"]["claim_month"] = "2025-01"
        assert the("after-the-assignment-month", judge(facts))["true_from"] == "2025-02"

    def test_without_an_assignment_that_is_what_is_missing(self) -> None:
        facts = milestone(assignments=[assignment("2025-01-10", provider="EN-B")])
        found = the("after-the-month-of-a-late-entry", judge(facts))
        assert found["needs"] == "an assignment of this Ticket to the provider"

    def test_of_two_assignments_signed_on_one_day_the_one_entered_first_counts_first(self) -> None:
        """A Ticket's first assignment is the one with a day of entry, where the other has none."""
        rows = [assignment("2025-01-10") | {"entered_on": None}, assignment("2025-01-10", provider="EN-B")]
        answer = judge(milestone(assignments=rows))
        assert the("benefit-class-unchanged", answer)["facts"]["since"] == "2025-01"
        assert the("earned-trial-work-level", answer)["state"] == "held"


class TestTermination:
    def test_the_month_of_death_and_the_one_before(self) -> None:
        """PAY-18: death in August 2025, the last payable month is July."""
        for month, state in (("2025-07", "held"), ("2025-08", "failed")):
            answer = judge(phase2(3000, month=month, assigned="2025-01-10", terminated={"2025-08": "death"}))
            found = the("before-the-month-of-death", answer)
            assert found["state"] == state
            assert found["facts"]["last_payable_month"] == "2025-07"

    def test_medical_cessation_says_the_last_payable_month(self) -> None:
        answer = judge(
            phase2(3000, month="2025-05", assigned="2025-01-10", terminated={"2025-05": "medical-cessation"})
        )
        found = the("before-the-ticket-terminated", answer)
        assert found["state"] == "failed"
        assert found["facts"]["last_payable_month"] == "2025-04"

    @pytest.mark.parametrize(
        ("until", "state"), [("2025-02", "held"), ("2025-03", "failed"), (None, "failed")]
    )
    def test_an_end_of_entitlement_that_is_itself_over_ends_nothing(
        self, until: str | None, state: str
    ) -> None:
        facts = milestone()
        ended = {"title": "T2", "from": "2024-01", "until": until, "status": "ended-other"}
        facts["beneficiary"]["benefits"] = [*benefits("T2", {}, until="2024-01"), ended]
        assert the("before-the-ticket-terminated", judge(facts))["state"] == state


class TestRegulation:
    def test_its_first_year_is_2008(self) -> None:
        words = {"assigned": "2007-06-10", "asks": "OUTCOME", "on": "2009-01-15"}
        held = judge(case(**words, month="2008-01", earnings={"2008-01": 3000}))
        assert the("under-the-regulation-in-force", held)["state"] == "held"
        early = judge(case(**words, month="2007-12", earnings={"2007-12": 3000}))
        assert the("under-the-regulation-in-force", early)["state"] == "failed"


class TestCertification:
    def test_the_last_day_is_the_one_before_the_end(self) -> None:
        facts = milestone()
        facts["request"]["form"] = "certification"
        day = date(2025, 12, 1)
        found = the("form-of-request-accepted", judge(facts, certification_ends_on=day))
        assert (found["state"], found["facts"]["certification_last_day"]) == ("failed", "2025-11-30")


class TestVrCase:
    @pytest.mark.parametrize(
        ("opened", "closed", "claimed", "outcome"),
        [
            ("2025-02-28", None, [], "refer"),
            ("2025-03-01", None, [], "grant"),
            ("2024-01-01", "2025-02-01", [], "grant"),
            ("2024-01-01", "2025-02-02", [], "refer"),
            ("2025-03-01", "2025-06-01", [], "grant"),
            ("2024-01-01", "2024-02-01", [{"from": "2025-02", "until": "2025-03"}], "refer"),
            ("2024-01-01", "2024-02-01", [{"from": "2025-02", "until": None}], "refer"),
            ("2024-01-01", "2024-02-01", [{"from": "2025-03", "until": None}], "grant"),
            ("2024-01-01", "2024-02-01", [{"from": "2024-12", "until": "2025-02"}], "grant"),
        ],
    )
    def test_a_case_that_meets_the_month_goes_to_a_person(
        self, opened: str, closed: str | None, claimed: list[Facts], outcome: str
    ) -> None:
        facts = milestone()
        facts["ticket"]["vr_cases"] = [{"opened_on": opened, "closed_on": closed, "claimed": claimed}]
        assert judge(facts).outcome == outcome

    def test_a_closure_on_the_first_assignment_day_is_before_it(self) -> None:
        """PAY-09: inside the look-back, and so not between two providers."""
        answer = judge(milestone(closed=["2025-01-10"]))
        assert answer.short == "refuse DEN-10"
        assert the("no-vr-closure-between-providers", answer)["state"] == "held"

    @pytest.mark.parametrize(("closed", "state"), [("2025-01-10", "failed"), ("2025-01-11", "held")])
    def test_a_closure_between_two_providers_goes_to_a_person(self, closed: str, state: str) -> None:
        rows = [
            assignment("2023-01-10", provider="EN-B", ended="2023-06-10"),
            assignment("2025-01-10", provider="EN-A"),
        ]
        answer = judge(milestone(assignments=rows, closed=[closed]))
        assert the("no-vr-closure-between-providers", answer)["state"] == state

    def test_without_an_own_assignment_it_is_not_known(self) -> None:
        answer = judge(milestone(assignments=[assignment("2025-01-10", provider="EN-B")]))
        assert the("no-vr-closure-between-providers", answer)["state"] == "unknown"


class TestClassOfBenefits:
    @pytest.mark.parametrize(
        ("rows", "state"),
        [
            ([("T2", "2001-01", None)], "held"),
            ([("T2", "2025-02", None)], "unknown"),
            ([("T2", "2025-01", None)], "held"),
            ([("T16", "2001-01", "2025-02"), ("T2", "2025-02", None)], "failed"),
            ([("T2", "2001-01", "2025-02"), ("T2", "2025-03", None)], "held"),
            (
                [("T16", "2001-01", "2025-03"), ("T2", "2025-03", "2025-04"), ("T16", "2025-04", None)],
                "failed",
            ),
            ([("T2", "2001-01", "2025-09"), ("T16", "2025-09", None)], "held"),
        ],
    )
    def test_it_must_be_the_same_from_the_first_assignment_to_the_month(
        self, rows: list[tuple[str, str, str | None]], state: str
    ) -> None:
        """Assigned in January 2025; the month is May 2025 (February where a row begins then)."""
        facts = case(asks="P2", month="2025-05", closed=["2025-01-01"], earnings={"2025-05": 3000})
        facts["beneficiary"]["benefits"] = [
            {"title": title, "from": start, "until": until, "status": "paid"} for title, start, until in rows
        ]
        assert the("benefit-class-unchanged", judge(facts))["state"] == state

    def test_phase_1_says_its_limit_of_four(self) -> None:
        answer = judge(milestone(payments=[paid("P1M2", "2025-05")]))
        assert the("limit-not-reached", answer)["facts"] == {"paid": 1, "limit": 4}


class TestOutcomePeriod:
    def test_a_stop_in_the_month_after_the_assignment_begins_it_there(self) -> None:
        """Assigned on the last day of January: the first month that ends later is February."""
        words = {"assigned": "2025-01-31", "turns": {"2025-02": "suspended-for-work"}}
        answer = judge(milestone(**words))
        assert the("before-the-outcome-period", answer)["facts"]["outcome_period_from"] == "2025-02"
        assert judge(outcome(1700, month="2025-02", assigned="2025-01-31")).outcome == "grant"

    def test_benefits_stopped_all_along_begin_it_with_the_assignment(self) -> None:
        facts = milestone()
        stopped = {"title": "T2", "from": "2020-01", "until": None, "status": "suspended-for-work"}
        facts["beneficiary"]["benefits"] = [stopped]
        found = the("before-the-outcome-period", judge(facts))
        assert (found["state"], found["facts"]["outcome_period_from"]) == ("failed", "2025-01")

    def test_no_assignment_no_outcome_period(self) -> None:
        facts = milestone(turns={"2025-01": "suspended-for-work"})
        facts["assignments"] = []
        assert the("before-the-outcome-period", judge(facts))["state"] == "held"

    def test_a_provider_that_never_held_the_ticket_is_counted(self) -> None:
        facts = milestone(assignments=[assignment("2025-01-10", provider="EN-B")])
        found = the("ticket-was-assigned-to-the-provider", judge(facts))
        assert found["facts"] == {"provider": "EN-A", "assignments_to_the_provider": 0}

    def test_a_second_assignment_in_the_month_judged_does_not_take_it_over(self) -> None:
        """Reassigned to the same provider in May: May is still paid under the first assignment."""
        rows = [assignment("2025-01-10", ended="2025-04-10"), assignment("2025-05-20")]
        answer = judge(phase2(3000, month="2025-05", assignments=rows, closed=["2025-01-01"]))
        assert the("after-the-assignment-month", answer)["facts"]["assigned_on"] == "2025-01-10"

    def test_a_reconciliation_claimed_later_is_judged_for_the_twelfth_outcome(self) -> None:
        months = every("2024-01", 12, 3000)
        words = {"assigned": "2023-06-10", "turns": {"2024-01": "suspended-for-work"}}
        for claimed, judged in (("2025-03", "2024-12"), ("2024-12", "2024-12"), ("2024-11", "2024-11")):
            facts = case(asks="RECONCILIATION", month=claimed, on="2025-06-15", earnings=months, **words)
            facts["payments"] = [paid("OUTCOME", month) for month in months]
            assert the("requested-within-24-months", judge(facts))["facts"]["month"] == judged
