"""May this Ticket be assigned to this provider on this day? AS-01 to AS-13, on both sides of every boundary (D1)."""

import json

import pytest

from portal.policy.assignability import assignable
from portal.policy.assignability_facts import Held, VrCase
from portal.policy.core import Decision, Outcome, State
from portal.policy.disclosed import ON_RECORD, shown_to_organisation
from tests.policy.casework import (
    AGENCY,
    EN,
    ON,
    OTHER,
    OTHER_AGENCY,
    agency,
    benefit,
    day,
    failing,
    month,
    network,
    person,
    states,
    the,
)

pytestmark = pytest.mark.row("D1", "K1")


def ask(on: str = "12-15", provider=None, **facts) -> Decision:
    return assignable(person(**facts), provider or network(), day(on))


def test_a_ticket_nobody_holds_can_be_assigned():
    assert ask().outcome is Outcome.GRANT
    assert assignable(person(), agency(), ON).outcome is Outcome.GRANT


class TestAge:
    @pytest.mark.parametrize(
        ("born", "on", "held"),
        [
            ("2007-12-16", "12-14", False),
            ("2007-12-16", "12-15", True),
            ("2008-03-01", "2026-02-27", False),
            ("2008-03-01", "2026-02-28", True),
            ("2008-02-29", "2026-02-27", False),
            ("2008-02-29", "2026-02-28", True),
        ],
    )
    def test_18_is_attained_on_the_day_before_the_birthday(self, born, on, held):
        found = the(ask(on, born_on=day(born)), "age-18-or-older")
        assert (found.state is State.HELD) is held

    def test_when_18_is_attained_is_said(self):
        assert the(ask(born_on=day("2008-05-02")), "age-18-or-older").true_from == day("2026-05-01")

    @pytest.mark.parametrize(
        ("born", "on", "held"),
        [
            ("1960-12-20", "11-30", True),
            ("1960-12-20", "12-01", False),
            ("1961-01-01", "11-30", True),
            ("1961-01-01", "12-01", False),
            ("1961-01-02", "12-31", True),
            ("1961-01-02", "2026-01-01", False),
        ],
    )
    def test_65_bars_from_the_month_it_is_attained_and_a_birthday_on_the_1st_moves_the_month(
        self, born, on, held
    ):
        found = the(ask(on, born_on=day(born)), "younger-than-65-in-the-month")
        assert (found.state is State.HELD) is held
        assert found.true_from is None


