"""Amendments, goals not met, exports with their amendments: S4's James, and an amendment to an ended plan (D11, D12)."""

from datetime import date

import pytest

from portal.policy.amendment import (
    Discussion,
    Follows,
    export_complete,
    goals_not_met,
    judge_amendment,
    revised_by,
    what_follows,
)
from portal.policy.core import Outcome, State
from portal.policy.plan import to_mend
from tests.policy.casework import ON, amendment, day, failing, goal, open_names, signed, states, the

pytestmark = pytest.mark.row("D11", "D12")


def judge(**facts):
    return judge_amendment(amendment(**facts), ON)


def test_james_reduces_his_hours_to_study_and_gets_a_coach():
    assert judge().outcome is Outcome.GRANT, open_names(judge())


@pytest.mark.parametrize(
    ("begins", "ends", "state"),
    [
        (None, None, State.UNKNOWN),
        ("12-12", None, State.HELD),
        ("12-13", None, State.FAILED),
        ("03-04", "12-13", State.HELD),
        ("03-04", "12-12", State.FAILED),
    ],
)
def test_only_a_plan_in_force_is_amended(begins, ends, state):
    decision = judge(plan_from=day(begins) if begins else None, plan_until=day(ends) if ends else None)
    assert states(decision)["plan-in-force"] is state


@pytest.mark.parametrize(
    ("change", "name", "state"),
    [
        ({"pid": None}, "amendment-names-the-provider", State.UNKNOWN),
        ({"provider_name": ""}, "amendment-names-the-provider", State.UNKNOWN),
        ({"revises": frozenset()}, "amendment-revises-something", State.FAILED),
        ({"reason": None}, "amendment-gives-a-reason", State.UNKNOWN),
        ({"reason": "just so"}, "amendment-gives-a-reason", State.FAILED),
        ({"reason": "other"}, "amendment-gives-a-reason", State.UNKNOWN),
        ({"reason": "other", "other_reason": " "}, "amendment-gives-a-reason", State.UNKNOWN),
        ({"reason": "other", "other_reason": "She moves"}, "amendment-gives-a-reason", State.HELD),
        ({"reason": "new-service", "other_reason": None}, "amendment-gives-a-reason", State.HELD),
        ({"signatures": signed(provider=None)}, "provider-has-signed", State.UNKNOWN),
        ({"signatures": signed(holder=None)}, "ticketholder-has-signed", State.UNKNOWN),
    ],
)
def test_what_an_amendment_must_have(change, name, state):
    assert states(judge(**change))[name] is state


def test_revised_goals_are_judged_like_new_ones_and_others_are_left_alone():
    weak = goal(1000, "2029-12-15")
    assert "long-term-earnings-at-or-above-sga" in failing(judge(long_term=weak))
    only_services = judge(long_term=weak, revises=frozenset({"services"}))
    assert only_services.outcome is Outcome.GRANT
    unsound = judge(services=(), revises=frozenset({"services"}))
    assert {"at-least-one-service", "regular-follow-up-included"} <= failing(unsound)
    only_goals = judge(services=None, revises=frozenset({"long-term"}))
    assert only_goals.outcome is Outcome.GRANT
    assert judge(short_term=None, revises=frozenset({"short-term"})).outcome is Outcome.ASK


@pytest.mark.parametrize(
    ("revises", "judged"),
    [
        ({"short-term"}, {"short-term-goal-within-18-months"}),
        ({"long-term"}, {"long-term-goal-in-three-to-five-years"}),
        (
            {"short-term", "long-term"},
            {"short-term-goal-within-18-months", "long-term-goal-in-three-to-five-years"},
        ),
        ({"services"}, set()),
    ],
)
def test_only_a_revised_goal_needs_a_new_date(revises, judged):
    """Who reached the short-term goal last spring and changes the long-term one need not agree the old one anew."""
    late = goal(1200, "2025-03-15"), goal(3000, "2026-12-15")
    decision = judge(short_term=late[0], long_term=late[1], revises=frozenset(revises))
    assert failing(decision) == judged


def test_what_is_to_be_mended_before_it_is_signed_leaves_the_signatures_out():
    assert to_mend(judge(signatures=signed(None, None))) == ()
    assert [one.test.name for one in to_mend(judge(reason=None))] == ["amendment-gives-a-reason"]
    weighed = judge(long_term=goal(3000, "2026-12-15"))
    assert weighed.outcome is Outcome.REFER
    assert to_mend(weighed) == ()


def test_no_signature_comes_before_the_plan():
    decision = judge(plan_from=day("12-11"))
    assert failing(decision) == {"signatures-in-order-of-time"}
    # Waiting does not mend it: only a date that lies ahead says from when it would hold.
    for on in (day("12-12"), ON):
        found = the(judge_amendment(amendment(plan_from=day("12-11")), on), "signatures-in-order-of-time")
        assert found.true_from is None
    assert judge(plan_from=day("12-10")).outcome is Outcome.GRANT


@pytest.mark.parametrize(
    ("answers", "follows"),
    [
        ((True, False, False, True), Follows.NOTHING),
        ((True, True, False, True), Follows.AMEND_SERVICES),
        ((False, False, False, True), Follows.AMEND_GOALS),
        ((True, False, True, True), Follows.AMEND_GOALS),
        ((False, True, True, True), Follows.AMEND_BOTH),
        ((False, False, False, False), Follows.UNASSIGN),
        ((True, True, False, False), Follows.UNASSIGN),
        ((False, False, True, False), Follows.AMEND_GOALS),
        ((True, True, False, None), None),
        ((None, None, None, None), None),
    ],
)
def test_what_follows_from_the_four_questions(answers, follows):
    assert what_follows(Discussion(*answers)) is follows


@pytest.mark.parametrize(
    ("follows", "parts"),
    [
        (Follows.AMEND_SERVICES, {"services"}),
        (Follows.AMEND_GOALS, {"short-term", "long-term"}),
        (Follows.AMEND_BOTH, {"short-term", "long-term", "services"}),
        (Follows.NOTHING, set()),
        (Follows.UNASSIGN, set()),
        (None, set()),
    ],
)
def test_what_an_amendment_begins_with(follows, parts):
    assert revised_by(follows) == parts


def test_the_discussion_is_documented():
    assert goals_not_met(Discussion(True, False, False, True)).outcome is Outcome.GRANT
    some = goals_not_met(Discussion(True, None, False, None))
    assert some.outcome is Outcome.ASK
    assert some.checks[0].needs == "not filled in yet: more services, wants to work toward goals"
    assert goals_not_met(Discussion(None, None, None, None)).outcome is Outcome.REFUSE


@pytest.mark.row("D14")
def test_a_plan_is_never_exported_without_its_amendments():
    assert export_complete(frozenset(), frozenset()).outcome is Outcome.GRANT
    assert export_complete(frozenset({1, 2}), frozenset({1, 2})).outcome is Outcome.GRANT
    refused = export_complete(frozenset({1, 2, 3}), frozenset({2}))
    assert refused.outcome is Outcome.REFUSE
    assert refused.checks[0].facts == (("missing", (1, 3)),)


def test_the_day_judged_is_the_later_signature():
    early = judge_amendment(amendment(plan_until=day("12-13")), date(2026, 6, 1))
    assert early.outcome is Outcome.GRANT
    unsigned = judge_amendment(amendment(plan_until=day("12-13"), signatures=signed(None, None)), ON)
    assert failing(unsigned) == {"plan-in-force"}
