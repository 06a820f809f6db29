"""What a provider could be paid for today, found by asking the rules; the demo's own check draws from it."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.nation.played import ONCE_A_MONTH
from portal.payments.claims import Claim
from portal.payments.judging import judge
from portal.payments.models import PaymentRequest
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


def payable(organisation: str, random: Random | None = None) -> list[Payable]:
    """All that the provider (by name) could be paid for on one Ticket, drawn among those with something payable.

    Empty when there is no such Ticket. Without `random`, the first one by its number.
    """
    moment = now()
    with open_unit(SYSTEM, moment, reading=True, page="nation", purpose="demo check"):
        held = list(
            Assignment.objects.filter(organisation__name=organisation)
            .filter(ended_on=None, superseded_at=None)
            .exclude(system=Assignment.System.COST_REIMBURSEMENT)
            .select_related("ticket")
            .order_by("ticket__number")
        )
        if random:
            random.shuffle(held)
        for assignment in held:
            found = list(_on_ticket(assignment, moment.on))
            if found:
                return found
    return []


def _on_ticket(assignment: Assignment, today: date) -> Iterator[Payable]:
    claims, seen = list(_claims(assignment, today)), set[str]()
    for claim, judged in zip(claims, judge(claims, decided_on=today), strict=True):
        decision = judged.decision
        # A later month claims the same milestone again; the first one says when it was attained.
        again = claim.asks not in ONCE_A_MONTH and claim.asks in seen
        if decision.outcome is Outcome.GRANT and decision.amount and not again:
            seen.add(claim.asks)
            yield Payable(assignment.ticket.number, claim.asks, claim.claim_month, decision.amount)


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
