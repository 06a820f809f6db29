"""What an inquiry makes the payments analysts do: pure, from its state and day; their worklist and desk."""

from collections.abc import Iterator

from portal.earnings import parameters
from portal.earnings.models import Inquiry
from portal.kernel.desks import Desk
from portal.kernel.duties import Due
from portal.kernel.workdays import working_days_after
from portal.kernel.worklist import Worklist, declare
from portal.policy.roles import Permission

ANSWER = "answer-inquiry"
KINDS = frozenset({ANSWER})

TO_ANSWER = declare(
    Worklist(
        "earnings-inquiries",
        "Earnings inquiries to answer",
        Permission.READ_INQUIRIES,
        (ANSWER,),
        "No earnings inquiry waits for an answer.",
    )
)
DESK = Desk(TO_ANSWER, Permission.ANSWER_INQUIRIES, Permission.SUPERVISE_PAYMENT_QUEUE)


def duties_for(inquiry: Inquiry) -> Iterator[Due]:
    """An inquiry is answered within so many working days; it is about several people, so the duty names none."""
    if inquiry.state == Inquiry.State.SUBMITTED:
        days = int(parameters.on(parameters.ANSWER_WITHIN, inquiry.submitted_on))
        yield Due(ANSWER, inquiry.pk, None, None, working_days_after(inquiry.submitted_on, days))
