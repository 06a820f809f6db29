"""What could be claimed, before anybody claims it (rows E8, J6). Nothing is written."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.kernel.actor import Wall
from portal.kernel.unit import current
from portal.payments.claims import Claim
from portal.payments.facts import Facts, gather
from portal.payments.form import RequestForm
from portal.payments.given import UNCOUNTED, hidden_beside, with_given
from portal.payments.judging import amount_of, replay
from portal.payments.models import PaymentRequest
from portal.policy.available import Claimable, what_can_be_claimed
from portal.policy.core import Decision, Month, Outcome, State
from portal.policy.disclosed import shown_to_provider
from portal.policy.payment_facts import parse
from portal.policy.records import PaymentFacts
from portal.tickets.models import Assignment
from portal.tickets.queries import HolderRecord


@dataclass(frozen=True, slots=True)
class CouldClaim:
    """A payment that could be claimed. `month` is None for one not reached yet; `missing` says what lacks.

    `amount_cents` is what it would be paid by the figures loaded, also where something is missing. `decision` is
    the answer a request made today would get, as this reader may see it.
    """

    kind: str
    kind_words: str
    month: Month | None
    amount_cents: int | None
    payable_now: bool
    missing: tuple[str, ...]
    decision: dict[str, Any]


def could_claim(*, assignment: UUID) -> list[CouldClaim]:
    """What the assignment's provider could still claim on the Ticket, as the facts stand; [] outside the scope."""
    row = Assignment.objects.filter(pk=assignment).first()
    if row is None:
        return []
    provider, facts, found = _claimable(row.ticket_id, row.person_id, row.organisation_id)
    return [_could(one, provider, facts, one.decision) for one in found]


def open_to_claim(*, holder: HolderRecord) -> list[CouldClaim]:
    """As `could_claim` for the latest assignment of a record in scope; decisions hold the checks not met alone."""
    latest = holder.assignments[0]
    provider, facts, found = _claimable(latest.ticket, holder.person, latest.organisation)
    return [_could(one, provider, facts, _not_met(one.decision)) for one in found]


def _claimable(ticket: UUID, person: UUID, organisation: UUID) -> tuple[str, PaymentFacts, list[Claimable]]:
    on = current().on
    claim = Claim(ticket, person, organisation, "P1M1", Month.of(on), on, "evidentiary")
    raw = gather([claim], decided_on=on)[0]
    provider, facts = raw["request"]["provider"], parse(raw)
    return provider, facts, what_can_be_claimed(facts, provider, on)


def _not_met(decision: Decision) -> Decision:
    return decision._replace(checks=tuple(one for one in decision.checks if one.state is not State.HELD))


def try_claims(*, form: RequestForm) -> list[dict[str, Any]]:
    """What each claim of the form would get if it were submitted now, as the provider may see it.

    The form's earnings and papers count as given; its files as found clean. Each claim is tried by itself.
    Beside the form's earnings of a month, those hidden from the provider do not count, and a note says so.
    """
    row = Assignment.objects.filter(pk=form.assignment).first()
    if row is None:
        return []
    on = current().on
    claims = [
        Claim(
            row.ticket_id,
            row.person_id,
            row.organisation_id,
            asked.asks,
            asked.claim_month,
            on,
            form.form,
            services_described=form.services_described,
            services_statement_on=form.services_statement_on,
            services_contributed=form.services_contributed,
            earnings_already_proven=form.earnings_already_proven,
            job_started_on=form.job_started_on,
        )
        for asked in form.claims
    ]
    return [_tried(facts, form) for facts in gather(claims, decided_on=on)]


def _tried(facts: Facts, form: RequestForm) -> dict[str, Any]:
    answer = replay(with_given(facts, form)).shown
    months = [f"{Month.parse(text).first:%B %Y}" for text in hidden_beside(facts, form)]
    notes = [UNCOUNTED.format(months=", ".join(months))] if months else []
    return {**answer, "notes": [*answer["notes"], *notes]}


def _could(one: Claimable, provider: str, facts: PaymentFacts, said: Decision) -> CouldClaim:
    if current().actor.wall is Wall.ORGANISATION:
        answer = dict(shown_to_provider(said, provider, facts))
    else:
        answer = dict(said.to_json())
    return CouldClaim(
        one.kind,
        str(PaymentRequest.Kind(one.kind).label),
        one.month,
        amount_of(one.decision),
        one.month is not None and one.decision.outcome is Outcome.GRANT,
        one.missing,
        answer,
    )
