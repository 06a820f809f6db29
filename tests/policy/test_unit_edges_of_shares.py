"""Payments of several providers, the reconciliation's parts, elections, and the rest that rounding leaves."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from portal.policy.allocation import allocate, parts, withdraw
from portal.policy.core import Outcome, State
from portal.policy.election import Election, change
from portal.policy.tables.figures import PHASE_2_T2
from tests.policy.cases import Answer, Facts, assignment, case, earned, every, judge, outcome, paid, phase2
from tests.policy.test_unit_edges_of_time import the

pytestmark = pytest.mark.row("E1", "E9")
HALVES = {"EN-A": "1/2", "EN-B": "1/2"}


def shared(facts: Facts, shares: dict[str, str], *, ask: str = "EN-A", month: str | None = None) -> Answer:
    """The answer about a provider's share of the payment the facts ask for."""
    facts["request"]["provider"] = ask
    facts["request"]["services_statement"] = {"dated_on": "2025-08-01", "shows_contribution": True}
    row = {"kind": facts["request"]["asks"], "month": month or facts["request"]["claim_month"]}
    facts["allocations"] = [row | {"shares": shares, "reason": "by months of service"}]
    return judge(facts)


def share(answer: Answer) -> Any:
    return the("payment-figure-loaded", answer)["facts"].get("share_amount")


class TestShares:
    def turns(self, *providers: str, until: str | None = None) -> list[Facts]:
        """The providers one after the other from January 2024, two months each; the last until a day, if any."""
        rows = []
        for number, name in enumerate(providers):
            first, second = f"2024-{2 * number + 1:02d}-10", f"2024-{2 * number + 3:02d}-05"
            last = number == len(providers) - 1
            rows.append(assignment(first, provider=name, ended=until if last else second))
        return rows

    def outcome(self, turns: list[Facts]) -> Facts:
        """An outcome month of March 2025: $555 for SSDI."""
        return outcome(1700, month="2025-03", assignments=turns)

    @pytest.mark.parametrize("until", [None, "2025-06-10"])
    def test_the_rest_goes_to_the_last_holder_that_has_a_share(self, until: str | None) -> None:
        """Halves of 555 are 277.50: 278 each, one dollar too much."""
        turns = self.turns("EN-A", "EN-B", "EN-C", until=until)
        assert share(shared(self.outcome(turns), HALVES)) == "278.00"
        assert share(shared(self.outcome(turns), HALVES, ask="EN-B")) == "277.00"
        turns = self.turns("EN-B", "EN-A", until=until)
        assert share(shared(self.outcome(turns), HALVES)) == "277.00"
        assert share(shared(self.outcome(turns), HALVES, ask="EN-B")) == "278.00"

    def test_a_system_counts_from_the_month_of_the_assignment(self) -> None:
        """EN-B came under the outcome system in the month itself: its whole is another, and no rest is left."""
        turns = [
            assignment("2024-01-10", ended="2025-02-10"),
            assignment("2025-03-05", provider="EN-B", ended="2025-04-10", system="outcome"),
            assignment("2025-05-10"),
        ]
        assert share(shared(self.outcome(turns), HALVES)) == "278.00"

    def test_of_two_systems_the_later_one_pays(self) -> None:
        """EN-B came back under the outcome system: half of 1,033 is 516.50, EN-A's half of 555 has no rest."""
        turns = [
            assignment("2024-01-10", provider="EN-B", ended="2024-03-10"),
            assignment("2024-04-10", ended="2024-08-10"),
            assignment("2024-09-10", provider="EN-B", ended="2024-11-10", system="outcome"),
            assignment("2025-01-10"),
        ]
        assert share(shared(self.outcome(turns), HALVES)) == "278.00"

    def test_an_allocation_of_another_month_shares_nothing(self) -> None:
        answer = shared(self.outcome(self.turns("EN-A")), HALVES, month="2025-02")
        assert (answer.short, share(answer)) == ("grant 555.00", None)

    def test_a_share_of_nothing_is_no_share(self) -> None:
        facts = phase2(3000, assigned="2024-08-10")
        answer = shared(facts, {"EN-A": "0", "EN-B": "1"})
        found = the("not-paid-to-another-provider", answer)
        assert (found["state"], found["facts"]["allocated"]) == ("failed", True)
        facts["payments"] = [paid("P2", "2024-10", to="EN-B")]
        assert the("not-paid-to-another-provider", shared(facts, {"EN-B": "1"}))["state"] == "failed"

    def test_what_is_not_allocated_is_said(self) -> None:
        answer = shared(phase2(3000), HALVES, month="2024-11")
        found = the("not-paid-to-another-provider", answer)
        assert (found["state"], found["facts"]["allocated"]) == ("held", False)

    def test_shares_of_nothing_may_be_written_down_and_negative_ones_not(self) -> None:
        whole = {"EN-A": Fraction(1), "EN-B": Fraction(0)}
        assert allocate(whole, {"EN-A", "EN-B"}, "why").outcome is Outcome.GRANT
        assert parts(whole, {"EN-A": 185000, "EN-B": 185000}, "EN-A") == {"EN-A": 185000, "EN-B": 0}
        below = {"EN-A": Fraction(2), "EN-B": Fraction(-1)}
        assert allocate(below, {"EN-A", "EN-B"}, "why").outcome is Outcome.REFUSE


