"""Who may take a Ticket out of assignment, from when, and whether the extension follows (D13, C8; §2.9, §3.3)."""

import pytest

from portal.policy.core import Outcome, State
from portal.policy.unassignment import REASONS, Asker, Effect, UnassignmentFacts, effect, unassign
from tests.policy.casework import ON, day, failing, states

pytestmark = pytest.mark.row("C8", "D13")


def by_provider(**other) -> UnassignmentFacts:
    plain = UnassignmentFacts(Asker.PROVIDER, day("03-04"), None, True, "lost-contact", None, in_use=True)
    return plain._replace(**other)


def by_holder(**other) -> UnassignmentFacts:
    plain = UnassignmentFacts(
        Asker.HOLDER,
        day("03-04"),
        None,
        None,
        None,
        None,
        received_on=day("12-12"),
        signed_on=day("12-10"),
        form_complete=True,
        in_use=True,
    )
    return plain._replace(**other)


def test_either_may_ask():
    assert unassign(by_provider(), ON).outcome is Outcome.GRANT
    assert unassign(by_holder(), ON).outcome is Outcome.GRANT
    assert (
        unassign(by_provider(asker=Asker.AGENCY, reason="provider-gone", assigned_to_asker=None), ON).outcome
        is Outcome.GRANT
    )


def test_a_provider_gives_back_its_own_only():
    assert failing(unassign(by_provider(assigned_to_asker=False), ON)) == {
        "ticket-is-assigned-to-the-one-who-asks"
    }
    assert unassign(by_provider(assigned_to_asker=None), ON).outcome is Outcome.ASK


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, State.HELD),
        ({"signed_on": None}, State.FAILED),
        ({"form_complete": False}, State.FAILED),
        ({"form_complete": None}, State.UNKNOWN),
        ({"signed_on": day("12-12")}, State.HELD),
        ({"signed_on": day("12-13")}, State.FAILED),
        ({"signed_on": day("12-15"), "received_on": None}, State.HELD),
        ({"signed_on": day("12-16"), "received_on": None}, State.FAILED),
    ],
)
def test_a_ticketholder_completes_dates_and_signs(change, state):
    found = states(unassign(by_holder(**change), ON))
    assert found["ticketholder-s-request-complete-dated-and-signed"] is state


@pytest.mark.parametrize(
    ("assigned", "ended", "state"),
    [
        ("12-15", None, State.HELD),
        ("12-16", None, State.FAILED),
        ("03-04", "12-16", State.HELD),
        ("03-04", "12-15", State.FAILED),
        (None, None, State.UNKNOWN),
    ],
)
def test_the_ticket_is_assigned_on_the_day(assigned, ended, state):
    facts = by_provider(
        assigned_on=day(assigned) if assigned else None, ended_on=day(ended) if ended else None
    )
    assert states(unassign(facts, ON))["ticket-is-assigned-on-the-day"] is state


@pytest.mark.parametrize(
    ("requested", "received", "outcome"),
    [
        (None, None, Outcome.GRANT),
        ("12-15", None, Outcome.GRANT),
        ("12-14", None, Outcome.REFER),
        ("12-16", None, Outcome.REFER),
        ("12-12", "12-12", Outcome.GRANT),
        ("12-13", "12-12", Outcome.GRANT),
        ("12-11", "12-12", Outcome.REFER),
    ],
)
def test_from_the_day_of_the_request_or_of_its_receipt(requested, received, outcome):
    facts = by_provider(
        requested_for=day(requested) if requested else None, received_on=day(received) if received else None
    )
    assert unassign(facts, ON).outcome is outcome


@pytest.mark.parametrize(
    ("asker", "reason", "extended"),
    [
        (Asker.HOLDER, "dissatisfied", True),
        (Asker.HOLDER, None, True),
        (Asker.HOLDER, "moved", True),
        (Asker.PROVIDER, "moved", True),
        (Asker.PROVIDER, "provider-unable", True),
        (Asker.PROVIDER, "provider-unwilling", True),
        (Asker.AGENCY, "provider-gone", True),
        (Asker.PROVIDER, "lost-contact", False),
        (Asker.PROVIDER, "no-contact-wished", False),
        (Asker.PROVIDER, "goals-given-up", False),
        (Asker.HOLDER, "other", False),
        (Asker.AGENCY, "died", False),
    ],
)
def test_the_reason_decides_the_extension_and_a_ticket_not_in_use_has_none(asker, reason, extended):
    facts = by_provider(asker=asker, reason=reason, signed_on=day("12-15"), form_complete=True)
    assert unassign(facts, ON).outcome is Outcome.GRANT
    assert effect(facts, ON) == Effect(ON, ON, day("2026-03-16") if extended else None)
    assert effect(facts._replace(in_use=False), ON) == Effect(ON, ON, None)
    assert effect(facts._replace(in_use=None), ON) is None


def test_both_dates_are_kept():
    assert effect(by_holder(), ON) == Effect(ON, day("12-12"), day("2026-03-13"))


@pytest.mark.parametrize(
    ("asker", "reason", "state"),
    [
        (Asker.PROVIDER, None, State.UNKNOWN),
        (Asker.PROVIDER, "bad-weather", State.FAILED),
        (Asker.PROVIDER, "dissatisfied", State.FAILED),
        (Asker.PROVIDER, "none-given", State.FAILED),
        (Asker.HOLDER, "provider-unable", State.FAILED),
        (Asker.PROVIDER, "provider-gone", State.FAILED),
    ],
)
def test_each_asker_has_its_own_reasons(asker, reason, state):
    facts = by_holder(asker=asker, reason=reason, assigned_to_asker=True)
    assert states(unassign(facts, ON))["reason-is-one-the-asker-may-give"] is state
    if reason not in REASONS:
        assert effect(facts, ON) is None
