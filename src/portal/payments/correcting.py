"""What a payment that was judged again should have been: the decision on it, and what is due by it (PAY-19)."""

from typing import NamedTuple

from portal.payments.judging import Judged, replay
from portal.payments.models import Award, Rejudged
from portal.policy.corrections import Cause
from portal.policy.rejudging import due, with_benefits_of


class Correction(NamedTuple):
    """What was granted, what is due (None where that is open), in whole cents, and the decision that says so."""

    award: Award
    paid: int
    due: int | None
    judged: Judged

    @property
    def cause(self) -> Cause:
        """Why the payment is looked at again."""
        less = self.due is not None and self.due > self.paid
        return Cause.LESS_THAN_DUE if less else Cause.MORE_THAN_DUE


def correction(rejudged: Rejudged) -> Correction | None:
    """Of what was judged again; None where nothing is granted. The higher of the two answers holds."""
    award = Award.objects.filter(request=rejudged.request_id, reversed_on=None).first()
    if award is None:
        return None
    then, now = rejudged.determination.decision.facts, rejudged.decision.facts
    found = [replay(now), replay(with_benefits_of(then, now))]
    paid = award.amount_cents
    for judged in found:
        if due(judged.decision) is None:
            return Correction(award, paid, None, judged)
    best = max(found, key=lambda judged: due(judged.decision) or 0)
    return Correction(award, paid, due(best.decision), best)
