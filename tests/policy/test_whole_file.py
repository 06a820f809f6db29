"""What a Ticketholder's file must have: plan, amendments without a gap, a note for each contact period (D14, F1)."""

import pytest

from portal.policy.core import Outcome
from portal.policy.whole_file import FileFacts, Silence, file_complete, silences
from tests.policy.casework import ON, contacts, day, failing, note

pytestmark = pytest.mark.row("D14", "F1")

MONTHLY = tuple(note(f"{month:02d}-04") for month in range(4, 13))


def whole(**other) -> FileFacts:
    plain = FileFacts(day("03-04"), frozenset({1, 2}), frozenset({1, 2}), contacts(*MONTHLY))
    return plain._replace(**other)


def test_a_file_with_all_of_it():
    assert file_complete(whole(), ON).outcome is Outcome.GRANT
    assert (
        file_complete(whole(amendments=frozenset(), included=frozenset(), contact=None), ON).outcome
        is Outcome.GRANT
    )


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        ({"plan_from": None}, {"file-has-the-plan"}),
        (
            {"amendments": frozenset({1, 3}), "included": frozenset({1, 3})},
            {"amendments-numbered-without-a-gap"},
        ),
        ({"amendments": frozenset({2}), "included": frozenset({2})}, {"amendments-numbered-without-a-gap"}),
        ({"included": frozenset({1})}, {"plan-with-all-amendments"}),
        ({"contact": contacts(*MONTHLY[:5], *MONTHLY[6:])}, {"note-for-each-contact-period"}),
        ({"contact": contacts()}, {"note-for-each-contact-period"}),
    ],
)
def test_what_is_missing_is_named(change, fails):
    assert failing(file_complete(whole(**change), ON)) == fails


def test_the_days_without_a_note_are_named():
    """Noted through 4 August and again on 4 October: nothing in September."""
    gap = contacts(*(one for one in MONTHLY if one.on != day("09-04")))
    assert silences(gap, ON) == (Silence(day("08-04"), day("10-04")),)
    [told] = [one for one in file_complete(whole(contact=gap), ON).checks if one.test.rule == "SD-14"]
    assert told.facts == (("no_note_after", day("08-04")), ("until", day("10-04")))


@pytest.mark.parametrize(
    ("notes", "on", "gaps"),
    [
        # The month ends on the day a month later; the day after is late.
        (["04-04"], "05-04", []),
        (["04-04"], "05-05", [("04-04", "05-05")]),
        # The first period begins with the assignment on 4 March.
        (["04-05"], "04-05", [("03-04", "04-05")]),
        ([], "04-04", []),
        # An attempt is a note as well as a conversation, a note before the assignment is none.
        (["03-01"], "04-05", [("03-04", "04-05")]),
    ],
)
def test_from_note_to_note(notes, on, gaps):
    found = silences(contacts(*(note(one) for one in notes)), day(on))
    assert found == tuple(Silence(day(after), day(until)) for after, until in gaps)


def test_a_gap_is_named_until_twelve_months_after_its_end():
    """Silent from 4 March to 4 June 2025, and monthly from 2026 on."""
    noted = contacts(note("06-04"), *(note(f"2026-{month:02d}-01") for month in range(1, 7)))
    last_year = [one.after for one in silences(noted, day("2026-06-03"))]
    assert last_year == [day("03-04"), day("06-04")]
    assert [one.after for one in silences(noted, day("2026-06-04"))] == [day("06-04")]


def test_the_ongoing_phase_needs_one_in_three_months():
    attained = dict.fromkeys(("P1M1", "P1M2", "P1M3", "P1M4"), "2025-05")
    noted = tuple(note(one) for one in ("04-04", "05-04", "06-04", "09-04", "12-04"))
    assert silences(contacts(*noted, attained=attained), ON) == ()
    assert silences(contacts(*noted), ON) != ()


def test_after_the_unassignment_nothing_is_asked_for():
    left = contacts(note("04-04"), ended="05-05")
    assert silences(left, ON) == silences(left, day("05-05")) == ()
    assert silences(contacts(note("04-04"), ended="05-06"), ON) == (Silence(day("04-04"), day("05-05")),)
