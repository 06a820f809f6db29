"""The intake discussion and the hand-off: what has to be told, asked and decided (D2, K5; §2.4, §5.5)."""

import pytest

from portal.policy.core import Outcome, State
from portal.policy.intake import (
    HandOffFacts,
    IntakeFacts,
    Match,
    judge_hand_off,
    judge_intake,
    may_be_recorded,
)
from tests.policy.casework import ON, day, failing, states

pytestmark = pytest.mark.row("D2")
ASKED = tuple((name, True) for name in ("goals", "self-sufficient", "skills", "work", "likely", "services"))
NOTED = tuple((name, True) for name in ("limits", "strengths", "fears"))


def talk(**other) -> IntakeFacts:
    whole = IntakeFacts(day("12-01"), day("12-01"), ASKED, NOTED, True, Match.ACCEPT)
    return whole._replace(**other)


def test_a_whole_intake_is_granted_and_names_what_was_decided():
    decision = judge_intake(talk(), ON)
    assert decision.outcome is Outcome.GRANT
    assert may_be_recorded(decision)
    assert ("decided", "accept") in [fact for one in decision.checks for fact in one.facts]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"held_on": None}, "discussion-was-held"),
        ({"informed_on": None}, "program-was-explained"),
        ({"questions": (*ASKED[1:], ("goals", False))}, "key-questions-asked"),
        ({"noted": (("fears", False),)}, "barriers-and-strengths-noted"),
        ({"match": None}, "decided-together"),
        ({"wants_self_sufficiency": None}, "works-toward-self-sufficiency"),
    ],
)
def test_what_is_missing_is_asked_for_and_holds_the_record_up(change, name):
    decision = judge_intake(talk(**change), ON)
    assert decision.outcome is Outcome.ASK
    assert states(decision)[name] is State.UNKNOWN
    assert not may_be_recorded(decision)


def test_what_is_missing_is_named():
    decision = judge_intake(talk(questions=(("skills", False), ("work", True), ("likely", False))), ON)
    assert decision.primary is not None
    assert decision.primary.needs == "not answered yet: skills, likely"


@pytest.mark.parametrize("name", ["held_on", "informed_on"])
def test_a_day_may_be_today_and_not_tomorrow(name):
    """The program's today is 15 December 2025."""
    assert judge_intake(talk(**{name: ON}), ON).outcome is Outcome.GRANT
    late = judge_intake(talk(**{name: day("12-16")}), ON)
    assert late.outcome is Outcome.REFUSE
    assert not may_be_recorded(late)


def test_who_wants_part_time_for_ever_goes_to_a_person_who_may_go_on():
    """EN Guide: not right for those who want to work part time indefinitely. The counsellor weighs it."""
    decision = judge_intake(talk(wants_self_sufficiency=False), ON)
    assert decision.outcome is Outcome.REFER
    assert failing(decision) == {"works-toward-self-sufficiency"}
    assert may_be_recorded(decision)
    for match in (Match.NOT_A_MATCH, Match.DECLINES, Match.THINKS):
        assert "works-toward-self-sufficiency" not in states(judge_intake(talk(match=match), ON))


@pytest.mark.row("K5")
def test_who_is_no_match_is_handed_on_which_may_come_after():
    before = judge_intake(talk(match=Match.NOT_A_MATCH), ON)
    assert before.outcome is Outcome.ASK
    assert failing(before) == {"handed-on-to-somebody-who-fits"}
    assert may_be_recorded(before)
    assert judge_intake(talk(match=Match.NOT_A_MATCH, handed_off=True), ON).outcome is Outcome.GRANT
    assert "handed-on-to-somebody-who-fits" not in states(judge_intake(talk(match=Match.DECLINES), ON))


def handed(**other) -> HandOffFacts:
    whole = HandOffFacts("EN", True, day("12-10"), day("12-10"), day("12-11"))
    return whole._replace(**other)


@pytest.mark.row("K5")
@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, Outcome.GRANT),
        ({"named": False}, Outcome.ASK),
        ({"named": False, "to_kind": "help-line"}, Outcome.GRANT),
        ({"named": False, "to_kind": "choose-work"}, Outcome.GRANT),
        ({"named": False, "to_kind": "SVRA"}, Outcome.ASK),
        ({"consent_on": None}, Outcome.ASK),
        ({"consent_on": day("12-11")}, Outcome.REFUSE),
        ({"made_on": None}, Outcome.ASK),
        ({"made_on": day("12-16"), "follow_up_on": day("12-17")}, Outcome.REFUSE),
        ({"follow_up_on": None}, Outcome.ASK),
        ({"follow_up_on": day("12-10")}, Outcome.REFUSE),
    ],
)
def test_a_hand_off_has_consent_a_name_and_a_day_to_ask(change, outcome):
    assert judge_hand_off(handed(**change), ON).outcome is outcome
