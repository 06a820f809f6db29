"""What happens next with a request, in words (row J5)."""

from portal.payments.models import PaymentRequest

State = PaymentRequest.State
_NEXT = {
    State.SUBMITTED: "The malware scanner checks your files. Then the rules decide.",
    State.WITH_ANALYST: "An analyst of the Ticket Program Manager decides.",
    State.WAITING_FOR_INFORMATION: "We wait for your answer. Open the request to see what is missing.",
    State.WAITING_FOR_SSA: "Social Security decides. You do not have to do anything.",
    State.RECONSIDERATION: "An analyst who did not decide it before decides again.",
    State.APPROVED: "A second person releases the payment.",
    State.DENIED: "Nothing more happens by itself. The notice says what you can do.",
    State.WITHDRAWN: "Nothing more happens. You can ask again.",
    State.RELEASED: "The Treasury pays. Allow a few days for the bank.",
    State.PAID: "Nothing more happens.",
    State.REVERSED: "Nothing more happens. The notice says why.",
}


def next_step(state: str) -> str:
    """The next step of a request in this state, in a sentence."""
    return _NEXT[State(state)]
