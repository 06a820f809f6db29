"""Entering an assignment, and what follows from the day of entry: S4's example of 4 March (AS-14 to AS-20; K3)."""

import pytest

from portal.policy.access import Cleared, Employed
from portal.policy.assignment import enter, if_entered, last_day_in_time, projection, service_timing
from portal.policy.core import Outcome, State
from portal.policy.signatures import latest
from tests.policy.casework import day, entry, failing, month, open_names, signed, signer, states, the

pytestmark = pytest.mark.row("D5", "D6", "D8", "K3")


def march(entered: str, **other):
    return projection(day("03-02"), day("03-04"), day(entered), **other)


class TestTheDayOfEntry:
    @pytest.mark.parametrize(
        ("entered", "base", "late"),
        [
            ("03-04", "03-04", False),
            ("03-18", "03-04", False),
            ("03-19", "03-19", True),
            ("03-25", "03-25", True),
        ],
    )
    def test_s4_example(self, entered, base, late):
        found = march(entered)
        assert found.assigned_on == found.protected_from == day("03-04")
        assert found.payment_base_on == day(base)
        assert found.late is late
        assert found.first_payable_month == month("2025-04")
        assert found.days_after_signature == (day(entered) - day("03-04")).days

    def test_a_late_entry_across_the_month_costs_a_month(self):
        found = projection(day("03-20"), day("03-25"), day("04-09"))
        assert (found.payment_base_on, found.first_payable_month) == (day("04-09"), month("2025-05"))
        in_time = projection(day("03-20"), day("03-25"), day("04-08"))
        assert (in_time.payment_base_on, in_time.first_payable_month) == (day("03-25"), month("2025-04"))

    def test_the_later_signature_counts_whoever_gave_it(self):
        assert projection(day("03-04"), day("03-02"), day("03-04")).assigned_on == day("03-04")

    def test_before_the_last_signature_nothing_is_entered(self):
        with pytest.raises(ValueError, match="before its last signature"):
            march("03-03")

    def test_the_first_progress_reviews_run_from_the_month_after_the_assignment(self):
        found = projection(day("2024-01-15"), day("2024-01-15"), day("2024-02-20"))
        assert found.progress == (
            (month("2024-02"), month("2025-01")),
            (month("2025-02"), month("2026-01")),
        )

    def test_after_a_reassignment_only_the_rest_of_the_period_is_left(self):
        # Assigned January 2024, counted February to July, assigned again on 5 September: the rest from October.
        found = projection(day("2024-09-05"), day("2024-09-05"), day("2024-09-05"), counted_months=6)
        assert found.progress[0] == (month("2024-10"), month("2025-03"))
        assert found.progress[1] == (month("2025-04"), month("2026-03"))

    def test_today_and_day_15_are_shown_side_by_side(self):
        assert last_day_in_time(day("03-04")) == day("03-18")
        today, late = if_entered(day("03-02"), day("03-04"), day("03-10"))
        assert (today.late, today.payment_base_on) == (False, day("03-04"))
        assert (late.entered_on, late.late, late.payment_base_on) == (day("03-19"), True, day("03-19"))
        today, late = if_entered(day("03-02"), day("03-04"), day("03-25"))
        assert today == late
        assert today.late


