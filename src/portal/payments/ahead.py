"""What a Ticket may still bring its provider, should it go on so: nothing is written (row K2)."""

from datetime import date
from typing import NamedTuple

from portal.kernel.unit import current
from portal.payments.available import any_claim
from portal.payments.facts import facts_of, records_of
from portal.policy.core import Figure, Month
from portal.policy.estimate import Assumed, Estimate, estimate, levels_offered
from portal.policy.payment_facts import parse
from portal.policy.records import PaymentFacts
from portal.tickets.queries import HolderRecord


class Ahead(NamedTuple):
    """A Ticket as it stands today with the provider that holds it."""

    provider: str
    facts: PaymentFacts
    on: date

    @property
    def levels(self) -> list[Figure]:
        """The levels of this year and the next, as far as they are loaded: amounts to try."""
        month = Month.of(self.on)
        return [*levels_offered(self.facts, month), *levels_offered(self.facts, month.plus(12))]

    def brings(self, assumed: Assumed) -> Estimate:
        """What the months assumed would bring."""
        return estimate(self.facts, self.provider, self.on, assumed)


def ahead(*, holder: HolderRecord) -> Ahead:
    """By the latest assignment of a record in scope. One query."""
    latest, on = holder.assignments[0], current().on
    claim = any_claim(latest.ticket, holder.person, latest.organisation)
    raw = facts_of(claim, records_of([claim]), on)
    return Ahead(raw["request"]["provider"], parse(raw), on)
