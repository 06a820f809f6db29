"""The closed lists of the law, written here by hand: a word or a row that was changed would be missed otherwise."""

from fractions import Fraction
from typing import Any

import pytest

from portal.policy.amendment import REASONS
from portal.policy.contact import ATTEMPT, CONTACT, METHODS, UNASSIGN
from portal.policy.cos_facts import CertificationFacts
from portal.policy.declared import declared
from portal.policy.estimate import ASSUMED
from portal.policy.plan_services import KINDS, WHEN
from portal.policy.progress_requirements import REQUIREMENTS, requirement
from portal.policy.progress_what_if import ProgressChanges
from portal.policy.provider_numbers import read_ein
from portal.policy.signatures import METHODS as WAYS_TO_SIGN
from portal.policy.vr_case import CLOSING_RULE, CORRECTION_RULE, FORM_RULE, REPORT_RULE
from portal.policy.what_if import Changes


@pytest.mark.row("B2")
def test_an_ein_has_a_prefix_that_is_assigned() -> None:
    """The campuses' prefixes as the Internal Revenue Service lists them, by exception."""
    never = [
        "00",
        "07",
        "08",
        "09",
        "17",
        "18",
        "19",
        "28",
        "29",
        "49",
        "69",
        "70",
        "78",
        "79",
        "89",
        "96",
        "97",
    ]
    refused = [f"{prefix:02d}" for prefix in range(100) if read_ein(f"{prefix:02d}-1234567") is None]
    assert refused == never


@pytest.mark.row("D4")
def test_the_services_of_a_plan_stand_in_the_order_of_the_form() -> None:
    assert (
        *("benefits-counseling", "goal-setting", "job-coaching", "job-development", "training", "job-search"),
        *("job-accommodation", "job-placement", "follow-up-initial", "follow-up-ongoing"),
        *("job-stabilization", "career-advancement", "other"),
    ) == KINDS
    assert {"now", "after-nine-months"} == WHEN


@pytest.mark.row("D9")
def test_ways_of_contact_and_their_duties() -> None:
    assert {
        *("meeting", "telephone", "email", "text", "video", "letter"),
        *("voicemail-from-ticketholder", "voicemail-to-ticketholder"),
    } == METHODS
    assert (CONTACT, ATTEMPT, UNASSIGN) == ("contact-due", "attempts-missing", "unassign-by")


@pytest.mark.row("D5")
def test_reasons_of_an_amendment() -> None:
    assert {"goals-not-met", "new-service", "service-not-needed", "other"} == REASONS


@pytest.mark.row("E8")
def test_what_an_estimate_takes_for_granted_is_said() -> None:
    assert ASSUMED == (
        "every month is claimed after it is over, with earnings that are proven and services that are described",
        "the SAM registration and the bank data are current, and nothing is on hold",
        "the Ticket stays assigned to you, and nothing else on record changes",
    )


SCHOOL = {"high-school-diploma", "ged"}
PROGRAMS = {"technical-program", "two-year-degree", "four-year-degree"}


@pytest.mark.row("J8")
@pytest.mark.parametrize(
    "asked",
    [
        (1, 3, "TWL", False, Fraction(3, 5), SCHOOL, True),
        (2, 6, "TWL", False, Fraction(3, 4), set(), True),
        (3, 9, "SGA_NONBLIND", False, 1, PROGRAMS, True),
        (4, 9, "SGA_NONBLIND", False, 1, set(), True),
        (5, 6, "SGA_NONBLIND", True, 1, {"four-year-degree"}, False),
        (6, 6, "SGA_NONBLIND", True, None, {"four-year-degree"}, False),
        (7, 6, "SGA_NONBLIND", True, None, set(), False),
        (11, 6, "SGA_NONBLIND", True, None, set(), False),
    ],
)
def test_each_period_asks_for_so_many_months_at_a_level_or_study_or_a_degree(asked: tuple[Any, ...]) -> None:
    needed = requirement(asked[0])
    said = needed._replace(level=needed.level.name, completions={one.value for one in needed.completions})
    assert said == asked


@pytest.mark.row("J8")
def test_the_periods_are_numbered_in_their_order() -> None:
    assert [one.number for one in REQUIREMENTS] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.row("I3")
def test_how_whole_numbers_and_sets_of_facts_are_described_and_read() -> None:
    assert declared(int).schema == {"type": "integer", "minimum": 0, "maximum": 1_000_000_000}
    assert declared(frozenset[int]).read([2, 1, 2]) == frozenset({1, 2})


@pytest.mark.row("D6")
def test_ways_to_sign() -> None:
    assert {"electronic", "in-person-on-screen", "scanned-wet", "wet", "outside-service"} == WAYS_TO_SIGN


@pytest.mark.row("D14")
def test_the_rules_of_an_agency_s_case_by_the_names_they_are_stored_under() -> None:
    assert (FORM_RULE, REPORT_RULE) == ("ssa-1365", "vr-case-report")
    assert (CLOSING_RULE, CORRECTION_RULE) == ("vr-case-closing", "vr-case-correction")


def test_what_nobody_said_is_no() -> None:
    assert CertificationFacts._field_defaults["certified"] is False
    assert (ProgressChanges().earned_cents, Changes().earned_cents) == (0, 0)
