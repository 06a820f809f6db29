"""What the tests of reviews share: an EN without the right to assign, a plan signed by both, two reviewers."""

from datetime import date
from typing import Any
from uuid import UUID

from portal.casework.models import SignedForm
from portal.integrity.models import PlanReview
from portal.integrity.services.desk import DESK
from portal.integrity.services.review import Found, decide
from portal.integrity.services.send_plan import send_plan
from portal.kernel import desks
from portal.kernel.actor import Actor
from portal.kernel.duties import Claimed
from portal.kernel.ids import new_id
from portal.kernel.models import Duty
from portal.kernel.numbers import new_number
from portal.kernel.results import Done
from portal.policy.plan import COMPONENTS
from portal.policy.roles import Role
from portal.policy.tar import Result
from portal.providers.models import AssignmentRight
from tests.casework.planning import Planning
from tests.world import LONG_AGO


def verdicts(**failing: str) -> list[Found]:
    """A pass on every component but those named, which fail with a note."""
    return [
        Found(one.slug, "fail", failing[one.slug.replace("-", "_")])
        if one.slug.replace("-", "_") in failing
        else Found(one.slug, "pass")
        for one in COMPONENTS
    ]


class Reviewing(Planning):
    """The planning office, in review: Program Integrity assigns for it."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        super().__init__(world, unit_as)
        AssignmentRight.objects.using("loader").filter(provider=self.en.pk).delete()
        self.ticket = world.ticket(self.beneficiary)
        self.tpm = world.organisation("Program Manager", "TPM")
        self.reviewer = self.person(self.tpm, Role.TPM_INTEGRITY_REVIEWER, "Rita Reviewer")
        self.second = self.person(self.tpm, Role.TPM_INTEGRITY_REVIEWER, "Saul Second")

    def sent(self, form: SignedForm | None = None, actor: Actor | None = None) -> Any:
        """What the counsellor is answered who sends the plan in."""
        plan = form or self.signed()
        with self.unit_as(actor or self.counsellor):
            return send_plan(
                form=plan.pk,
                reason="new-en",
                coversheet={"rows": [["Contact", "Cora Counsellor"]]},
            )

    def review(self, number: str) -> PlanReview:
        return PlanReview.objects.using("loader").get(number=number)

    def duty(self, review: UUID) -> Duty:
        return Duty.objects.using("loader").get(subject=review, closed_at=None)

    def take(self, review: UUID, actor: Actor | None = None) -> Any:
        """What a reviewer is answered who takes the review."""
        duty = self.duty(review)
        with self.unit_as(actor or self.reviewer):
            return desks.take(DESK, duty=duty.pk, version=duty.version)

    def taken(self, actor: Actor | None = None) -> PlanReview:
        """A plan that a reviewer has."""
        answer = self.sent()
        assert isinstance(answer, Done)
        assert isinstance(self.take(answer.subject, actor), Claimed)
        return self.review(answer.number)

    def decided(self, review: PlanReview, result: Result, findings: list[Found], actor: Any = None) -> Any:
        with self.unit_as(actor or self.reviewer):
            return decide(review=review.pk, version=review.version, findings=findings, result=result)

    def compliant_before(self, count: int, on: date = date(2025, 11, 3)) -> None:
        """Plans of other people that were found compliant."""
        for _ in range(count):
            person = self.world.person()
            case = self.world.case(person, self.en)
            form = self.world.add(
                SignedForm(
                    number=new_number("PL"),
                    kind="iwp",
                    way="online",
                    case=case,
                    organisation_id=self.en.pk,
                    person=person,
                    content=b"",
                    digest=b"",
                    state="signed",
                    in_force_from=on,
                    locked_at=LONG_AGO,
                    locked_by_name="Somebody",
                )
            )
            self.world.add(
                PlanReview(
                    number=new_number("RV"),
                    signed_form=form,
                    case=case,
                    organisation_id=self.en.pk,
                    person=person,
                    coversheet=b"",
                    reason="new-en",
                    received_on=on,
                    received_at=LONG_AGO,
                    complete=True,
                    due_on=on,
                    state="compliant",
                    result=Result.COMPLIANT.value,
                    decided_on=on,
                    decided_by=new_id(),
                )
            )
