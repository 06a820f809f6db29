"""The versions of a plan as the law reads them: what was sent in for a case, and what became of it."""

from collections.abc import Iterable
from uuid import UUID

from portal.integrity.models import AssignRight, PlanReview
from portal.policy.tar import Result, Submission


def version(review: PlanReview) -> Submission:
    """One review as the law reads it."""
    result = Result(review.result) if review.result else None
    if review.state == PlanReview.State.WITHDRAWN:
        result = Result.WITHDRAWN
    return Submission(review.received_on, review.complete, result, review.decided_on)


def of_case(case: UUID) -> tuple[Submission, ...]:
    """Every version sent in for a case, the first first."""
    rows = PlanReview.objects.filter(case=case).defer("coversheet").order_by("received_at", "id")
    return tuple(version(row) for row in rows)


def plans_since_review_began(organisation: UUID) -> tuple[tuple[Submission, ...], ...]:
    """The versions of each plan of an organisation, since its review began or was imposed again."""
    rows = PlanReview.objects.filter(organisation=organisation).defer("coversheet")
    again = AssignRight.objects.filter(
        organisation=organisation, kind=AssignRight.Kind.WITHDRAW, state=AssignRight.State.DECIDED
    ).order_by("-decided_at")
    since = again.values_list("from_on", flat=True).first()
    if since is not None:
        rows = rows.filter(received_on__gte=since)
    return grouped(rows.order_by("case", "received_at", "id"))


def grouped(rows: Iterable[PlanReview]) -> tuple[tuple[Submission, ...], ...]:
    """The versions by case."""
    found: dict[UUID, list[Submission]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(version(row))
    return tuple(tuple(versions) for versions in found.values())
