"""What a provider could ask for today and what the rules would say, found by asking them.

The demo's own check draws from it.
"""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.models import Draft
from portal.kernel.unit import open_unit
from portal.nation.played import ONCE_A_MONTH
from portal.payments.claims import Claim
from portal.payments.judging import Judged, amount_of, judge
from portal.payments.models import PaymentRequest
from portal.payments.moves import ENDED
from portal.policy.core import Month, Outcome
from portal.tickets.models import Assignment

# The claim limit (PAY-20) is 24 months; who looks for payable months need not look further back.
MONTHS_BACK = 24


class Payable(NamedTuple):
    """A payment the rules would grant if it were asked for today; the amount is in whole cents."""

    ticket: str
    kind: str
    month: Month
    cents: int


class ForAPerson(NamedTuple):
    """A payment the rules would leave to a person: with its amount if they `refer` it, else why they `refuse` it."""

    ticket: str
    kind: str
    month: Month
    outcome: Outcome
    cents: int | None
    denial: str | None


def payable(organisation: str, random: Random | None = None) -> list[Payable]:
    """All that the provider (by name) could be paid for on one Ticket, drawn among those with something payable.

    Empty when there is no such Ticket. Without `random`, the first one by its number.
    """
    moment = now()
    with open_unit(SYSTEM, moment, reading=True, page="nation", purpose="demo check"):
        for assignment in _held(organisation, random):
            found = list(_granted(assignment, moment.on))
            if found:
                return found
    return []


def for_a_person(organisation: str, random: Random | None = None) -> ForAPerson | None:
    """One payment that a person would have to decide: one the rules refer, and only where there is none, refuse."""
    moment = now()
    refused: list[ForAPerson] = []
    with open_unit(SYSTEM, moment, reading=True, page="nation", purpose="demo check"):
        for assignment in _held(organisation, random):
            for claim, judged in _judged(assignment, moment.on):
                found = _left_to_a_person(assignment, claim, judged)
                if found and found.outcome is Outcome.REFER:
                    return found
                refused += [found] if found else []
    return (random.choice(refused) if random else refused[0]) if refused else None


def _held(organisation: str, random: Random | None) -> list[Assignment]:
    """The provider's Tickets nobody is asking on right now, in a drawn order."""
    rows = list(
        Assignment.objects.filter(organisation__name=organisation)
        .filter(ended_on=None, superseded_at=None)
        .exclude(system=Assignment.System.COST_REIMBURSEMENT)
        .exclude(pk__in=Draft.objects.filter(state=Draft.State.OPEN).exclude(subject=None).values("subject"))
        .select_related("ticket")
        .order_by("ticket__number")
    )
    if random:
        random.shuffle(rows)
    return rows


def _granted(assignment: Assignment, today: date) -> Iterator[Payable]:
    seen = set[str]()
    for claim, judged in _judged(assignment, today):
        decision = judged.decision
        # A later month claims the same milestone again; the first one says when it was attained.
        again = claim.asks not in ONCE_A_MONTH and claim.asks in seen
        if decision.outcome is Outcome.GRANT and decision.amount and not again:
            seen.add(claim.asks)
            yield Payable(assignment.ticket.number, claim.asks, claim.claim_month, decision.amount)


def _left_to_a_person(assignment: Assignment, claim: Claim, judged: Judged) -> ForAPerson | None:
    decision, cents = judged.decision, amount_of(judged.decision)
    denial = decision.primary.test.denial if decision.primary else None
    answered = (decision.outcome is Outcome.REFER and cents) or (
        decision.outcome is Outcome.REFUSE and denial
    )
    if not answered or _asked_already(claim):
        return None
    return ForAPerson(
        assignment.ticket.number, claim.asks, claim.claim_month, decision.outcome, cents, denial
    )


def _asked_already(claim: Claim) -> bool:
    """Is the same claim open or paid? Then another one is a duplicate, which no person decides (DEN-07)."""
    return (
        PaymentRequest.objects.filter(
            ticket=claim.ticket,
            organisation=claim.organisation,
            asks=claim.asks,
            claim_month=claim.claim_month,  # type: ignore[misc]
        )
        .exclude(state__in=ENDED)
        .exists()
    )


def _judged(assignment: Assignment, today: date) -> list[tuple[Claim, Judged]]:
    claims = list(_claims(assignment, today))
    return list(zip(claims, judge(claims, decided_on=today), strict=True))


def _claims(assignment: Assignment, today: date) -> Iterator[Claim]:
    this_month = Month.of(today)
    first = max(Month.of(assignment.payment_base_on).plus(1), this_month.plus(-MONTHS_BACK))
    month = first
    while month < this_month:
        for kind in PaymentRequest.Kind.values:
            yield Claim(
                ticket=assignment.ticket_id,
                person=assignment.person_id,
                organisation=assignment.organisation_id,
                asks=kind,
                claim_month=month,
                submitted_on=today,
                form=PaymentRequest.Form.EVIDENTIARY,
                services_described=True,
                earnings_already_proven=True,
            )
        month = month.plus(1)
