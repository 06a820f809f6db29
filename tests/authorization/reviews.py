"""What the addresses about reviews of plans name, and what is sent to them: of each case one plan in review."""

from typing import Any

from portal.casework.sealing import seal
from portal.integrity.models import PlanReview
from portal.kernel.models import Duty
from portal.kernel.numbers import new_number
from portal.people.models import Organisation
from tests.authorization.casework import DAY
from tests.authorization.plans import Papers, plan_of
from tests.world import LONG_AGO, World

OF_PROVIDER = ("plan-review", "plan-review-pdf", "plan-review-withdraw")
OF_STAFF = (
    *("integrity-plan", "integrity-plan-take", "integrity-plan-lay-down", "integrity-plan-decide"),
    *("integrity-plan-hand-over", "integrity-plan-put-off"),
)
RIGHTS = ("integrity-right", "integrity-right-propose", "integrity-right-decide")


def enter_review(world: World, papers: Papers) -> None:
    """The plan of these papers that waits for its signatures, sent in and not begun."""
    form = plan_of(papers)
    review = PlanReview(
        number=new_number("RV"),
        signed_form=form,
        case_id=form.case_id,
        organisation_id=form.organisation_id,
        person_id=form.person_id,
        coversheet=b"",
        reason="new-en",
        received_on=DAY,
        received_at=LONG_AGO,
        complete=True,
        due_on=DAY,
    )
    review.coversheet = seal(review, "coversheet", '{"rows": [["Contact", "Somebody"]]}')
    world.add(review)
    world.add(
        Duty(kind="review-plan", subject=review.pk, person=review.person_id, opened_at=LONG_AGO, due_on=DAY)
    )


def review_of(papers: Papers) -> PlanReview:
    return PlanReview.objects.using("loader").get(signed_form=plan_of(papers))


def arguments(name: str, papers: Papers) -> list[Any] | None:
    """What stands in the address; None where it is not about reviews."""
    if name == "plan-send":
        return [plan_of(papers).number]
    if name in OF_PROVIDER or name in OF_STAFF:
        return [review_of(papers).number]
    if name in RIGHTS:
        return [Organisation.objects.using("loader").get(pk=papers.open.organisation_id).number]
    return None


def sent(name: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends."""
    return {
        "plan-send": {
            "reason": "new-en",
            "contact": "Somebody",
            "telephone": "555-0100",
            "action": "confirm",
        },
        "plan-review-withdraw": {"version": "7"},
        "integrity-plan-take": {"version": "7"},
        "integrity-plan-lay-down": {"version": "7"},
        # Nobody has taken it: who asks has to take it first.
        "integrity-plan-put-off": {"version": "0", "until": "12/22/2025", "reason": "The provider calls."},
        "integrity-plan-decide": {"version": "0", "result": "compliant"},
        "integrity-right-propose": {"kind": "grant", "reason": "Ten plans were compliant."},
        "integrity-right-decide": {"version": "0", "agree": "yes"},
    }.get(name)
