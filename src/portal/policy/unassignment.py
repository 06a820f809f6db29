"""Taking a Ticket out of assignment: who may, from when, and whether 90 days of extension follow (§2.9, §3.3; D13)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.policy.core import Check, Decision, Outcome, State, Test, check, decide, failed, unknown
from portal.policy.ticket_states import extension_until

RULE = "unassignment"
VERSION = "2025-12"


class Asker(StrEnum):
    """Whose request it is, whoever enters it."""

    PROVIDER = "provider"
    HOLDER = "ticketholder"
    AGENCY = "social-security"


class Reason(NamedTuple):
    """A reason: in words, who may give it, and whether the 90-day extension follows (20 CFR 411.220)."""

    words: str
    by: frozenset[Asker]
    extension: bool


_ANY = frozenset(Asker)
_PROVIDER = frozenset({Asker.PROVIDER, Asker.AGENCY})
REASONS: dict[str, Reason] = {
    "dissatisfied": Reason("The Ticketholder is not satisfied", frozenset({Asker.HOLDER}), True),
    "none-given": Reason("The Ticketholder gives no reason", frozenset({Asker.HOLDER}), True),
    "moved": Reason("The Ticketholder moved to an area that is not served", _ANY, True),
    "provider-unable": Reason("The provider is unable to serve", _PROVIDER, True),
    "provider-unwilling": Reason("The provider is no longer willing to serve", _PROVIDER, True),
    "provider-gone": Reason("The provider left the program", frozenset({Asker.AGENCY}), True),
    "lost-contact": Reason("Contact was lost", _PROVIDER, False),
    "no-contact-wished": Reason("The Ticketholder wishes no further contact", _PROVIDER, False),
    "goals-given-up": Reason("The Ticketholder no longer works toward the goals", _PROVIDER, False),
    "died": Reason("The Ticketholder died", _ANY, False),
    "other": Reason("Another reason", _ANY, False),
}


class UnassignmentFacts(NamedTuple):
    """A request to take the Ticket out of assignment.

    The Ticket is assigned on days [assigned_on, ended_on); `assigned_to_asker` says that it is so to the provider that
    asks. `signed_on` is the day of the Ticketholder's signature and date, `form_complete` that the form is filled in.
    `received_on` is the day a request on paper was received, `in_use` whether the Ticket is in use.
    """

    asker: Asker
    assigned_on: date | None
    ended_on: date | None
    assigned_to_asker: bool | None
    reason: str | None
    requested_for: date | None
    received_on: date | None = None
    signed_on: date | None = None
    form_complete: bool | None = None
    in_use: bool | None = None


class Effect(NamedTuple):
    """What follows: both dates are kept (C-17). `extended_until` is the first day after the extension, if any."""

    acted_on: date
    effective_on: date
    extended_until: date | None


_KNOWN = (State.HELD, State.FAILED)
ASSIGNED = Test(
    "ticket-is-assigned-on-the-day",
    "RA-01, RA-02",
    "20 CFR 411.145",
    "The Ticket is assigned on the day from which it is to be taken out.",
    "See the Ticket's history for its state on the day.",
)
OWN = Test(
    "ticket-is-assigned-to-the-one-who-asks",
    "RA-02",
    "20 CFR 411.145(b); EN Guide, Ticket Unassignment",
    "The Ticket is assigned to your organization.",
    "Only the provider that holds the Ticket can give it back.",
)
SIGNED = Test(
    "ticketholder-s-request-complete-dated-and-signed",
    "UA-04",
    "20 CFR 411.145(a); EN Guide, Ticketholder Unassignment Request",
    "The Ticketholder has completed, dated and signed the request.",
    "Ask the Ticketholder to complete, date and sign the form. A reason is not needed.",
)
REASON = Test(
    "reason-is-one-the-asker-may-give",
    "UE-05",
    "EN Guide, Ticket Unassignment; 20 CFR 411.220",
    "The reason is one of the list that this asker may give.",
    "Choose the reason that is true. It decides whether the 90-day extension follows.",
)
DAY = Test(
    "unassigned-from-today-or-an-earlier-request",
    "C-17",
    "EN Guide, Ticket Unassignment; readings settled: both dates are kept",
    "The Ticket is taken out from the day the request is made or was received, and not from a later or earlier one.",
    "Ask for the day of the request. Program Integrity corrects a wrong date.",
    on_fail=Outcome.REFER,
    states=_KNOWN,
)
TESTS = (ASSIGNED, OWN, SIGNED, REASON, DAY)


def unassign(facts: UnassignmentFacts, on: date) -> Decision:
    """May the Ticket be taken out of assignment by this request, acted on `on`?"""
    return decide(RULE, VERSION, _checks(facts, on))


def effect(facts: UnassignmentFacts, on: date) -> Effect | None:
    """The dates that follow; None while the reason or the use is not known. No extension for a Ticket not in use."""
    reason = REASONS.get(_reason(facts) or "")
    if reason is None or facts.in_use is None:
        return None
    day = effective_on(facts, on)
    extended = reason.extension and facts.in_use
    return Effect(on, day, extension_until(day) if extended else None)


def effective_on(facts: UnassignmentFacts, on: date) -> date:
    """The day from which the Ticket is taken out, by a request acted on `on`."""
    return facts.requested_for or facts.received_on or on


def _reason(facts: UnassignmentFacts) -> str | None:
    """A Ticketholder never has to give a reason."""
    if facts.reason is None and facts.asker is Asker.HOLDER:
        return "none-given"
    return facts.reason


def _checks(facts: UnassignmentFacts, on: date) -> Iterator[Check]:
    day = effective_on(facts, on)
    if facts.assigned_on is None:
        yield unknown(ASSIGNED, "the assignment")
    else:
        holds = facts.assigned_on <= day and (facts.ended_on is None or day < facts.ended_on)
        said = (("assigned_on", facts.assigned_on), ("ended_on", facts.ended_on), ("from", day))
        yield check(ASSIGNED, holds, said)
    if facts.asker is Asker.PROVIDER:
        own = facts.assigned_to_asker
        yield unknown(OWN, "who holds the Ticket") if own is None else check(OWN, own)
    if facts.asker is Asker.HOLDER:
        yield _signed(facts, on)
    yield _reason_check(facts)
    first = facts.received_on or on
    yield check(DAY, first <= day <= on, (("from", day), ("received_on", facts.received_on), ("on", on)))


def _signed(facts: UnassignmentFacts, on: date) -> Check:
    said = (("signed_on", facts.signed_on), ("complete", facts.form_complete))
    if facts.form_complete is None:
        return unknown(SIGNED, "the Ticketholder's form", said)
    if facts.signed_on is None:
        return failed(SIGNED, said)
    return check(SIGNED, facts.form_complete and facts.signed_on <= (facts.received_on or on), said)


def _reason_check(facts: UnassignmentFacts) -> Check:
    name = _reason(facts)
    if name is None:
        return unknown(REASON, "the reason")
    reason = REASONS.get(name)
    return check(REASON, reason is not None and facts.asker in reason.by, (("reason", name),))