class TestDuplicates:
    def claim(self, kind: str, month: str, provider: str = "EN-A") -> Facts:
        return {"provider": provider, "kind": kind, "month": month, "submitted_on": "2025-05-01"}

    def judged(self, claim: Facts, asks: str = "P1M1", month: str = "2025-05") -> Answer:
        """P1M1 was reached in February; a claim that names May is judged for February."""
        facts = case(asks=asks, month=month, earnings=every("2025-02", 4, 2000))
        facts["open_claims"] = [claim]
        return judge(facts)

    @pytest.mark.parametrize(
        ("kind", "month", "state"),
        [
            ("OUTCOME", "2025-05", "failed"),
            ("OUTCOME", "2025-04", "held"),
            ("P2", "2025-05", "held"),
            ("RECONCILIATION", "2025-05", "held"),
        ],
    )
    def test_an_open_request_is_the_same_only_for_kind_and_month(
        self, kind: str, month: str, state: str
    ) -> None:
        found = self.judged(self.claim(kind, month), asks="OUTCOME")
        assert the("not-already-requested-or-paid", found)["state"] == state

    @pytest.mark.parametrize(
        ("kind", "state"), [("P1M1", "failed"), ("P1M2", "held"), ("RECONCILIATION", "failed")]
    )
    def test_a_milestone_is_paid_once_and_the_reconciliation_pays_them_all(
        self, kind: str, state: str
    ) -> None:
        assert (
            the("not-already-requested-or-paid", self.judged(self.claim(kind, "2025-09")))["state"] == state
        )

    def test_a_reconciliation_named_by_its_own_month_is_asked_twice(self) -> None:
        found = self.judged(self.claim("RECONCILIATION", "2025-05"), asks="RECONCILIATION")
        assert the("not-already-requested-or-paid", found)["state"] == "failed"

    @pytest.mark.parametrize(
        ("provider", "kind", "state"),
        [("EN-B", "P1M1", "failed"), ("EN-B", "P1M2", "held"), ("EN-A", "P1M1", "held")],
    )
    def test_a_rival_is_another_provider_that_asks_for_the_same(
        self, provider: str, kind: str, state: str
    ) -> None:
        found = self.judged(self.claim(kind, "2025-02", provider))
        assert the("no-open-request-of-another-provider", found)["state"] == state


