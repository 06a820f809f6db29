"""The access gate's law, on both sides of every date (mission row A4)."""

from datetime import date, timedelta

import pytest

from portal.policy.access import (
    AT_WORK,
    TESTS,
    AccessFacts,
    Cleared,
    Employed,
    Enrolled,
    Matched,
    access,
    lapses,
    served_through,
)
from portal.policy.core import Outcome, State

pytestmark = [pytest.mark.row("A4")]

ON = date(2025, 12, 15)
DAY = timedelta(days=1)


def facts(kind: str = "EN", **other: object) -> AccessFacts:
    """Someone whom nothing keeps out, but for what is said."""
    plain = AccessFacts(
        account_active=True,
        employment=Employed(kind, date(2024, 1, 2), date(2024, 1, 1), None, granted=True),
        agreement=((date(2020, 1, 1), None),),
        enrolment=Enrolled("live", None),
        clearance=Cleared(True, date(2024, 1, 1), date(2027, 1, 1)),
        trained_on=date(2025, 6, 1),
        last_used_on=date(2025, 12, 1),
        second_factor=True,
    )
    return plain._replace(**other)


def states(given: AccessFacts, on: date = ON) -> dict[str, State]:
    return {check.test.name: check.state for check in access(given, on).checks}


def state_of(name: str, given: AccessFacts, on: date = ON) -> State:
    return states(given, on)[name]


@pytest.mark.parametrize("kind", ["EN", "SVRA", "TPM", "SSA"])
def test_who_has_everything_in_order_is_admitted(kind):
    decision = access(facts(kind), ON)
    assert decision.outcome is Outcome.GRANT
    assert decision.primary is None


@pytest.mark.parametrize(
    ("kind", "bound_by"),
    [
        ("EN", {"agreement", "organization", "clearance", "training"}),
        ("SVRA", {"agreement", "organization", "clearance", "training"}),
        ("TPM", {"clearance", "training"}),
        ("SSA", set()),
    ],
)
def test_each_kind_of_staff_is_bound_by_its_own_checks(kind, bound_by):
    everybody = {"account", "employment", "access", "second"}
    assert {name.split("-")[0] for name in states(facts(kind))} == bound_by | everybody


def test_ssa_staff_need_no_record_of_clearance_training_agreement_or_enrolment():
    given = facts("SSA", clearance=None, trained_on=None, agreement=(), enrolment=None)
    assert access(given, ON).outcome is Outcome.GRANT


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ("account_active", "account-is-active"),
        ("employment", "employment-is-verified-and-current"),
        ("clearance", "clearance-is-favorable-and-current"),
        ("trained_on", "training-within-the-last-year"),
        ("enrolment", "organization-is-enrolled"),
        ("last_used_on", "access-was-used-in-time"),
        ("second_factor", "second-factor-is-set-up"),
    ],
)
def test_what_is_not_on_record_is_unknown_and_admits_nobody(missing, name):
    decision = access(facts(**{missing: None}), ON)
    assert decision.outcome is Outcome.ASK
    assert decision.primary.test.name == name
    assert decision.primary.state is State.UNKNOWN
    assert decision.primary.needs


def test_a_provider_without_an_agreement_on_record_is_unknown():
    assert state_of("agreement-is-active", facts(agreement=())) is State.UNKNOWN


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"account_active": False}, "account-is-active"),
        ({"second_factor": False}, "second-factor-is-set-up"),
        ({"enrolment": Enrolled("not-enrolled", date(2026, 3, 1))}, "organization-is-enrolled"),
        (
            {"employment": Employed("EN", date(2024, 1, 2), date(2024, 1, 1), None, granted=False)},
            "access-is-granted",
        ),
        (
            {"clearance": Cleared(False, date(2024, 1, 1), date(2027, 1, 1))},
            "clearance-is-favorable-and-current",
        ),
        (
            {"employment": Employed("EN", None, date(2024, 1, 1), None, granted=True)},
            "employment-is-verified-and-current",
        ),
    ],
)
def test_what_is_not_in_order_refuses_and_is_named_first(change, name):
    decision = access(facts(**change), ON)
    assert decision.outcome is Outcome.REFUSE
    assert decision.primary.test.name == name