class TestBenefit:
    @pytest.mark.parametrize(
        ("benefits", "failed"),
        [
            ((), {"disability-benefit-on-record", "cash-benefit-payable"}),
            ((benefit("retirement"),), {"disability-benefit-on-record", "cash-benefit-payable"}),
            ((benefit(status="suspended"),), {"cash-benefit-payable"}),
            ((benefit(status="state-supplement-only"),), {"cash-benefit-payable"}),
            ((benefit(exceptions=("section-301",)),), {"no-exception-to-ticket-eligibility"}),
            ((benefit(exceptions=("continued-during-appeal",)),), {"no-exception-to-ticket-eligibility"}),
            ((benefit(exceptions=("outside-ticket-territory",)),), {"no-exception-to-ticket-eligibility"}),
            ((benefit("ssi-blind"),), set()),
            ((benefit("childhood-disability"),), set()),
            ((benefit("disabled-widow"),), set()),
            ((benefit("surviving-divorced-spouse"),), set()),
            ((benefit(status="suspended"), benefit("ssi-disabled")), set()),
            ((benefit(exceptions=("section-301",)), benefit("ssi-disabled")), set()),
            (
                (benefit(exceptions=("section-301",)), benefit("ssi-disabled", "suspended")),
                {"no-exception-to-ticket-eligibility"},
            ),
        ],
    )
    def test_one_good_record_is_enough(self, benefits, failed):
        assert failing(ask(benefits=benefits)) == failed

    def test_an_exception_nobody_has_read_yet_goes_to_a_person(self):
        decision = ask(benefits=(benefit(exceptions=("no-9",)),))
        assert decision.outcome is Outcome.REFER
        assert decision.primary.test.rule == "AS-04"

    def test_a_benefit_counts_from_its_first_month_to_its_last_and_says_when_it_begins(self):
        later = (benefit(from_=month("2026-02"), until=month("2026-04")),)
        decision = ask("2026-01-31", benefits=later)
        assert the(decision, "disability-benefit-on-record").true_from == month("2026-02")
        assert the(decision, "cash-benefit-payable").true_from == month("2026-02")
        assert failing(ask("2026-02-01", benefits=later)) == set()
        assert failing(ask("2026-03-31", benefits=later)) == set()
        after = ask("2026-04-01", benefits=later)
        assert failing(after) == {"disability-benefit-on-record", "cash-benefit-payable"}
        assert the(after, "cash-benefit-payable").true_from is None

    @pytest.mark.parametrize(
        ("on", "held"), [("2025-08-31", False), ("2025-09-01", True), ("2025-11-30", True), ("12-01", False)]
    )
    def test_for_90_days_after_a_cost_reimbursement_closure_no_cash_has_to_be_payable(self, on, held):
        case = VrCase(OTHER_AGENCY, day("01-10"), day("09-01"))
        decision = ask(on, benefits=(benefit(status="suspended"),), vr_cases=(case,))
        assert (states(decision)["cash-benefit-payable"] is State.HELD) is held

    def test_the_answer_says_whether_cash_is_payable(self):
        closed = (VrCase(OTHER_AGENCY, day("01-10"), day("12-01")),)
        suspended = (benefit(status="suspended"),)
        for facts, payable in (
            ({}, True),
            ({"benefits": suspended}, False),
            ({"benefits": suspended, "vr_cases": closed}, False),
        ):
            assert dict(the(ask(**facts), "cash-benefit-payable").facts)["payable"] is payable

    def test_in_the_extension_after_a_network_cash_has_to_be_payable(self):
        held = (Held(OTHER, day("01-10"), day("12-01")),)
        decision = ask(benefits=(benefit(status="suspended"),), assignments=held)
        assert failing(decision) == {"cash-benefit-payable"}


class TestTicket:
    def test_who_is_not_eligible_has_no_ticket(self):
        assert failing(ask(has_ticket=False)) == {"eligible-for-a-ticket"}

    @pytest.mark.parametrize(("on", "held"), [("11-30", True), ("12-01", False)])
    def test_a_terminated_ticket_is_final_from_the_month_it_ended(self, on, held):
        found = the(ask(on, terminated_in=month("2025-12")), "ticket-not-terminated-on-the-day")
        assert (found.state is State.HELD, found.true_from) == (held, None)


class TestOneHolder:
    def test_not_while_another_holds_it_and_the_same_day_it_leaves(self):
        held = (Held(OTHER, day("01-10"), day("12-15")),)
        assert failing(ask("12-14", assignments=held)) == {"not-assigned-to-another-provider"}
        assert failing(ask("12-15", assignments=held)) == set()
        assert failing(ask("01-09", assignments=held)) == set()

    def test_one_s_own_says_so_and_until_when(self):
        decision = ask(assignments=(Held(EN, day("01-10"), day("12-31")),))
        assert failing(decision) == {"not-already-assigned-to-you"}
        assert the(decision, "not-already-assigned-to-you").true_from == day("12-31")

    def test_nothing_about_the_other_organisation_leaks(self):
        facts = {
            "assignments": (Held(OTHER, day("01-10"), day("12-31")),),
            "vr_cases": (
                VrCase(OTHER_AGENCY, day("02-11"), None),
                VrCase(OTHER_AGENCY, day("01-05"), day("12-10")),
            ),
            "benefits": (benefit(status="suspended"),),
        }
        decision = ask(**facts)
        shown = shown_to_organisation(decision, EN)
        text = json.dumps(shown)
        assert text.count(ON_RECORD) >= 3
        for secret in (OTHER, OTHER_AGENCY, "2025-01-10", "2025-02-11", "2025-12-31", "2026-03-10"):
            assert secret not in text
        whole = json.dumps(shown_to_organisation(decision, OTHER))
        assert "2025-01-10" in whole
        assert "2025-02-11" not in whole


