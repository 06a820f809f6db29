"""Form SSA-1365, the closing of a cost-reimbursement case, and its correction (C6; SV-03 to SV-07, TT-04, BF-04)."""

import pytest

from portal.policy.assignability_facts import Held, VrCase
from portal.policy.core import Outcome, State
from portal.policy.disclosed import ON_RECORD, shown_to_organisation
from portal.policy.election import ASSIGNABLE
from portal.policy.vr_case import (
    ReportFacts,
    change_until,
    closing_effect,
    judge_closing,
    judge_correction,
    judge_form,
    judge_report,
)
from portal.policy.vr_closure import months_before
from tests.policy.casework import AGENCY, DAY, ON, OTHER, OTHER_AGENCY, day, failing, open_names, signed, the
from tests.policy.vr_cases import closing, correction, form

pytestmark = pytest.mark.row("C6")


class TestForm:
    def test_cost_reimbursement_needs_no_assignable_ticket(self):
        decision = judge_form(form(ticket_assignable=False), ON)
        assert decision.outcome is Outcome.GRANT
        assert decision.notes == ("Cost reimbursement does not assign the Ticket.",)

    @pytest.mark.parametrize(
        ("assignable", "outcome"), [(True, Outcome.GRANT), (False, Outcome.REFUSE), (None, Outcome.ASK)]
    )
    def test_assignment_needs_one(self, assignable, outcome):
        decision = judge_form(form(elects_assignment=True, ticket_assignable=assignable), ON)
        assert decision.outcome is outcome
        assert decision.notes == ()

    @pytest.mark.parametrize("assignable", [True, False])
    def test_the_answer_says_what_was_chosen_and_whether_the_ticket_can_be_assigned(self, assignable):
        decision = judge_form(form(elects_assignment=True, ticket_assignable=assignable), ON)
        told = dict(the(decision, ASSIGNABLE.name).facts)
        assert told == {"elects_network_payment": True, "ticket_assignable": assignable}

    def test_every_failed_rule_is_listed(self):
        wrong = form(
            ipe_signed_on=day("12-16"),
            signatures=signed(None, "12-12", not_before=day("12-16")),
            assignments=(Held(OTHER, day("01-10"), None),),
            cases=(VrCase(OTHER_AGENCY, day("01-10"), None),),
        )
        assert failing(judge_form(wrong, ON)) == {
            "ipe-signed-by-today",
            "provider-has-signed",
            "signatures-in-order-of-time",
            "not-assigned-from-the-ipe-on",
            "no-case-open-from-the-ipe-on",
        }

    def test_an_ipe_of_today_is_signed_by_today(self):
        assert "ipe-signed-by-today" not in open_names(judge_form(form(ipe_signed_on=ON), ON))
        late = the(judge_form(form(ipe_signed_on=ON + DAY), ON), "ipe-signed-by-today")
        assert (late.state, late.true_from) == (State.FAILED, ON + DAY)

    def test_a_form_signed_before_its_ipe_is_out_of_order(self):
        decision = judge_form(form(signatures=signed("11-30", "12-12", not_before=day("12-01"))), ON)
        assert failing(decision) == {"signatures-in-order-of-time"}

    def test_what_is_missing_is_asked_for(self):
        decision = judge_form(form(ipe_signed_on=None, goal_stated=False, elects_assignment=None), ON)
        assert open_names(decision) == {
            "ipe-signed-by-today",
            "vocational-goal-stated",
            "payment-option-chosen",
        }
        assert decision.outcome is Outcome.ASK

    @pytest.mark.parametrize(
        ("existing", "agree", "state"),
        [
            (False, None, State.HELD),
            (True, True, State.HELD),
            (True, False, State.FAILED),
            (True, None, State.UNKNOWN),
            (None, None, State.UNKNOWN),
        ],
    )
    def test_an_ipe_from_before_the_ticket_is_assigned_only_where_both_agree(self, existing, agree, state):
        facts = form(elects_assignment=True, ticket_assignable=True, existing_plan=existing, both_agree=agree)
        found = the(judge_form(facts, ON), "both-agree-to-assign-under-an-existing-plan")
        assert found.state is state

    @pytest.mark.parametrize(("until", "held"), [("12-01", True), ("12-02", False), (None, False)])
    def test_the_ticket_may_be_given_back_on_the_day_of_the_ipe(self, until, held):
        facts = form(assignments=(Held(OTHER, day("01-10"), until and day(until)),))
        assert (judge_form(facts, ON).outcome is Outcome.GRANT) is held

    @pytest.mark.parametrize(("until", "held"), [("12-01", True), ("12-02", False), (None, False)])
    def test_a_case_closed_on_the_day_of_the_ipe_is_no_hindrance(self, until, held):
        facts = form(cases=(VrCase(AGENCY, day("01-10"), until and day(until)),))
        assert (judge_form(facts, ON).outcome is Outcome.GRANT) is held

    def test_what_another_agency_or_provider_has_is_not_told(self):
        facts = form(
            assignments=(Held(OTHER, day("01-10"), day("12-05")),),
            cases=(VrCase(OTHER_AGENCY, day("01-11"), None),),
        )
        decision = judge_form(facts, ON)
        shown = {one["name"]: one for one in shown_to_organisation(decision, AGENCY)["checks"]}
        for name in ("not-assigned-from-the-ipe-on", "no-case-open-from-the-ipe-on"):
            assert set(shown[name]["facts"].values()) == {ON_RECORD}
            assert shown[name]["true_from"] is None

    def test_the_end_of_one_s_own_assignment_is_told(self):
        facts = form(assignments=(Held(AGENCY, day("01-10"), day("12-05")),))
        assert the(judge_form(facts, ON), "not-assigned-from-the-ipe-on").true_from == day("12-05")

    def test_an_assignment_judges_no_case_of_its_own(self):
        own = (VrCase(AGENCY, day("12-01"), None, day("12-01")),)
        decision = judge_form(form(elects_assignment=True, ticket_assignable=True, cases=own), ON)
        assert decision.outcome is Outcome.GRANT


