"""May access be opened? Each check on its three sides, and by kind of organisation (row A5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.policy.access import Cleared, Enrolled
from portal.policy.core import Outcome, State
from portal.policy.departures import Record, Reported, record, report_due, reported
from portal.policy.designation import TESTS, GrantFacts, clearance_serves, may_grant

pytestmark = [pytest.mark.row("A5", "A10")]

ON = date(2025, 12, 15)
AGREEMENT = "organization-has-an-agreement"
DAY = timedelta(days=1)
THEIR_ROLE = {
    "EN": "en-counsellor",
    "SVRA": "svra-user",
    "TPM": "tpm-payments-analyst",
    "SSA": "ssa-payment-authoriser",
}


def facts(kind: str = "EN", **other: object) -> GrantFacts:
    """Somebody to whom access can be opened, but for what is said."""
    plain = GrantFacts(
        organisation_kind=kind,
        roles=(THEIR_ROLE[kind],),
        verified_on=date(2025, 12, 10),
        agreement=((date(2020, 1, 1), None),),
        enrolment=Enrolled("live", None),
        clearance=Cleared(True, date(2025, 12, 1), date(2030, 12, 1)),
        trained_on=date(2025, 6, 1),
        elsewhere=(),
        person="the person",
        named_by="the administrator",
        verified_by="a specialist",
        granting="another specialist",
    )
    return plain._replace(**other)


def states(given: GrantFacts, on: date = ON) -> dict[str, State]:
    return {check.test.name: check.state for check in may_grant(given, on).checks}


@pytest.mark.parametrize("kind", ["EN", "SVRA", "TPM", "SSA"])
def test_who_has_everything_is_granted(kind: str) -> None:
    decision = may_grant(facts(kind), ON)
    assert decision.outcome is Outcome.GRANT
    assert decision.notes == ()


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        ("EN", {"organization-has-an-agreement", "person-is-cleared"}),
        ("SVRA", {"organization-has-an-agreement", "person-is-cleared"}),
        ("TPM", {"person-is-cleared", "granted-by-a-second-person"}),
        ("SSA", {"granted-by-a-second-person"}),
    ],
)
def test_each_kind_is_bound_by_its_own_checks(kind: str, own: set[str]) -> None:
    everybody = {
        "employment-is-verified",
        "roles-belong-to-the-organization",
        "not-employed-elsewhere",
        "nobody-grants-to-themselves",
    }
    assert set(states(facts(kind))) == everybody | own


FAILED = [
    ("EN", {"verified_on": ON + DAY}, "employment-is-verified"),
    ("EN", {"roles": ("en-counsellor", "tpm-payments-lead")}, "roles-belong-to-the-organization"),
    ("EN", {"roles": ("svra-user",)}, "roles-belong-to-the-organization"),
    ("EN", {"roles": ("no such role",)}, "roles-belong-to-the-organization"),
    ("TPM", {"roles": ("ssa-payment-authoriser",)}, "roles-belong-to-the-organization"),
    ("SSA", {"roles": ("tpm-administrator",)}, "roles-belong-to-the-organization"),
    ("SVRA", {"agreement": ((date(2020, 1, 1), ON),)}, "organization-has-an-agreement"),
    ("EN", {"agreement": ((ON + DAY, None),)}, "organization-has-an-agreement"),
    ("EN", {"clearance": Cleared(False, ON, ON)}, "person-is-cleared"),
    ("TPM", {"clearance": Cleared(True, date(2020, 1, 1), ON - DAY)}, "person-is-cleared"),
    ("EN", {"clearance": Cleared(True, ON + DAY, ON + 9 * DAY)}, "person-is-cleared"),
    ("EN", {"elsewhere": ("Harbor Bridge Works",)}, "not-employed-elsewhere"),
    ("TPM", {"named_by": "another specialist"}, "granted-by-a-second-person"),
    ("SSA", {"verified_by": "another specialist"}, "granted-by-a-second-person"),
    ("EN", {"person": "another specialist"}, "nobody-grants-to-themselves"),
    ("SSA", {"person": "another specialist"}, "nobody-grants-to-themselves"),
]


@pytest.mark.parametrize(("kind", "other", "name"), FAILED)
def test_what_fails_refuses(kind: str, other: dict[str, object], name: str) -> None:
    given = facts(kind, **other)
    assert {test for test, state in states(given).items() if state is not State.HELD} == {name}
    assert states(given)[name] is State.FAILED
    assert may_grant(given, ON).outcome is Outcome.REFUSE


UNKNOWN = [
    ("EN", {"verified_on": None}, "employment-is-verified"),
    ("SSA", {"roles": ()}, "roles-belong-to-the-organization"),
    ("EN", {"agreement": ()}, "organization-has-an-agreement"),
    ("TPM", {"clearance": None}, "person-is-cleared"),
    ("EN", {"elsewhere": None}, "not-employed-elsewhere"),
    ("TPM", {"named_by": None}, "granted-by-a-second-person"),
    ("EN", {"person": None}, "nobody-grants-to-themselves"),
]


@pytest.mark.parametrize(("kind", "other", "name"), UNKNOWN)
def test_what_is_not_on_record_is_asked_for(kind: str, other: dict[str, object], name: str) -> None:
    given = facts(kind, **other)
    assert {test for test, state in states(given).items() if state is not State.HELD} == {name}
    assert states(given)[name] is State.UNKNOWN
    assert may_grant(given, ON).outcome is Outcome.ASK


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("EN", ("en-counsellor", "en-payments-clerk", "en-administrator")),
        ("SVRA", ("svra-user", "svra-administrator")),
    ],
)
def test_somebody_may_have_every_role_of_the_organization(kind: str, roles: tuple[str, ...]) -> None:
    assert states(facts(kind, roles=roles))["roles-belong-to-the-organization"] is State.HELD


def test_an_agreement_is_said_with_its_last_day() -> None:
    """It is kept as the first day it does not hold on."""
    ended = facts(agreement=((date(2020, 1, 1), date(2025, 12, 1)),))
    [said] = [check.facts for check in may_grant(ended, ON).checks if check.test.name == AGREEMENT]
    assert said == (("in force from", date(2020, 1, 1)), ("last day", date(2025, 11, 30)))


def test_every_test_was_seen_failing_and_unknown() -> None:
    names = {test.name for test in TESTS}
    assert {name for _, _, name in FAILED} == names
    assert {name for _, _, name in UNKNOWN} == names


@pytest.mark.parametrize(
    "edge",
    [
        {"agreement": ((date(2020, 1, 1), ON + DAY),)},
        {"agreement": ((date(2019, 1, 1), date(2020, 1, 1)), (ON, None))},
        {"clearance": Cleared(True, ON, ON)},
        {"verified_on": ON},
        {"verified_by": None},
        {"named_by": "another specialist", "verified_by": "another specialist"},
    ],
)
def test_what_just_serves_is_granted_at_an_en(edge: dict[str, object]) -> None:
    assert may_grant(facts(**edge), ON).outcome is Outcome.GRANT


def test_staff_who_were_verified_long_ago_need_only_another_person_than_who_named_them() -> None:
    assert may_grant(facts("TPM", verified_by=None), ON).outcome is Outcome.GRANT
    assert (
        may_grant(facts("TPM", verified_by=None, named_by="another specialist"), ON).outcome is Outcome.REFUSE
    )


@pytest.mark.parametrize("enrolment", [None, Enrolled("not-enrolled", date(2026, 3, 1))])
def test_an_organization_that_has_not_moved_is_noted_and_bars_nothing(enrolment: Enrolled | None) -> None:
    decision = may_grant(facts(enrolment=enrolment), ON)
    assert decision.outcome is Outcome.GRANT
    assert len(decision.notes) == 1
    assert "has not moved" in decision.notes[0]


def test_a_training_to_be_taken_is_noted_and_bars_nothing() -> None:
    assert "training" in may_grant(facts(trained_on=None), ON).notes[0]
    assert may_grant(facts("SSA", trained_on=None, enrolment=None), ON).notes == ()


@pytest.mark.parametrize(
    ("kind", "clearance", "serves"),
    [
        ("SSA", None, True),
        ("EN", None, False),
        ("EN", Cleared(False, ON, ON), False),
        ("TPM", Cleared(True, ON - DAY, ON), True),
        ("SVRA", Cleared(True, ON - 2 * DAY, ON - DAY), False),
    ],
)
def test_when_a_clearance_serves(kind: str, clearance: Cleared | None, serves: bool) -> None:
    assert clearance_serves(kind, clearance, ON) is serves


class TestDepartures:
    """24 hours after the last day worked has ended, on US Eastern's clock (standard time is UTC-5)."""

    LAST = date(2025, 12, 12)

    @pytest.mark.parametrize(
        ("at", "hours", "late"),
        [
            (datetime(2025, 12, 12, 20, tzinfo=UTC), 0, False),
            (datetime(2025, 12, 13, 5, tzinfo=UTC), 0, False),
            (datetime(2025, 12, 13, 5, 0, 1, tzinfo=UTC), 1, False),
            (datetime(2025, 12, 14, 5, tzinfo=UTC), 24, False),
            (datetime(2025, 12, 14, 5, 0, 1, tzinfo=UTC), 25, True),
            (datetime(2025, 12, 20, 5, tzinfo=UTC), 168, True),
        ],
    )
    def test_hours_and_lateness(self, at: datetime, hours: int, late: bool) -> None:
        assert reported(self.LAST, at) == Reported(hours, late)

    def test_the_day_the_clocks_change_has_its_own_length(self) -> None:
        assert report_due(date(2025, 11, 1)) == datetime(2025, 11, 3, 4, tzinfo=UTC)
        assert report_due(date(2025, 7, 1)) == datetime(2025, 7, 3, 4, tzinfo=UTC)

    def test_the_record_of_an_organisation(self) -> None:
        reports = [Reported(0, False), Reported(25, True), Reported(4, False), Reported(60, True)]
        assert record(reports) == Record(reports=4, in_time=2, late=2, median_hours=14.5)
        assert record(reports[:3]) == Record(reports=3, in_time=2, late=1, median_hours=4)
        assert record([]) == Record(reports=0, in_time=0, late=0, median_hours=None)