class TestVrCase:
    @pytest.mark.parametrize(
        ("on", "failed"), [("02-09", False), ("02-10", True), ("06-14", True), ("06-15", False)]
    )
    def test_not_while_an_agency_s_case_is_open(self, on, failed):
        decision = ask(on, vr_cases=(VrCase(OTHER_AGENCY, day("02-10"), day("06-15")),))
        assert ("no-open-cost-reimbursement-case" in failing(decision)) is failed

    @pytest.mark.parametrize(
        ("on", "failed"), [("12-14", set()), ("12-15", {"change-from-cost-reimbursement-in-time"})]
    )
    def test_the_agency_itself_may_change_within_90_days_of_the_ipe(self, on, failed):
        case = VrCase(AGENCY, day("09-16"), None, day("09-15"))
        assert failing(ask(on, provider=agency(), vr_cases=(case,))) == failed

    def test_without_the_ipe_s_date_the_window_is_not_known(self):
        decision = ask(provider=agency(), vr_cases=(VrCase(AGENCY, day("09-16"), None),))
        assert decision.outcome is Outcome.ASK

    def test_not_to_the_agency_that_closed_a_case_but_to_another(self):
        closed = (VrCase(AGENCY, day("01-10"), day("12-15")),)
        assert failing(ask(provider=agency(), vr_cases=closed)) == {
            "no-cost-reimbursement-case-closed-by-you"
        }
        assert failing(ask(provider=agency(organisation="VR-third"), vr_cases=closed)) == set()
        assert failing(ask(vr_cases=closed)) == set()


class TestProvider:
    @pytest.mark.parametrize(
        ("on", "held"), [("06-30", False), ("07-01", True), ("12-14", True), ("12-15", False)]
    )
    def test_the_agreement_is_in_force_on_the_day(self, on, held):
        provider = network(agreement=((day("07-01"), day("12-15")),))
        decision = ask(on, provider=provider)
        assert ("provider-serves-under-the-program" not in failing(decision)) is held

    def test_an_agreement_to_come_says_from_when(self):
        decision = ask(
            provider=network(agreement=((day("2026-01-01"), None), (day("2020-01-01"), day("11-01"))))
        )
        assert the(decision, "provider-serves-under-the-program").true_from == day("2026-01-01")

    @pytest.mark.parametrize(
        ("found", "outcome"), [(True, Outcome.GRANT), (False, Outcome.REFUSE), (None, Outcome.ASK)]
    )
    def test_an_agency_has_to_find_the_person_eligible(self, found, outcome):
        assert ask(provider=agency(vr_eligible=found)).outcome is outcome


def test_every_failed_rule_is_listed_and_each_says_what_to_do():
    decision = assignable(
        person(
            born_on=day("1950-01-01"),
            benefits=(),
            has_ticket=False,
            terminated_in=month("2020-01"),
            assignments=(Held(OTHER, day("01-10"), None),),
            vr_cases=(
                VrCase(OTHER_AGENCY, day("01-10"), None),
                VrCase(AGENCY, day("2024-01-10"), day("2024-05-10")),
            ),
        ),
        agency(agreement=((day("2020-01-01"), day("2021-01-01")),), vr_eligible=False),
        ON,
    )
    assert decision.outcome is Outcome.REFUSE
    assert len(failing(decision)) == 10
    for one in decision.checks:
        assert one.test.rule and one.test.citation and one.test.says and one.test.remedy


def test_what_is_not_on_record_is_asked_for():
    decision = assignable(person(born_on=None, benefits=None, has_ticket=None), network(agreement=()), ON)
    assert decision.outcome is Outcome.ASK
    assert {one.test.name for one in decision.checks if one.state is State.UNKNOWN} == {
        "age-18-or-older",
        "younger-than-65-in-the-month",
        "disability-benefit-on-record",
        "cash-benefit-payable",
        "no-exception-to-ticket-eligibility",
        "eligible-for-a-ticket",
        "provider-serves-under-the-program",
    }
    assert all(one.needs for one in decision.checks if one.state is State.UNKNOWN)
