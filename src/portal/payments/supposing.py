"""A payment request judged as of other days and with facts changed: nothing is written (row I4)."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from portal.kernel.clock import end_of
from portal.kernel.unit import current
from portal.payments.claims import claim_of
from portal.payments.facts import gather
from portal.payments.judging import amount_of
from portal.payments.models import Award, PaymentRequest
from portal.policy.core import Outcome
from portal.policy.payment import decide
from portal.policy.payment_facts import parse
from portal.policy.records import PaymentFacts
from portal.policy.what_if import Altered, Changes, Impossible, what_if


class Supposed(NamedTuple):
    """What would be said. `payable` is what would be paid, also where a person decides; None where nothing would.

    With a change that is impossible there is no answer.
    """

    answer: dict[str, Any] | None
    payable: int | None
    altered: tuple[Altered, ...]
    impossible: tuple[Impossible, ...]


def suppose(request: PaymentRequest, *, on: date, known_on: date, changes: Changes) -> Supposed:
    """Judge a request by what is in force on a day, as it was known at the end of another, with the changes."""
    known_at = end_of(known_on) if known_on < current().on else None
    [raw] = gather([claim_of(request)], decided_on=on, known_at=known_at)
    found = what_if(_without_its_award(parse(raw), request, known_on), changes)
    if found.impossible:
        return Supposed(None, None, found.altered, found.impossible)
    decision = decide(found.facts)
    pays = decision.outcome in (Outcome.GRANT, Outcome.REFER)
    return Supposed(decision.to_json(), amount_of(decision) if pays else None, found.altered, ())


def _without_its_award(facts: PaymentFacts, request: PaymentRequest, known_on: date) -> PaymentFacts:
    """What was granted on this very request, and stood on that day, does not stand against it."""
    stood = Q(reversed_on=None) | Q(reversed_on__gt=known_on)
    awards = Award.objects.filter(stood, request=request, awarded_on__lte=known_on)
    own = awards.values_list("organisation__number", "kind", "month").first()
    kept = [one for one in facts.payments if (one.provider, one.kind, one.month) != own]
    return replace(facts, payments=tuple(kept))
