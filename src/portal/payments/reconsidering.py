"""May a request be reconsidered? The facts of that question, for its page and its service (row L6)."""

from portal.kernel.unit import current
from portal.payments.models import PaymentRequest, RequestStep
from portal.payments.moves import State
from portal.payments.services.determine import has_twin
from portal.policy import reconsideration
from portal.policy.core import Decision
from portal.policy.reconsideration import Denial


def may_ask(row: PaymentRequest) -> Decision:
    """May the provider ask for reconsideration today?"""
    return reconsideration.may_ask(_denial(row), current().on)


def _denial(row: PaymentRequest) -> Denial:
    if row.state != State.DENIED:
        return Denial(None)
    upheld = RequestStep.objects.filter(request=row, from_state=State.RECONSIDERATION, to_state=State.DENIED)
    return Denial(row.decided_on, upheld.exists(), has_twin(row))