@pytest.mark.parametrize(
    ("facts", "failed"),
    [
        ({}, set()),
        ({"ipe_signed_on": day("12-16")}, {"ipe-signed-by-today"}),
        ({"assignments": (Held(OTHER, day("01-10"), None),)}, {"not-assigned-from-the-ipe-on"}),
        ({"cases": (VrCase(OTHER_AGENCY, day("01-10"), day("12-02")),)}, {"no-case-open-from-the-ipe-on"}),
    ],
)
def test_a_case_is_reported_by_the_day_of_its_ipe_alone(facts, failed):
    decision = judge_report(ReportFacts(AGENCY, day("12-01"))._replace(**facts), ON)
    assert failing(decision) == failed
    assert (decision.outcome is Outcome.GRANT) == (not failed)


def test_a_report_without_the_day_is_asked_for_it():
    assert judge_report(ReportFacts(AGENCY, None), ON).outcome is Outcome.ASK


class TestClosing:
    @pytest.mark.parametrize("employed", [True, False])
    def test_a_case_is_closed_with_its_status(self, employed):
        assert judge_closing(closing(employed=employed), ON).outcome is Outcome.GRANT

    def test_day_and_status_are_asked_for(self):
        decision = judge_closing(closing(closes_on=None, employed=None), ON)
        assert decision.outcome is Outcome.ASK
        assert open_names(decision) == {
            "closed-no-earlier-than-opened",
            "closed-by-today",
            "closing-status-given",
        }

    @pytest.mark.parametrize(
        ("closes_on", "failed"),
        [
            ("03-02", {"closed-no-earlier-than-opened"}),
            ("03-03", set()),
            ("12-15", set()),
            ("12-16", {"closed-by-today"}),
        ],
    )
    def test_the_day_lies_between_the_opening_and_today(self, closes_on, failed):
        assert failing(judge_closing(closing(closes_on=day(closes_on)), ON)) == failed

    def test_not_twice_and_not_another_agency_s(self):
        decision = judge_closing(closing(own=False, closed_on=day("12-01")), ON)
        assert failing(decision) == {"case-is-your-agency-s", "case-is-open"}

    def test_a_closing_while_in_use_begins_90_days(self):
        found = closing_effect(day("12-09"), in_use=True, employed=False)
        assert found == (day("2026-03-10"), None)
        assert closing_effect(day("12-09"), in_use=False, employed=False) == (None, None)

    @pytest.mark.parametrize("closed", ["12-09", "08-31", "08-28", "2024-02-29"])
    def test_phase_1_opens_again_on_the_first_day_whose_look_back_is_over(self, closed):
        opens = closing_effect(day(closed), in_use=True, employed=True).phase_1_open_from
        assert opens is not None
        assert months_before(opens, 18) >= day(closed) > months_before(opens - DAY, 18)


