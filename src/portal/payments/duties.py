"""Which duties a payment request causes: pure, from its state and dates; and the worklists that show them."""

from collections.abc import Iterator
from datetime import date, timedelta

from portal.kernel.desks import Desk
from portal.kernel.duties import Due
from portal.kernel.workdays import working_days_after
from portal.kernel.worklist import Worklist, declare
from portal.payments import parameters
from portal.payments.deciders import barred
from portal.payments.models import PaymentRequest
from portal.policy.roles import Permission

DECIDE = "decide-payment"
ANSWER = "answer-return"
DECIDE_AT_SSA = "decide-at-ssa"
RECONSIDER = "reconsider-payment"
KINDS = frozenset({DECIDE, ANSWER, DECIDE_AT_SSA, RECONSIDER})
# What an analyst decides on.
DECIDED = (DECIDE, RECONSIDER)

ANALYST_QUEUE = declare(
    Worklist(
        "payments-to-decide",
        "Payment requests to decide",
        Permission.READ_PAYMENT_QUEUE,
        DECIDED,
        "No payment request waits for a decision.",
    )
)
DESK = Desk(ANALYST_QUEUE, Permission.WORK_PAYMENT_QUEUE, Permission.SUPERVISE_PAYMENT_QUEUE, barred=barred)
AGAIN = "settle-rejudged"
AGAIN_QUEUE = declare(
    Worklist(
        "payments-judged-again",
        "Decisions to judge again",
        Permission.READ_PAYMENT_QUEUE,
        (AGAIN,),
        "No decision waits because a fact has changed.",
    )
)
AGAIN_DESK = Desk(AGAIN_QUEUE, Permission.WORK_PAYMENT_QUEUE, Permission.SUPERVISE_PAYMENT_QUEUE)
SSA_QUEUE = declare(
    Worklist(
        "payments-at-ssa",
        "Payment requests referred to Social Security",
        Permission.READ_SSA_QUEUE,
        (DECIDE_AT_SSA,),
        "No payment request waits for Social Security.",
    )
)
SSA_DESK = Desk(SSA_QUEUE, Permission.WORK_SSA_QUEUE)
RETURNED = declare(
    Worklist(
        "payments-to-answer",
        "Payment requests that wait for your answer",
        Permission.REQUEST_PAYMENT,
        (ANSWER,),
        "No payment request waits for your answer.",
    )
)


def duties_for(request: PaymentRequest, since: date, due_on: date | None = None) -> Iterator[Due]:
    """The duties of a request that has been in its state `since`; `due_on` is a date a person has set."""
    match request.state:
        case PaymentRequest.State.WITH_ANALYST:
            due = working_days_after(since, int(parameters.on(parameters.DECIDE_WITHIN, since)))
            yield Due(DECIDE, request.pk, None, request.person_id, due_on or due)
        case PaymentRequest.State.RECONSIDERATION:
            due = working_days_after(since, int(parameters.on(parameters.RECONSIDER_WITHIN, since)))
            yield Due(RECONSIDER, request.pk, None, request.person_id, due_on or due)
        case PaymentRequest.State.WAITING_FOR_INFORMATION:
            due = since + timedelta(days=int(parameters.on(parameters.ANSWER_WITHIN, since)))
            yield Due(ANSWER, request.pk, request.organisation_id, request.person_id, due_on or due)
        case PaymentRequest.State.WAITING_FOR_SSA:
            due = working_days_after(since, int(parameters.on(parameters.SSA_WITHIN, since)))
            yield Due(DECIDE_AT_SSA, request.pk, None, request.person_id, due_on or due)
