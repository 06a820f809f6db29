"""Evidence of earnings and the standing of the provider: EVD-01 to EVD-04, EVD-09, E3's conflicts."""

import pytest

from tests.policy.cases import Facts, case, earned, every, judge, outcome, paid, paper, provider, table

pytestmark = pytest.mark.row("E1", "C1", "C2")

PAPERS = table("evidence.csv")


def with_papers(*papers: Facts) -> Facts:
    facts = case(earnings={"2025-02": 1160})
    for number, one in enumerate(papers):
        one["id"] = f"E{number}"
    facts["evidence"] = list(papers)
    return facts


@pytest.mark.parametrize("row", PAPERS, ids=[row["case"] for row in PAPERS])
def test_primary_or_two_sources_of_secondary_evidence(row: dict[str, str]) -> None:
    papers = [
        paper(row[f"kind {n}"], ["2025-02"], row[f"issuer {n}"], row[f"lacks {n}"].split())
        for n in (1, 2)
        if row[f"kind {n}"]
    ]
    answer = judge(with_papers(*papers))
    assert answer.outcome == row["answer"]
    if row["answer"] == "grant":
        assert answer.short == "grant 1850.00"
    else:
        assert answer.code == "DEN-14"
        assert answer.rules == {"EVD-01"}


class TestPrimaryEvidence:
    def test_of_another_month_proves_nothing_of_this_one(self) -> None:
        answer = judge(with_papers(paper("original-pay-slip", ["2025-03"])))
        assert answer.short == "ask DEN-14"

    def test_none_at_all(self) -> None:
        assert judge(with_papers()).short == "ask DEN-14"

    def test_secondary_evidence_must_be_two_for_the_same_month(self) -> None:
        papers = [paper("pay-slip-copy", ["2025-02"]), paper("unemployment-record", ["2025-03"], "STATE")]
        assert judge(with_papers(*papers)).short == "ask DEN-14"

    def test_months_proven_on_record_need_no_paper(self) -> None:
        facts = case(asks="P1M2", month="2025-04", earnings=every("2025-02", 3, 1160))
        facts["evidence"] = [paper("employer-statement", ["2025-04"])]
        for row in facts["earnings"][:2]:
            row |= {"proven": True, "source": "ssa-record", "disclosure": "ssa-record"}
        assert judge(facts).short == "grant 1850.00"


class TestCertification:
    """EVD-02 as overruled: certification is accepted unless a dated parameter ends it."""

    def test_with_earnings_on_record(self) -> None:
        facts = case(earnings={"2025-02": 1160})
        facts["request"]["form"] = "certification"
        facts["evidence"] = []
        facts["earnings"][0] |= {"source": "ssa-record", "disclosure": "ssa-record", "proven": True}
        assert judge(facts).short == "grant 1850.00"

    def test_it_is_measured_by_the_same_law(self) -> None:
        facts = case(earnings={"2025-02": "1159.99"})
        facts["request"]["form"] = "certification"
        assert judge(facts).short == "refuse DEN-04"


class TestAlreadyProven:
    """EVD-03."""

    def second(self, gross: float | str, *, proven: bool = True, first_paid_to: str = "EN-A") -> Facts:
        facts = outcome(
            gross,
            month="2025-04",
            turns={"2025-03": "suspended-for-work"},
            payments=[paid("OUTCOME", "2025-03", to=first_paid_to)],
        )
        facts["evidence"] = []
        facts["request"]["earnings_already_proven"] = True
        facts["earnings"][0] |= {"proven": proven, "source": "ssa-record", "disclosure": "ssa-record"}
        return facts

    def test_the_first_outcome_request_needs_evidence(self) -> None:
        facts = outcome(1700)
        facts["evidence"] = []
        assert judge(facts).short == "ask DEN-14"

    def test_a_later_one_with_a_proven_month_goes_on(self) -> None:
        assert judge(self.second(1700)).short == "grant 555.00"

    def test_a_record_below_sga_is_denied(self) -> None:
        assert judge(self.second("1619.99")).short == "refuse DEN-03"

    def test_what_is_not_proven_on_record_is_not_taken_as_proven(self) -> None:
        assert judge(self.second(1700, proven=False)).outcome != "grant"

    def test_the_first_outcome_request_of_each_provider_needs_evidence(self) -> None:
        facts = self.second(1700, first_paid_to="EN-B")
        assert judge(facts).short == "ask DEN-14"


