"""Contacts and the follow-up clock: S3 and S4's rules by the day, C-07 to C-10 as settled (D9, D10, J10, J11)."""

import pytest

from portal.policy.contact import (
    ATTEMPT,
    CONTACT,
    METHODS,
    UNASSIGN,
    Due,
    duties_for,
    judge_contact,
    judge_note,
    stale_from,
    standing,
    two_way,
)
from portal.policy.contact_phase import Milestone, Phase, ongoing_from, phase_on
from portal.policy.core import Outcome, State
from tests.policy.casework import contacts, day, failing, month, note, phase, states, the

pytestmark = pytest.mark.row("D9", "D10", "J11")

ALL = {"P1M1": "2025-04", "P1M2": "2025-06", "P1M3": "2025-08", "P1M4": "2025-09"}
FAR = "2026-12-15"


class TestPhase:
    def test_it_is_initial_until_the_month_after_the_last_milestone(self):
        given = phase(attained=ALL)
        assert ongoing_from(given) == day("10-01")
        assert [phase_on(given, day(text)) for text in ("03-04", "09-30", "10-01")] == [
            Phase.INITIAL,
            Phase.INITIAL,
            Phase.ONGOING,
        ]
        assert ongoing_from(phase(attained={"P1M1": "2025-04", "P1M3": "2025-08"})) is None

    def test_where_some_are_excluded_the_last_available_one_counts(self):
        without_4 = tuple(
            Milestone(kind, kind != "P1M4", month("2025-08") if kind == "P1M3" else None)
            for kind in ("P1M1", "P1M2", "P1M3", "P1M4")
        )
        assert ongoing_from(phase(milestones=without_4)) == day("09-01")
        only_2 = (
            Milestone("P1M1", False, None),
            Milestone("P1M2", True, month("2025-06")),
            Milestone("P1M3", False, None),
        )
        assert ongoing_from(phase(milestones=only_2)) == day("07-01")

    def test_one_of_which_it_is_not_known_keeps_the_stricter_phase(self):
        doubtful = (Milestone("P1M3", True, month("2025-08")), Milestone("P1M4", None, None))
        assert ongoing_from(phase(milestones=doubtful)) is None

    @pytest.mark.parametrize(
        "milestones", [(), (Milestone("P1M1", False, None), Milestone("P1M4", False, None))]
    )
    def test_without_phase_1_the_ninth_month_at_the_level_ends_it(self, milestones):
        months = tuple(month(f"2025-{number:02}") for number in range(3, 13))
        # March is the month of assignment and does not count: April to December are nine.
        assert ongoing_from(phase(milestones=milestones, level_months=months)) == day("2026-01-01")
        assert ongoing_from(phase(milestones=milestones, level_months=months[:-1])) is None
        assert ongoing_from(phase(milestones=milestones, level_months=months[1:9] + months[1:2])) is None


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("method", "answered", "counts"),
        [
            ("meeting", True, True),
            ("telephone", True, True),
            ("email", True, True),
            ("text", True, True),
            ("video", True, True),
            ("letter", True, True),
            ("telephone", False, False),
            ("letter", False, False),
            ("voicemail-from-ticketholder", True, True),
            ("voicemail-from-ticketholder", False, True),
            ("voicemail-to-ticketholder", False, False),
            ("voicemail-to-ticketholder", True, False),
            ("newsletter", True, False),
        ],
    )
    def test_two_way_needs_the_ticketholder(self, method, answered, counts):
        assert two_way(note("04-01", answered, method)) is counts

    def test_the_methods_are_those_of_the_guide(self):
        assert len(METHODS) == 8

    @pytest.mark.parametrize(
        ("on", "failed"),
        [
            ("03-03", {"contact-within-the-assignment"}),
            ("03-04", set()),
            ("09-30", set()),
            ("10-01", {"contact-within-the-assignment"}),
            ("12-16", {"contact-within-the-assignment", "contact-not-in-the-future"}),
        ],
    )
    def test_a_note_is_of_the_assignment_and_of_the_past(self, on, failed):
        decision = judge_note(note(on), contacts(ended="10-01"), day("12-15"))
        assert failing(decision) == failed

    def test_today_is_not_the_future(self):
        assert judge_note(note("12-15"), contacts(), day("12-15")).outcome is Outcome.GRANT
        found = the(judge_note(note("12-16"), contacts(), day("12-15")), "contact-not-in-the-future")
        assert found.true_from == day("12-16")

    def test_the_method_and_the_reason(self):
        given = contacts()
        assert failing(judge_note(note("04-01", method="newsletter"), given, day("12-15"))) == {
            "acceptable-method"
        }
        talk = judge_note(note("04-01", True, purpose=" "), given, day("12-15"))
        assert failing(talk) == {"contact-says-its-reason"}
        assert judge_note(note("04-01", purpose=""), given, day("12-15")).outcome is Outcome.ASK


