"""A Ticket that two providers held one after the other; both ask for its first milestone."""

from datetime import date
from fractions import Fraction
from typing import Any

from portal.payments.models import PaymentRequest
from portal.payments.services.share import share
from portal.policy.roles import Role

HALF = Fraction(1, 2)
WHY = "Both found the job together."
MONTH = "2025-03"


class Shared:
    """`former` held the Ticket until February 2025, `holder` since; March 2025 is above the trial work level."""

    def __init__(self, desk: Any) -> None:
        self.desk, world = desk, desk.world
        self.other = world.organisation("Second EN")
        self.other_clerk = desk.person(self.other, Role.EN_PAYMENTS_CLERK, "Otto Clerk")
        person, ticket, self.former = world.holder(
            self.other, on=date(2025, 1, 10), ended_on=date(2025, 2, 10)
        )
        self.holder = world.assignment(ticket, desk.en, on=date(2025, 2, 20))
        world.earnings(person, MONTH, 1200)

    def asked(self) -> tuple[PaymentRequest, PaymentRequest]:
        """The request of the former provider, then that of the holder: both wait for an analyst."""
        [former] = self.desk.submitted(
            self.former,
            ("P1M1", MONTH),
            actor=self.other_clerk,
            services_statement_on=date(2025, 4, 1),
            services_contributed=True,
        )
        [holder] = self.desk.submitted(self.holder, ("P1M1", MONTH))
        return former, holder

    def share(self, request: PaymentRequest, *parts: Fraction, place: int = 0, **other: Any) -> Any:
        """Divide it: the holder's part, then the former provider's."""
        shares = dict(zip((self.desk.en.id, self.other.id), parts, strict=False))
        with self.desk.unit_as(other.pop("actor", self.desk.analyst)):
            return share(request=request.id, place=place, **{"shares": shares, "reason": WHY, **other})