def test_a_failure_refuses_even_where_something_else_is_unknown_and_all_is_listed():
    decision = access(facts(clearance=None, trained_on=date(2020, 1, 1)), ON)
    assert decision.outcome is Outcome.REFUSE
    assert decision.primary.test.name == "training-within-the-last-year"
    assert len(decision.checks) == len(AT_WORK)


def test_a_clearance_is_good_through_its_expiry_date():
    given = facts(clearance=Cleared(True, date(2024, 1, 1), ON))
    name = "clearance-is-favorable-and-current"
    assert [state_of(name, given, day) for day in (ON, ON + DAY)] == [State.HELD, State.FAILED]


def test_a_clearance_counts_from_the_day_it_was_decided():
    given = facts(clearance=Cleared(True, ON, date(2027, 1, 1)))
    name = "clearance-is-favorable-and-current"
    assert [state_of(name, given, day) for day in (ON - DAY, ON)] == [State.FAILED, State.HELD]


def test_training_of_10_march_serves_through_10_march_of_the_next_year():
    given = facts(trained_on=date(2025, 3, 10))
    name = "training-within-the-last-year"
    assert state_of(name, given, date(2025, 3, 9)) is State.FAILED
    assert state_of(name, given, date(2025, 3, 10)) is State.HELD
    assert state_of(name, given, date(2026, 3, 10)) is State.HELD
    assert state_of(name, given, date(2026, 3, 11)) is State.FAILED


def test_training_of_29_february_serves_through_28_february():
    assert served_through(date(2024, 2, 29)) == date(2025, 2, 28)


def test_an_agreement_is_in_force_from_its_first_day_to_the_day_before_until():
    given = facts(agreement=((ON, ON + 2 * DAY),))
    days = [ON - DAY, ON, ON + DAY, ON + 2 * DAY]
    assert [state_of("agreement-is-active", given, day) for day in days] == [
        State.FAILED,
        State.HELD,
        State.HELD,
        State.FAILED,
    ]


def test_a_renewed_agreement_is_in_force_without_a_gap():
    given = facts(agreement=((date(2020, 1, 1), ON), (ON, None)))
    assert state_of("agreement-is-active", given) is State.HELD
    assert state_of("agreement-is-active", given, ON - DAY) is State.HELD


def test_employment_counts_from_its_first_to_its_last_day_once_verified():
    given = facts(employment=Employed("EN", ON, ON - DAY, ON + 2 * DAY, granted=True))
    days = [ON - DAY, ON, ON + DAY, ON + 2 * DAY]
    assert [state_of("employment-is-verified-and-current", given, day) for day in days] == [
        State.FAILED,
        State.HELD,
        State.HELD,
        State.FAILED,
    ]


def test_employment_that_has_not_begun_fails():
    given = facts(employment=Employed("EN", ON - DAY, ON + DAY, None, granted=True))
    assert state_of("employment-is-verified-and-current", given) is State.FAILED


@pytest.mark.parametrize("state", ["pilot", "live"])
def test_an_organisation_of_the_pilot_works_as_one_that_is_live(state):
    assert state_of("organization-is-enrolled", facts(enrolment=Enrolled(state, None))) is State.HELD


@pytest.mark.parametrize(("idle", "state"), [(0, State.HELD), (179, State.HELD), (180, State.FAILED)])
def test_180_days_without_use_end_access(idle, state):
    assert state_of("access-was-used-in-time", facts(last_used_on=ON - idle * DAY)) is state


def test_every_check_says_what_is_tested_and_what_to_do():
    assert all(test.says.endswith(".") and test.remedy.endswith(".") for test in TESTS)
    assert len({test.name for test in TESTS}) == len({test.rule for test in TESTS}) == len(TESTS)


