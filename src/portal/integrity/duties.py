"""Which duties a plan under review causes: pure, from its state and dates; and the worklists that show them."""

from collections.abc import Iterator

from portal.integrity.models import PlanReview
from portal.integrity.moves import OPEN
from portal.kernel.duties import Due
from portal.kernel.worklist import Worklist, declare
from portal.policy.roles import Permission

REVIEW = "review-plan"
CORRECT = "correct-plan"
DECIDE_RIGHT = "decide-assign-right"
KINDS = frozenset({REVIEW, CORRECT})

TO_REVIEW = declare(
    Worklist(
        "integrity-plans",
        "Plans to review",
        Permission.READ_PLAN_REVIEWS,
        (REVIEW,),
        "No plan waits for a review.",
    )
)
TO_CORRECT = declare(
    Worklist(
        "plan-reviews",
        "Plans that came back with findings",
        Permission.READ_CASEWORK,
        (CORRECT,),
        "No plan came back with findings.",
    )
)
RIGHTS = declare(
    Worklist(
        "integrity-rights",
        "Rights to assign that wait for a second person",
        Permission.READ_PLAN_REVIEWS,
        (DECIDE_RIGHT,),
        "No right to assign waits for a second person.",
    )
)


def duties_for(review: PlanReview, *, corrected: bool = False) -> Iterator[Due]:
    """A plan in review is due on its seventh working day; a returned one is to be corrected until a new one is sent."""
    if review.state in OPEN:
        yield Due(REVIEW, review.pk, None, review.person_id, review.due_on)
    elif review.state == PlanReview.State.RETURNED and not corrected and review.decided_on:
        yield Due(CORRECT, review.pk, review.organisation_id, review.person_id, review.decided_on)
