"""The election of a payment system (PAY-01) and how a State VR agency is paid (PAY-02), each its own decision."""

from datetime import date
from typing import NamedTuple

from portal.policy.core import Decision, Month, State, Test, check, decide, unknown

VERSION = "2025-12"
FIRST_YEAR_PAST = Test(
    "not-in-the-year-of-the-first-election",
    "PAY-01",
    "20 CFR 411.515",
    "The notice is not given in the calendar year of the first election, which is that year's only one.",
    "Give the notice in the next calendar year.",
)
ONE_CHANGE = Test(
    "no-other-change-in-the-year",
    "PAY-01",
    "20 CFR 411.515",
    "No other change was noticed in the same calendar year.",
    "Give the notice in the next calendar year.",
    states=(State.HELD, State.FAILED),
)
REAL_CHANGE = Test(
    "elects-another-system",
    "PAY-01",
    "20 CFR 411.515",
    "The notice elects another system than the one in effect.",
    "Nothing needs to be changed.",
    states=(State.HELD, State.FAILED),
)
ASSIGNABLE = Test(
    "ticket-assignable-for-employment-network-payment",
    "PAY-02",
    "20 CFR 411.355, 411.140(a)",
    "The person has a Ticket that can be assigned, or the agency serves the case under cost reimbursement.",
    "Serve the case under cost reimbursement.",
)
ELECTION_TESTS = (FIRST_YEAR_PAST, ONE_CHANGE, REAL_CHANGE)
AGENCY_TESTS = (ASSIGNABLE,)


class Election(NamedTuple):
    """An election, by the day of its notice; the first is made with the agreement."""

    noticed_on: date
    system: str


def effective_from(noticed_on: date) -> date:
    """A change takes effect on the first day of the month after the month of notice (20 CFR 411.515)."""
    return Month.of(noticed_on).plus(1).first


def system_on(elections: tuple[Election, ...], day: date) -> str | None:
    """The system in effect on a day: the one a Ticket assigned that day keeps. None before the first election."""
    ordered = sorted(elections)
    in_effect = None
    for index, election in enumerate(ordered):
        if (election.noticed_on if index == 0 else effective_from(election.noticed_on)) <= day:
            in_effect = election.system
    return in_effect


def change(elections: tuple[Election, ...], notice: Election) -> Decision:
    """May a provider with these elections change its payment system by this notice?

    A notice uses up its own calendar year, though one of December takes effect in January.
    """
    year = notice.noticed_on.year
    ordered = sorted(elections)
    if ordered:
        first = ordered[0].noticed_on
        first_year = check(FIRST_YEAR_PAST, year > first.year, (("first_elected_on", first),))
    else:
        first_year = unknown(FIRST_YEAR_PAST, "the first election, made with the agreement")
    changes = [one.noticed_on for one in ordered[1:] if one.noticed_on.year == year]
    current = ordered[-1].system if ordered else None
    checks = (
        first_year,
        check(ONE_CHANGE, not changes, (("year", year), ("noticed_on", changes[0] if changes else None))),
        check(REAL_CHANGE, notice.system != current, (("in_effect", current), ("elects", notice.system))),
    )
    starts = effective_from(notice.noticed_on)
    return decide("election", VERSION, checks, notes=(f"A change takes effect on {starts.isoformat()}.",))


def agency_payment(elects_en: bool, ticket_assignable: bool | None) -> Decision:
    """May a State VR agency be paid for this case in the way it chooses: as a network, or by cost reimbursement?

    Without an assignable Ticket, cost reimbursement is the only way (20 CFR 411.355).
    """
    facts = (("elects_network_payment", elects_en), ("ticket_assignable", ticket_assignable))
    if elects_en and ticket_assignable is None:
        return decide(
            "agency-payment", VERSION, (unknown(ASSIGNABLE, "whether the Ticket is assignable", facts),)
        )
    held = not elects_en or ticket_assignable is True
    note = "" if elects_en else "Cost reimbursement does not assign the Ticket."
    return decide("agency-payment", VERSION, (check(ASSIGNABLE, held, facts),), notes=(note,) if note else ())