class TestNextContact:
    @pytest.mark.parametrize(
        ("assigned", "notes", "due"),
        [
            ("03-04", (), "04-04"),
            ("03-04", (note("03-31", True),), "04-30"),
            ("03-04", (note("03-31", True), note("04-10", False)), "04-30"),
            ("01-05", (note("01-31", True),), "02-28"),
            ("03-04", (note("03-31", True, "newsletter"),), "04-04"),
        ],
    )
    def test_a_month_after_the_last_two_way_contact_or_the_assignment(self, assigned, notes, due):
        assert standing(contacts(*notes, assigned=assigned), day(FAR)).due_on == day(due)

    @pytest.mark.parametrize(
        ("last", "due"),
        [
            ("08-31", "09-30"),
            ("09-01", "12-01"),
            ("09-20", "12-20"),
            ("10-05", "2026-01-05"),
            ("11-30", "2026-02-28"),
        ],
    )
    def test_three_months_where_the_ongoing_phase_begins_by_then(self, last, due):
        # Ongoing from 1 October: a contact of 31 August fell due in the initial phase, one of 1 September does not.
        given = contacts(note(last, True), attained=ALL)
        assert standing(given, day(FAR)).due_on == day(due)

    def test_a_contact_on_the_day_of_the_assignment_counts_and_one_before_it_does_not(self):
        assert standing(contacts(note("03-04", True)), day(FAR)).last_two_way_on == day("03-04")
        assert standing(contacts(note("03-03", True)), day(FAR)).last_two_way_on is None

    def test_notes_after_the_day_asked_do_not_count(self):
        given = contacts(note("04-01", True), note("05-01", True))
        assert standing(given, day("04-30")).last_two_way_on == day("04-01")
        assert standing(given, day("05-01")).last_two_way_on == day("05-01")
        assert standing(given, day("03-31")).last_two_way_on is None


class TestClock:
    def test_t_08_a_reply_clears_it(self):
        before = standing(contacts(note("05-01")), day("06-14")).clock
        assert (before.started_on, before.unassign_by) == (day("05-01"), day("06-30"))
        assert standing(contacts(note("05-01"), note("06-15", True)), day("06-15")).clock is None

    def test_it_starts_at_the_first_attempt_after_the_last_two_way_contact(self):
        given = contacts(
            note("04-01"), note("04-10", True), note("05-02"), note("05-20"), note("06-02"), note("06-03")
        )
        clock = standing(given, day(FAR)).clock
        assert clock.started_on == day("05-02")
        assert clock.attempts_by == day("06-02")
        assert clock.attempts == 3
        assert clock.unassign_by == day("07-01")
        assert clock.phase is Phase.INITIAL

    def test_notes_entered_late_are_put_in_order(self):
        given = contacts(note("05-20"), note("05-02"), note("04-10", True))
        assert standing(given, day(FAR)).clock.started_on == day("05-02")

    def test_of_one_day_the_order_counts(self):
        assert standing(contacts(note("05-02"), note("05-02", True)), day(FAR)).clock is None
        assert standing(contacts(note("05-02", True), note("05-02")), day(FAR)).clock.started_on == day(
            "05-02"
        )

    def test_in_the_ongoing_phase_180_days_and_three_months(self):
        clock = standing(contacts(note("10-01"), attained=ALL), day(FAR)).clock
        assert (clock.phase, clock.attempts_by, clock.unassign_by) == (
            Phase.ONGOING,
            day("2026-01-01"),
            day("2026-03-30"),
        )

    def test_a_change_of_phase_leaves_a_running_clock_its_limit(self):
        clock = standing(contacts(note("09-30"), note("10-02"), attained=ALL), day(FAR)).clock
        assert (clock.phase, clock.unassign_by) == (Phase.INITIAL, day("11-29"))

    def test_no_contact_wished_starts_it_on_that_day_and_ends_the_contacts(self):
        given = contacts(note("05-02", True, no_more_contact=True))
        found = standing(given, day(FAR))
        assert found.due_on is None
        assert (found.clock.started_on, found.clock.unassign_by) == (day("05-02"), day("07-01"))
        assert list(duties_for(given, day("05-10"))) == [Due(UNASSIGN, day("07-01"), day("05-02"))]
        again = contacts(note("05-02", True, no_more_contact=True), note("05-20", True))
        assert standing(again, day(FAR)).clock is None
        assert standing(again, day(FAR)).due_on == day("06-20")