class TestRequest:
    """EVD-04."""

    def test_a_month_in_the_future(self) -> None:
        facts = case(month="2026-01", earnings={"2026-01": 3000}, on="2025-12-15")
        try:
            answer = judge(facts)
        except ValueError as refused:
            assert "claim_month" in str(refused)
        else:
            assert (answer.outcome, answer.amount) == ("refuse", None)

    def test_neither_holder_nor_ever_holder(self) -> None:
        facts = case(earnings={"2025-02": 1160})
        facts["request"]["provider"] = "EN-B"
        answer = judge(facts)
        assert answer.short == "refuse DEN-16"

    @pytest.mark.parametrize("amounts", [("1160.00", "900.00"), ("900.00", "1160.00")])
    def test_a_conflict_between_sources_is_not_decided_by_the_machine(self, amounts: tuple[str, str]) -> None:
        facts = case()
        facts["earnings"] = [
            earned("2025-02", amounts[0], source="employer-statement"),
            earned("2025-02", amounts[1], source="ssa-record", disclosure="ssa-record"),
        ]
        facts["evidence"] = [paper("employer-statement", ["2025-02"])]
        assert judge(facts).outcome in {"refer", "ask"}

    def test_two_sources_that_agree_are_one_amount(self) -> None:
        facts = case(earnings={"2025-02": 800})
        facts["earnings"].append(earned("2025-02", 800, source="ssa-record", disclosure="ssa-record"))
        assert judge(facts).short == "refuse DEN-04"
        for row in facts["earnings"]:
            row["gross"] = "1160.00"
        assert judge(facts).short == "grant 1850.00"


class TestStanding:
    """PAY-23 no. 1 and EVD-09, decided on 2025-12-15."""

    def ours(self, **standing: object) -> Facts:
        facts = case(earnings={"2025-02": 1160})
        facts["providers"]["EN-A"] = provider(**standing)
        return facts

    @pytest.mark.parametrize(
        "standing",
        [
            {"sam_registered_until": "2025-12-15"},
            {"sam_registered_until": "2025-06-01"},
            {"sam_registered_until": None},
            {"bank_current": False},
            {"holds": [{"from": "2025-12-15", "until": None, "reason": "review"}]},
            {"holds": [{"from": "2025-01-01", "until": "2025-12-16", "reason": "review"}]},
        ],
        ids=["lapsed today", "lapsed in June", "unknown", "bank", "held from today", "held to today"],
    )
    def test_the_request_waits_with_the_reason_and_is_not_denied(self, standing: dict[str, object]) -> None:
        answer = judge(self.ours(**standing))
        assert (answer.outcome, answer.code) == ("ask", None)
        reasons = [check for check in answer.checks if check["state"] != "held"]
        assert {check["rule"] for check in reasons} <= {"EVD-09", "PAY-23"}
        assert len(reasons) == 1
        assert reasons[0]["remedy"]

    @pytest.mark.parametrize(
        "standing",
        [
            {"sam_registered_until": "2025-12-16"},
            {"holds": [{"from": "2025-12-16", "until": None, "reason": "review"}]},
            {"holds": [{"from": "2025-01-01", "until": "2025-12-15", "reason": "review"}]},
            {"agreement": [{"from": "2020-01-01", "until": "2025-12-16"}]},
        ],
        ids=["registered to today", "held from tomorrow", "held to yesterday", "agreement to today"],
    )
    def test_the_other_side_of_each_day(self, standing: dict[str, object]) -> None:
        assert judge(self.ours(**standing)).short == "grant 1850.00"

    @pytest.mark.parametrize("agreement", [[{"from": "2020-01-01", "until": "2025-12-15"}], []])
    def test_an_agreement_that_ended_before_the_request(self, agreement: list[Facts]) -> None:
        assert judge(self.ours(agreement=agreement)).short == "refuse DEN-05"

    def test_an_agreement_that_ended_between_request_and_decision_does_not_deny(self) -> None:
        facts = self.ours(agreement=[{"from": "2020-01-01", "until": "2025-12-01"}])
        facts["request"]["submitted_on"] = "2025-11-30"
        assert "DEN-05" not in judge(facts).codes

    def test_what_failed_otherwise_is_denied_though_registration_lapsed(self) -> None:
        facts = case(earnings={"2025-02": "1159.99"})
        facts["providers"]["EN-A"] = provider(sam_registered_until="2025-06-01")
        answer = judge(facts)
        assert answer.outcome == "refuse"
        assert answer.code == "DEN-04"

    def test_the_standing_of_another_provider_is_no_matter(self) -> None:
        facts = case(earnings={"2025-02": 1160})
        facts["providers"]["EN-B"] = provider(sam_registered_until=None, bank_current=False, agreement=[])
        assert judge(facts).short == "grant 1850.00"
