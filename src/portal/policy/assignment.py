"""Entering an assignment: may it be entered, and what follows from the day it is entered? (AS-13 to AS-20; K3)"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.policy.case import base_day
from portal.policy.core import Check, Decision, Month, Outcome, State, Test, check, decide, unknown
from portal.policy.dates import DAY
from portal.policy.records import Assignment
from portal.policy.signatures import SignatureFacts, latest, signature_checks
from portal.policy.tables.parameters import CASEWORK, IN_FORCE, CaseworkSettings, PolicySettings

RULE = "assignment-entry"
VERSION = "2025-12"


class EntryFacts(NamedTuple):
    """What an entry is judged on. Whether the Ticket can be assigned at all is `assignability.assignable`.

    `discussed_on` is the day of the one-on-one discussion. `may_assign` says that the provider has the right to
    assign directly, or that Program Integrity enters it. `plan_stored` says that the signed plan is in the portal.
    """

    signatures: SignatureFacts
    discussed_on: date | None
    may_assign: bool | None
    plan_stored: bool


class Projection(NamedTuple):
    """What follows if the assignment is entered on `entered_on`. Days and months are US Eastern.

    `late` says that the entry moves the payment base date; protection and the assignment date stay.
    `progress` are the first progress certification periods as first and last month, if every month counts.
    """

    entered_on: date
    days_after_signature: int
    late: bool
    assigned_on: date
    protected_from: date
    payment_base_on: date
    first_payable_month: Month
    progress: tuple[tuple[Month, Month], ...]


DISCUSSED = Test(
    "discussed-before-the-last-signature",
    "IW-10",
    "EN Guide, Discussion Arrangement",
    "The one-on-one discussion was held no later than the last signature.",
    "Correct the date of the discussion, or hold it and sign again.",
)
RIGHT = Test(
    "may-assign-directly",
    "AS-17",
    "EN Guide, Submitting IWPs; EN Essentials, Ticket Assignment Review",
    "Your organization has the right to assign Tickets in the portal.",
    "Send the plan to Program Integrity, which assigns the Ticket when the plan is compliant.",
)
STORED = Test(
    "signed-plan-stored-before-assignment",
    "AS-20",
    "20 CFR 411.470(a)(3); readings settled: receipt of the IWP (C-14)",
    "The signed plan is stored in the portal, which is its receipt.",
    "Finish and sign the plan here, or upload the signed copy.",
    states=(State.HELD, State.FAILED),
)
SERVICE = Test(
    "service-not-before-the-assignment",
    "AS-18",
    "EN Guide, Submitting IWPs",
    "The service was given on or after the day on which the assignment was made.",
    "Correct the date. A service before the assignment does not count.",
    on_fail=Outcome.REFER,
)
TESTS = (DISCUSSED, RIGHT, STORED, SERVICE)


def enter(facts: EntryFacts, on: date) -> Decision:
    """May the assignment be entered on `on`? A late entry never blocks: see `projection`."""
    return decide(RULE, VERSION, _checks(facts, on))


def _checks(facts: EntryFacts, on: date) -> Iterator[Check]:
    yield from signature_checks(facts.signatures, on, required=True)
    signed = latest(facts.signatures)
    if signed is None or facts.discussed_on is None:
        yield unknown(DISCUSSED, "the date of the discussion and both signatures")
    else:
        said = (("discussed_on", facts.discussed_on), ("last_signed_on", signed))
        yield check(DISCUSSED, facts.discussed_on <= signed, said)
    if facts.may_assign is None:
        yield unknown(RIGHT, "your organization's right to assign")
    else:
        yield check(RIGHT, facts.may_assign)
    yield check(STORED, facts.plan_stored)


def service_timing(service_on: date, assignment_made_on: date | None) -> Decision:
    """Was a service given before the assignment was made in the portal? It is flagged, for a person to weigh (D8)."""
    if assignment_made_on is None:
        one = unknown(SERVICE, "the day on which the assignment was made", (("service_on", service_on),))
    else:
        said = (("service_on", service_on), ("assignment_made_on", assignment_made_on))
        one = check(SERVICE, service_on >= assignment_made_on, said, true_from=assignment_made_on)
    return decide("service-timing", VERSION, (one,))


def last_day_in_time(assigned_on: date, *, settings: PolicySettings = IN_FORCE) -> date:
    """The last day on which an entry does not move the payment base date: the 14th after the last signature."""
    return assigned_on + timedelta(days=settings.late_entry_days)


def projection(
    provider_signed_on: date,
    holder_signed_on: date,
    entered_on: date,
    *,
    counted_months: int = 0,
    settings: PolicySettings = IN_FORCE,
    casework: CaseworkSettings = CASEWORK,
) -> Projection:
    """What follows if it is entered on this day (AS-15, AS-16, PR-01).

    `counted_months` are the months already counted in the running progress period, where the Ticket was assigned
    before (RA-06). Raises ValueError where the entry comes before the last signature.
    """
    record = Assignment("", provider_signed_on, holder_signed_on, entered_on, None, "")
    assigned_on = record.assigned_on
    if entered_on < assigned_on:
        raise ValueError("an assignment cannot be entered before its last signature")
    base = base_day(record, settings) or entered_on
    return Projection(
        entered_on,
        (entered_on - assigned_on).days,
        base != assigned_on,
        assigned_on,
        assigned_on,
        base,
        Month.of(base).plus(1),
        _progress(record.assigned_in, counted_months, casework),
    )


def if_entered(
    provider_signed_on: date, holder_signed_on: date, today: date, *, settings: PolicySettings = IN_FORCE
) -> tuple[Projection, Projection]:
    """Entered today, and on the first day that is late (day 15; today where that has passed): shown before saving."""
    assigned_on = max(provider_signed_on, holder_signed_on)
    late = max(last_day_in_time(assigned_on, settings=settings) + DAY, today)
    now = projection(provider_signed_on, holder_signed_on, today, settings=settings)
    return now, projection(provider_signed_on, holder_signed_on, late, settings=settings)


def _progress(
    assigned_in: Month, counted: int, settings: CaseworkSettings
) -> tuple[tuple[Month, Month], ...]:
    """The running period's rest and the one after it; the clock starts in the month after the assignment."""
    length = settings.progress_period_months
    first = assigned_in.plus(1)
    ends = first.plus(length - counted - 1)
    return (first, ends), (ends.plus(1), ends.plus(length))