@pytest.mark.parametrize(("left", "warned"), [(61, False), (60, True), (7, True), (0, True), (-1, False)])
def test_a_clearance_that_ends_within_60_days_is_warned_of(left, warned):
    given = facts(clearance=Cleared(True, date(2024, 1, 1), ON + left * DAY))
    assert [lapse.days for lapse in lapses(given, ON)] == ([left] if warned else [])


def test_training_and_agreement_are_warned_of_and_the_soonest_comes_first():
    given = facts(trained_on=date(2025, 1, 4), agreement=((date(2020, 1, 1), date(2025, 12, 31)),))
    assert [(lapse.what, lapse.last_day, lapse.days) for lapse in lapses(given, ON)] == [
        ("organization's agreement", date(2025, 12, 30), 15),
        ("security awareness training", date(2026, 1, 4), 20),
    ]


def test_nothing_is_warned_of_that_binds_somebody_else_or_is_renewed():
    ending = Cleared(True, date(2024, 1, 1), ON + DAY)
    assert lapses(facts("SSA", clearance=ending, trained_on=date(2024, 12, 20)), ON) == ()
    until = date(2025, 12, 31)
    assert lapses(facts(agreement=((date(2020, 1, 1), until), (until, None))), ON) == ()
    assert lapses(facts("TPM", agreement=((date(2020, 1, 1), until),)), ON) == ()


def holder(
    proven_on: date | None = ON, ended_on: date | None = None, died_on: date | None = None
) -> AccessFacts:
    """A Ticketholder whom nothing keeps out, but for what is said."""
    return AccessFacts(
        account_active=True,
        employment=None,
        agreement=(),
        enrolment=None,
        clearance=None,
        trained_on=None,
        last_used_on=None,
        second_factor=True,
        holder=Matched(proven_on, ended_on, died_on),
    )


@pytest.mark.row("A10", "H1")
def test_a_ticketholder_is_bound_by_the_match_and_not_by_work_clearance_or_training():
    assert access(holder(), ON).outcome is Outcome.GRANT
    assert set(states(holder())) == {
        *("account-is-active", "record-is-the-person-s-own"),
        *("record-is-of-a-living-person", "second-factor-is-set-up"),
    }


@pytest.mark.row("A10", "L10")
@pytest.mark.parametrize(
    ("given", "name", "state"),
    [
        (holder(proven_on=None), "record-is-the-person-s-own", State.UNKNOWN),
        (holder(proven_on=None), "record-is-of-a-living-person", State.UNKNOWN),
        (holder(proven_on=ON + DAY), "record-is-the-person-s-own", State.FAILED),
        (holder(ended_on=ON), "record-is-the-person-s-own", State.FAILED),
        (holder(ended_on=ON + DAY), "record-is-the-person-s-own", State.HELD),
        (holder(died_on=ON), "record-is-of-a-living-person", State.FAILED),
        (holder(died_on=ON + DAY), "record-is-of-a-living-person", State.HELD),
        (holder()._replace(second_factor=False), "second-factor-is-set-up", State.FAILED),
        (holder()._replace(account_active=False), "account-is-active", State.FAILED),
    ],
)
def test_each_of_what_binds_a_ticketholder_closes_the_door(given, name, state):
    assert state_of(name, given) is state
    assert (access(given, ON).outcome is Outcome.GRANT) is (state is State.HELD)


@pytest.mark.row("A10")
@pytest.mark.parametrize(("ended_on", "judged"), [(None, True), (ON + DAY, True), (ON, False)])
def test_who_is_at_work_is_judged_as_being_at_work(ended_on, judged):
    work = Employed("EN", date(2024, 1, 2), date(2024, 1, 1), ended_on, granted=True)
    given = facts(employment=work, holder=Matched(ON, None, None))
    assert ("employment-is-verified-and-current" in states(given)) is judged