class TestEntry:
    def test_a_signed_plan_is_entered(self):
        assert enter(entry(), day("12-15")).outcome is Outcome.GRANT
        assert latest(entry().signatures) == day("12-12")

    def test_a_late_entry_never_blocks(self):
        assert enter(entry(), day("2026-06-15")).outcome is Outcome.GRANT

    @pytest.mark.parametrize(
        ("missing", "name"),
        [({"provider": None}, "provider-has-signed"), ({"holder": None}, "ticketholder-has-signed")],
    )
    def test_one_signature_is_not_valid(self, missing, name):
        decision = enter(entry(signatures=signed(**missing)), day("12-15"))
        assert decision.outcome is Outcome.REFUSE
        assert failing(decision) == {name}
        assert latest(entry(signatures=signed(**missing)).signatures) is None

    def test_no_signature_at_all(self):
        decision = enter(entry(signatures=signed(None, None, signer=None)), day("12-15"))
        assert failing(decision) == {"provider-has-signed", "ticketholder-has-signed"}

    def test_a_network_under_review_sends_the_plan_instead(self):
        decision = enter(entry(may_assign=False), day("12-15"))
        assert failing(decision) == {"may-assign-directly"}
        assert "Program Integrity" in decision.primary.test.remedy

    @pytest.mark.parametrize(("expires", "held"), [("12-09", False), ("12-10", True)])
    def test_the_signer_is_cleared_through_the_day_of_signing(self, expires, held):
        given = signed(signer=signer(clearance=Cleared(True, day("2024-01-01"), day(expires))))
        found = states(enter(entry(signatures=given), day("12-15")))
        assert (found["representative-was-cleared-on-the-day"] is State.HELD) is held

    @pytest.mark.parametrize(
        ("decided", "favourable", "held"),
        [("12-10", True, True), ("12-11", True, False), ("12-01", False, False)],
    )
    def test_the_clearance_counts_from_its_day_if_favorable(self, decided, favourable, held):
        given = signed(signer=signer(clearance=Cleared(favourable, day(decided), day("2027-01-01"))))
        found = states(enter(entry(signatures=given), day("12-15")))
        assert (found["representative-was-cleared-on-the-day"] is State.HELD) is held

    @pytest.mark.parametrize(("ended", "held"), [(None, True), ("12-11", True), ("12-10", False)])
    def test_the_signer_worked_there_on_the_day(self, ended, held):
        work = Employed(
            "EN", day("2024-01-02"), day("2024-01-01"), day(ended) if ended else None, granted=True
        )
        found = states(enter(entry(signatures=signed(signer=signer(employment=work))), day("12-15")))
        assert (found["representative-worked-for-the-provider"] is State.HELD) is held

    def test_work_that_nobody_verified_does_not_count(self):
        work = Employed("EN", None, day("2024-01-01"), None, granted=True)
        decision = enter(entry(signatures=signed(signer=signer(employment=work))), day("12-15"))
        assert failing(decision) == {"representative-worked-for-the-provider"}

    def test_a_signer_without_record_is_asked_about(self):
        for nobody in (None, signer(clearance=None, employment=None)):
            decision = enter(entry(signatures=signed(signer=nobody)), day("12-15"))
            assert decision.outcome is Outcome.ASK
            assert open_names(decision) == {
                "representative-was-cleared-on-the-day",
                "representative-worked-for-the-provider",
            }

    @pytest.mark.parametrize(("on", "held"), [("12-11", False), ("12-12", True)])
    def test_no_signature_lies_in_the_future(self, on, held):
        found = the(enter(entry(), day(on)), "signatures-in-order-of-time")
        assert (found.state is State.HELD, found.true_from) == (held, None if held else day("12-12"))

    @pytest.mark.parametrize(("talk", "held"), [("12-12", True), ("12-13", False)])
    def test_the_discussion_comes_no_later_than_the_last_signature(self, talk, held):
        found = states(enter(entry(discussed_on=day(talk)), day("12-15")))
        assert (found["discussed-before-the-last-signature"] is State.HELD) is held

    def test_the_other_grounds(self):
        given = signed()
        stamped = given._replace(holder=given.holder._replace(method="stamp"))
        unnamed = given._replace(provider=given.provider._replace(printed_name=" "))
        for change, name in (
            ({"plan_stored": False}, "signed-plan-stored-before-assignment"),
            ({"signatures": stamped}, "signed-in-an-approved-way"),
            ({"signatures": unnamed}, "representative-s-name-is-printed"),
        ):
            assert failing(enter(entry(**change), day("12-15"))) == {name}
        assert enter(entry(discussed_on=None), day("12-15")).outcome is Outcome.ASK
        assert enter(entry(may_assign=None), day("12-15")).outcome is Outcome.ASK


class TestService:
    @pytest.mark.parametrize(
        ("on", "outcome"), [("03-24", Outcome.REFER), ("03-25", Outcome.GRANT), ("03-26", Outcome.GRANT)]
    )
    def test_a_service_before_the_assignment_was_made_is_flagged(self, on, outcome):
        assert service_timing(day(on), day("03-25")).outcome is outcome

    def test_the_flag_says_from_when_and_without_an_assignment_it_is_open(self):
        assert service_timing(day("03-24"), day("03-25")).checks[0].true_from == day("03-25")
        assert service_timing(day("03-24"), None).outcome is Outcome.ASK