class TestDuties:
    def test_a_month_with_somebody_who_stops_answering(self):
        given = contacts(note("04-01", True), note("05-02"), note("05-10"), note("05-20"))
        contact = Due(CONTACT, day("05-01"), day("04-01"), 0)
        unassign = Due(UNASSIGN, day("07-01"), day("05-02"), 0)
        assert list(duties_for(given, day("05-01"))) == [contact]
        assert list(duties_for(given, day("05-02"))) == [
            contact,
            Due(ATTEMPT, day("06-02"), day("05-02"), 2),
            unassign,
        ]
        assert list(duties_for(given, day("05-10"))) == [
            contact,
            Due(ATTEMPT, day("06-02"), day("05-02"), 1),
            unassign,
        ]
        assert list(duties_for(given, day("05-20"))) == [contact, unassign]
        assert [one.missing for one in duties_for(given, day("05-02"))] == [0, 2, 0]

    def test_they_end_with_the_assignment(self):
        given = contacts(ended="06-01")
        assert len(list(duties_for(given, day("05-31")))) == 1
        assert list(duties_for(given, day("06-01"))) == []

    @pytest.mark.row("J10")
    def test_a_ticket_without_a_payment_for_36_months_is_stale(self):
        assert stale_from(day("2022-12-15"), None) == day("12-15")
        assert stale_from(day("2020-01-01"), day("2024-02-29")) == day("2027-02-28")


class TestWhetherTheRuleIsKept:
    @pytest.mark.parametrize(
        ("attempts", "on", "expected"),
        [
            (("05-02",), "05-20", State.HELD),
            (("05-02",), "05-21", State.UNKNOWN),
            (("05-02",), "06-02", State.UNKNOWN),
            (("05-02",), "06-03", State.FAILED),
            (("05-02", "05-10", "06-02"), "06-03", State.UNKNOWN),
            (("05-02", "05-10", "06-02"), "07-01", State.UNKNOWN),
            (("05-02", "05-10", "06-02"), "07-02", State.FAILED),
            (("05-20",), "05-21", State.UNKNOWN),
            (("05-21",), "05-21", State.FAILED),
        ],
    )
    def test_attempts_begun_in_time_keep_a_due_contact_open(self, attempts, on, expected):
        given = contacts(note("04-20", True), *(note(one) for one in attempts))
        assert states(judge_contact(given, day(on)))["two-way-contact-on-time"] is expected

    def test_without_an_attempt_it_is_late_the_day_after(self):
        given = contacts(note("04-01", True))
        assert judge_contact(given, day("05-01")).outcome is Outcome.GRANT
        assert failing(judge_contact(given, day("05-02"))) == {"two-way-contact-on-time"}

    @pytest.mark.parametrize(
        ("attempts", "on", "expected"),
        [
            (("05-02", "05-10"), "06-02", State.UNKNOWN),
            (("05-02", "05-10"), "06-03", State.FAILED),
            (("05-02", "05-10", "06-02"), "06-03", State.HELD),
            (("05-02", "05-10", "06-03"), "06-03", State.FAILED),
        ],
    )
    def test_three_attempts_in_one_month(self, attempts, on, expected):
        given = contacts(note("04-20", True), *(note(one) for one in attempts))
        assert states(judge_contact(given, day(on)))["three-attempts-made"] is expected

    @pytest.mark.parametrize(("on", "late"), [("07-01", False), ("07-02", True)])
    def test_unassigned_within_60_days(self, on, late):
        given = contacts(note("04-20", True), note("05-02"))
        assert ("unassigned-in-time-after-lost-contact" in failing(judge_contact(given, day(on)))) is late

    @pytest.mark.parametrize(("ended", "late"), [("07-01", False), ("07-02", True)])
    def test_after_the_unassignment_the_day_of_it_counts(self, ended, late):
        given = contacts(note("04-20", True), note("05-02"), ended=ended)
        decision = judge_contact(given, day(FAR))
        assert ("unassigned-in-time-after-lost-contact" in failing(decision)) is late

    def test_while_assigned_the_day_asked_counts_and_afterwards_the_last_day(self):
        given = contacts(note("04-01", True), ended="10-01")
        assert failing(judge_contact(given, day("05-01"))) == set()
        assert failing(judge_contact(given, day("05-02"))) == {"two-way-contact-on-time"}
        # Due on 1 October, and the Ticket left on that day: its last day was the one before.
        last = contacts(note("09-01", True), note("10-01", False, "meeting"), ended="10-01")
        assert the(judge_contact(last, day("10-01")), "three-attempts-made").state is State.HELD

    def test_where_no_contact_is_wished_only_the_unassignment_is_due(self):
        given = contacts(note("05-02", True, no_more_contact=True))
        assert judge_contact(given, day("07-01")).outcome is Outcome.GRANT
        assert failing(judge_contact(given, day("07-02"))) == {"unassigned-in-time-after-lost-contact"}