class TestReconciliation:
    def facts(self, **changes: Any) -> Facts:
        """Twelve outcomes from January 2024, benefits stopped with the first of them, T2."""
        months = every("2024-01", 12, 3000)
        words = {"assigned": "2023-06-10", "turns": {"2024-01": "suspended-for-work"}} | changes
        facts = case(asks="RECONCILIATION", month="2024-12", on="2025-03-15", earnings=months, **words)
        facts["payments"] = [paid("OUTCOME", month) for month in months]
        return facts

    def left(self, facts: Facts) -> Any:
        return the("milestones-left-to-reconcile", judge(facts))["facts"]

    def test_the_period_s_first_month_sets_the_figures_though_paid_from_later_on(self) -> None:
        facts = self.facts(turns={"2023-11": "suspended-for-work"})
        assert the("payment-figure-loaded", judge(facts))["facts"]["month"] == "2023-11"

    def test_where_no_period_is_on_record_the_first_paid_outcome_stands_for_it(self) -> None:
        assert the("payment-figure-loaded", judge(self.facts(turns={})))["facts"]["month"] == "2024-01"

    def test_both_phases_figures_must_be_loaded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(PHASE_2_T2.by_year, 2024)
        found = the("payment-figure-loaded", judge(self.facts()))
        assert (found["state"], found["needs"]) == ("unknown", "rate not loaded for 2024")

    def test_never_less_than_nothing_is_left(self) -> None:
        facts = self.facts()
        facts["payments"] += [paid("P2", month) for month in every("2022-01", 12, 0)]
        assert self.left(facts)["phase_2_left"] == 0

    def test_without_a_class_of_benefits_what_is_left_is_not_known(self) -> None:
        facts = self.facts()
        row = {"title": "T2", "from": "2024-06", "until": None, "status": "paid"}
        facts["beneficiary"]["benefits"] = [row]
        needs = "which benefit, SSDI or SSI, the Ticketholder was entitled to in the month"
        answer = judge(facts)
        assert the("payment-figure-loaded", answer)["needs"] == needs
        assert the("milestones-left-to-reconcile", answer)["needs"] == needs


class TestElections:
    def test_the_answer_names_the_first_election_and_the_year_s_other_change(self) -> None:
        made = (
            Election(date(2022, 3, 1), "outcome"),
            Election(date(2025, 2, 1), "outcome-milestone"),
            Election(date(2025, 4, 1), "outcome"),
        )
        answer = change(made, Election(date(2025, 6, 1), "outcome-milestone"))
        facts = {check.test.name: dict(check.facts) for check in answer.checks}
        assert facts["not-in-the-year-of-the-first-election"] == {"first_elected_on": date(2022, 3, 1)}
        assert facts["no-other-change-in-the-year"]["noticed_on"] == date(2025, 2, 1)

    def test_the_first_election_is_no_other_change(self) -> None:
        answer = change(
            (Election(date(2025, 3, 1), "outcome"),), Election(date(2025, 6, 1), "outcome-milestone")
        )
        states = {check.test.name: check.state for check in answer.checks}
        assert states["not-in-the-year-of-the-first-election"] is State.FAILED
        assert states["no-other-change-in-the-year"] is State.HELD


def test_a_former_provider_is_excused_from_papers_while_another_holds_the_ticket() -> None:
    """PAY-16: another provider held it until it was taken out on 15 December."""
    turns = [
        assignment("2025-01-10", ended="2025-06-10"),
        assignment("2025-07-10", provider="EN-B", ended="2025-12-15"),
    ]
    facts = case(month="2025-03", assignments=turns)
    facts["earnings"] = [earned("2025-03", 2000)]
    for day, state in (("2025-12-14", "held"), ("2025-12-15", "failed")):
        facts["decided_on"] = facts["request"]["submitted_on"] = day
        assert the("earnings-are-proved", judge(facts))["state"] == state


@pytest.mark.parametrize(
    ("divided_by", "by", "reason", "failed"),
    [
        ("Andy", "Olga", "They worked one after the other.", []),
        ("Andy", "Andy", "They worked one after the other.", ["shares-withdrawn-by-another-person"]),
        ("Andy", "Olga", " ", ["withdrawal-of-shares-gives-a-reason"]),
        (None, "Olga", "They worked one after the other.", ["payment-is-divided"]),
    ],
)
def test_another_person_withdraws_a_division_that_stands_with_a_reason(
    divided_by: str | None, by: str, reason: str, failed: list[str]
) -> None:
    decision = withdraw(divided_by, by, reason)
    assert [one.test.name for one in decision.checks if one.state is State.FAILED] == failed
    assert (decision.outcome is Outcome.GRANT) == (failed == [])
