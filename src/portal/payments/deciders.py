"""Who may not decide a request, whatever its roles: who has denied it does not reconsider it (row L6)."""

from uuid import UUID

from portal.payments.models import PaymentRequest, RequestStep
from portal.payments.moves import State, rests_on

DECIDED_IT = "Who decided this request does not reconsider it. Leave it to a colleague."


def barred(request: UUID, account: UUID) -> str:
    """Why this person may not have the request on the desk, in a sentence; "" where it may."""
    state = PaymentRequest.objects.filter(pk=request).values_list("state", flat=True).first()
    if state != State.RECONSIDERATION:
        return ""
    steps = RequestStep.objects.filter(request=request).order_by("at", "version")
    return DECIDED_IT if rests_on(state, steps.values_list("to_state", "by")) == str(account) else ""