class TestCorrection:
    def test_date_and_status_are_put_right(self):
        assert judge_correction(correction(), ON).outcome is Outcome.GRANT
        assert judge_correction(correction(closes_on=day("12-01")), ON).outcome is Outcome.GRANT

    def test_a_closing_that_never_was_is_taken_back(self):
        reopened = correction(closes_on=None, now_employed=None)
        assert judge_correction(reopened, ON).outcome is Outcome.GRANT
        not_in_use = judge_correction(reopened._replace(in_use_then=False), ON)
        assert failing(not_in_use) == {"ticket-was-in-use-at-the-closing"}

    def test_there_must_be_a_closing_of_one_s_own(self):
        decision = judge_correction(correction(own=False, closed_on=None, employed=None), ON)
        assert failing(decision) == {"case-is-your-agency-s", "case-is-closed"}

    def test_what_is_on_record_already_is_no_correction(self):
        decision = judge_correction(correction(closes_on=day("12-01"), now_employed=False), ON)
        assert failing(decision) == {"correction-changes-something"}

    @pytest.mark.parametrize(
        ("closes_on", "failed"),
        [("03-02", {"closed-no-earlier-than-opened"}), ("12-16", {"closed-by-today"}), ("03-03", set())],
    )
    def test_the_right_day_is_one_a_case_can_be_closed_on(self, closes_on, failed):
        assert failing(judge_correction(correction(closes_on=day(closes_on)), ON)) == failed

    def test_another_status_of_the_same_day_adds_no_days_that_somebody_could_have_taken(self):
        held = (Held(OTHER, day("11-01"), None),)
        facts = correction(closes_on=day("12-01"), now_employed=True, assignments=held)
        assert judge_correction(facts, ON).outcome is Outcome.GRANT

    @pytest.mark.parametrize(
        ("taken", "closes_on", "free"),
        [
            ("12-05", "12-05", True),
            ("12-05", "12-06", False),
            ("12-05", None, False),
            ("12-05", "11-20", True),
            ("11-01", "12-09", True),
        ],
    )
    @pytest.mark.parametrize("by", ["a provider", "an agency"])
    def test_nobody_may_have_taken_the_ticket_in_the_days_that_are_added(self, taken, closes_on, free, by):
        ends = day("12-01") if taken == "11-01" else None
        holds = (Held(OTHER, day(taken), ends),) if by == "a provider" else ()
        cases = (VrCase(OTHER_AGENCY, day(taken), ends),) if by == "an agency" else ()
        facts = correction(closes_on=closes_on and day(closes_on), assignments=holds, cases=cases)
        decision = judge_correction(facts, ON)
        assert ("nobody-took-the-ticket-meanwhile" not in failing(decision)) is free
        shown = {one["name"]: one for one in shown_to_organisation(decision, AGENCY)["checks"]}
        assert set(shown["nobody-took-the-ticket-meanwhile"]["facts"].values()) <= {ON_RECORD}

    def test_the_status_is_asked_for(self):
        assert open_names(judge_correction(correction(now_employed=None), ON)) == {"closing-status-given"}


def test_the_change_window_is_90_days_from_the_ipe():
    assert change_until(day("09-16")) == day("12-15")
