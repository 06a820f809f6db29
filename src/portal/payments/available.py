"""What could be claimed, before anybody claims it (rows E8, J6). Nothing is written."""

from typing import Any, NamedTuple
from uuid import UUID

from portal.earnings.queries import OnRecord, as_known
from portal.kernel.actor import Wall
from portal.kernel.unit import current
from portal.payments.claims import Claim
from portal.payments.facts import Facts, facts_of, gather, records_of
from portal.payments.form import RequestForm
from portal.payments.given import UNCOUNTED, hidden_beside, with_given
from portal.payments.judging import amount_of, replay
from portal.payments.models import PaymentRequest
from portal.payments.records import Records
from portal.policy.available import Claimable, what_can_be_claimed
from portal.policy.core import Decision, Month, Outcome, State
from portal.policy.disclosed import shown_to_provider
from portal.policy.payment_facts import parse
from portal.policy.records import PaymentFacts
from portal.tickets.models import Assignment
from portal.tickets.queries import HolderRecord

_KINDS = {kind.value: str(kind.label) for kind in PaymentRequest.Kind}


class CouldClaim(NamedTuple):
    """A payment that could be claimed. `decision` is the answer a request made today would get, as this reader may
    see it; the rest is the rule's own.
    """

    found: Claimable
    decision: dict[str, Any]

    @property
    def kind(self) -> str:
        return self.found.kind

    @property
    def kind_words(self) -> str:
        return _KINDS[self.found.kind]

    @property
    def month(self) -> Month | None:
        """None for one not reached yet."""
        return self.found.month

    @property
    def amount_cents(self) -> int | None:
        """What it would be paid by the figures loaded, also where something is missing."""
        return amount_of(self.found.decision)

    @property
    def payable_now(self) -> bool:
        return self.month is not None and self.found.decision.outcome is Outcome.GRANT

    @property
    def missing(self) -> tuple[str, ...]:
        """What lacks, in sentences."""
        return self.found.missing


def could_claim(*, assignment: UUID) -> list[CouldClaim]:
    """What the assignment's provider could still claim on the Ticket, as the facts stand; [] outside the scope."""
    row = Assignment.objects.filter(pk=assignment).first()
    if row is None:
        return []
    claim = any_claim(row.ticket_id, row.person_id, row.organisation_id)
    provider, facts, found = _claimable(claim, records_of([claim]))
    return [CouldClaim(one, _shown(one.decision, provider, facts)) for one in found]


class OpenToClaim(NamedTuple):
    """What could be claimed on a Ticket, and the earnings on record that this was judged by."""

    claims: list[CouldClaim]
    earnings: list[OnRecord]


def open_to_claim(*, holder: HolderRecord) -> OpenToClaim:
    """As `could_claim` for the latest assignment of a record in scope; decisions hold the checks not met, no facts."""
    latest = holder.assignments[0]
    claim = any_claim(latest.ticket, holder.person, latest.organisation)
    records = records_of([claim])
    _, _, found = _claimable(claim, records)
    earnings = as_known(records.earnings.get(holder.person, ()), records.blind.get(holder.person, ()))
    return OpenToClaim([CouldClaim(one, _not_met(one.decision)) for one in found], earnings)


def any_claim(ticket: UUID, person: UUID, organisation: UUID) -> Claim:
    """A claim to gather facts by: of what is asked nothing counts."""
    on = current().on
    return Claim(ticket, person, organisation, "P1M1", Month.of(on), on, "evidentiary")


def _claimable(claim: Claim, records: Records) -> tuple[str, PaymentFacts, list[Claimable]]:
    on = current().on
    raw = facts_of(claim, records, on)
    provider, facts = raw["request"]["provider"], parse(raw)
    return provider, facts, what_can_be_claimed(facts, provider, on)


def _not_met(decision: Decision) -> dict[str, Any]:
    """The checks not met, without their facts: what a record says of a payment in a line."""
    checks = tuple(one for one in decision.checks if one.state is not State.HELD)
    return dict(decision._replace(checks=checks).to_json(lambda check: check.to_json({})))


def _shown(decision: Decision, provider: str, facts: PaymentFacts) -> dict[str, Any]:
    """The whole answer, as this reader may see it."""
    if current().actor.wall is Wall.ORGANISATION:
        return dict(shown_to_provider(decision, provider, facts))
    return dict(decision.to_json())


def try_claims(*, form: RequestForm, holder: HolderRecord | None = None) -> list[dict[str, Any]]:
    """What each claim of the form would get if it were submitted now, as the provider may see it.

    The form's earnings and papers count as given; its files as found clean. Each claim is tried by itself.
    Beside the form's earnings of a month, those hidden from the provider do not count, and a note says so.
    `holder`: the record of whose Ticket it is, where the caller has read it.
    """
    held = _held(form.assignment, holder)
    if held is None:
        return []
    on = current().on
    claims = [
        Claim(
            *held,
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


def _held(assignment: UUID, holder: HolderRecord | None) -> tuple[UUID, UUID, UUID] | None:
    """Ticket, person and organisation of an assignment in scope."""
    for line in holder.assignments if holder else ():
        if holder and line.id == assignment:
            return line.ticket, holder.person, line.organisation
    return (
        Assignment.objects.filter(pk=assignment)
        .values_list("ticket_id", "person_id", "organisation_id")
        .first()
    )


def _tried(facts: Facts, form: RequestForm) -> dict[str, Any]:
    answer = replay(with_given(facts, form)).shown
    months = [f"{Month.parse(text).first:%B %Y}" for text in hidden_beside(facts, form)]
    notes = [UNCOUNTED.format(months=", ".join(months))] if months else []
    return {**answer, "notes": [*answer["notes"], *notes]}
