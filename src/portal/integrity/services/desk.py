"""The reviewers' desk: plans that wait for a review, shared among Program Integrity (rows D7, F1, L13)."""

from uuid import UUID

from portal.integrity.duties import TO_REVIEW
from portal.integrity.moves import move_named
from portal.integrity.services.send_plan import locked, written
from portal.kernel.desks import Desk
from portal.policy.roles import Permission


def _begun(review: UUID) -> None:
    """A plan that somebody has now is in review. Whether it may be had, the desk has judged."""
    begin, row = move_named("begin"), locked(review)
    if row is not None and row.state in begin.from_states:
        row.state = begin.to
        written(row, "plan-review-begun")


def _lock(review: UUID) -> None:
    locked(review)


DESK = Desk(
    TO_REVIEW,
    Permission.WORK_PLAN_REVIEWS,
    Permission.SUPERVISE_PLAN_REVIEWS,
    lock=_lock,
    given=_begun,
)
