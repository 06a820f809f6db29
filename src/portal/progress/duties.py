"""What is due about progress: pure, from a review's state and days; the room's worklists and its desk."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from portal.kernel.desks import Desk
from portal.kernel.duties import Due
from portal.kernel.workdays import working_days_after
from portal.kernel.worklist import Worklist, declare
from portal.policy.dates import DAY
from portal.policy.roles import Permission
from portal.policy.tables.parameters import PROGRESS
from portal.progress import parameters
from portal.progress.models import ProgressReview
from portal.progress.moves import NOT_MADE, WAITING

State = ProgressReview.State
# On a Ticket: the day from which its next period can be reviewed. The system takes it up.
OPEN = "open-progress-review"
# On a review: the day on which the system goes on with it.
STEP = "progress-review-step"
ANSWER = "answer-progress-review"
DECIDE = "decide-progress-review"
APPEAL = "decide-progress-appeal"
KINDS = frozenset({STEP, ANSWER, DECIDE, APPEAL})

TO_ANSWER = declare(
    Worklist(
        "progress-reviews",
        "Progress reviews to answer",
        Permission.WORK_CASEWORK,
        (ANSWER,),
        "No progress review waits for your answer.",
    )
)
TO_DECIDE = declare(
    Worklist(
        "progress-to-decide",
        "Progress reviews to decide",
        Permission.READ_PROGRESS_REVIEWS,
        (DECIDE,),
        "No progress review waits for a decision.",
    )
)
APPEALS = declare(
    Worklist(
        "progress-appeals",
        "Decisions on progress to review",
        Permission.DECIDE_PROGRESS_APPEALS,
        (APPEAL,),
        "Nobody asked for a review of a decision.",
    )
)
DESK = Desk(TO_DECIDE, Permission.WORK_PROGRESS_REVIEWS, Permission.SUPERVISE_PROGRESS_REVIEWS)


def duties_for(
    review: ProgressReview, on: date, *, last_day: date | None = None, failed_on: date | None = None
) -> Iterator[Due]:
    """`last_day` is that of the reply that is waited for; `failed_on` the day of the fail notice."""
    if review.state in WAITING and last_day is not None:
        yield _due(review, STEP, last_day + DAY)
        if review.state == State.ASKED_PROVIDER:
            yield Due(ANSWER, review.pk, review.organisation_id, review.person_id, last_day)
    elif review.state in (State.TO_DECIDE, State.REENTRY_ASKED):
        yield _due(review, DECIDE, _within(review.reentry_asked_on or on))
    elif review.state == State.APPEALED and review.appealed_on is not None:
        yield _due(review, APPEAL, _within(review.appealed_on))
    if review.effect_on is None and failed_on is not None and review.state in (*NOT_MADE, State.APPEALED):
        yield from _effect(review, failed_on)


def _effect(review: ProgressReview, failed_on: date) -> Iterator[Due]:
    """Day 30 after the notice; a review of the decision asked for by then holds it off until it is decided."""
    day = failed_on + timedelta(days=PROGRESS.progress_effective_days)
    if review.appealed_on is None or review.appealed_on > day:
        yield _due(review, STEP, day)
    elif review.appeal_decided_on is not None:
        yield _due(review, STEP, max(day, review.appeal_decided_on))


def clock(ticket: UUID, person: UUID, due_on: date | None) -> Iterator[Due]:
    """When the next period of a Ticket can be reviewed."""
    if due_on is not None:
        yield Due(OPEN, ticket, None, person, due_on)


def _within(since: date) -> date:
    return working_days_after(since, int(parameters.on(parameters.DECIDE_WITHIN, since)))


def _due(review: ProgressReview, kind: str, on: date) -> Due:
    return Due(kind, review.pk, None, review.person_id, on)
