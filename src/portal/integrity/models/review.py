"""Ticket Assignment Review of new ENs: the plans that came in, what was found, and the right to assign (F1, D7)."""

from django.db import models
from django.db.models import F, Q

from portal.casework.models import Case, SignedForm
from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id
from portal.kernel.models import Submission
from portal.people.models import Organisation
from portal.tickets.models import Person


class PlanReview(models.Model):
    """One version of a plan that was sent in for review (policy/tar.py), with its coversheet.

    `received_on` counts for the 14 days where the plan is `complete`. Once decided, `result` is the policy's word.
    """

    class Reason(models.TextChoices):
        NEW_EN = "new-en", "new Employment Network"
        RE_ESTABLISHED = "re-established", "review begun again"
        CORRECTED = "corrected", "corrected plan"
        AMENDMENT = "amendment", "amendment"
        REQUESTED = "requested", "asked for by Program Integrity"
        OTHER = "other", "another reason"

    class State(models.TextChoices):
        RECEIVED = "received", "received"
        IN_REVIEW = "in-review", "in review"
        COMPLIANT = "compliant", "compliant"
        RETURNED = "returned", "returned with findings"
        WITHDRAWN = "withdrawn", "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    signed_form = models.ForeignKey(SignedForm, on_delete=models.RESTRICT, related_name="reviews")
    case = models.ForeignKey(Case, on_delete=models.RESTRICT, related_name="plan_reviews")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    coversheet = SealedField()
    submission = models.ForeignKey(Submission, on_delete=models.RESTRICT, null=True)
    reason = models.TextField(choices=Reason.choices)
    received_on = models.DateField()
    received_at = models.DateTimeField()
    complete = models.BooleanField()
    due_on = models.DateField()
    state = models.TextField(choices=State.choices, default=State.RECEIVED)
    result = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signed_form"],
                condition=~Q(state__in=["returned", "withdrawn"]),
                name="plan_review_once",
                violation_error_message="This plan was already sent in.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["compliant", "returned"]) | Q(decided_on__isnull=False),
                name="plan_review_decided_on",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-received_on", "id"], name="plan_review_org"),
            models.Index(fields=["state", "due_on", "id"], name="plan_review_queue"),
        ]


class ReviewFinding(models.Model):
    """The reviewer's verdict on one component of the plan (policy/plan.py COMPONENTS), by round of the review."""

    class Verdict(models.TextChoices):
        PASS = "pass", "pass"
        FAIL = "fail", "fail"
        NOT_APPLICABLE = "not-applicable", "does not apply"

    id = models.UUIDField(primary_key=True, default=new_id)
    review = models.ForeignKey(PlanReview, on_delete=models.RESTRICT, related_name="findings")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    round = models.IntegerField(default=1)
    component = models.TextField()
    verdict = models.TextField(choices=Verdict.choices)
    note = SealedField(null=True)
    by = models.UUIDField(null=True)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "round", "component"], name="review_finding_once")
        ]


class AssignRight(models.Model):
    """A grant or withdrawal of the right to assign Tickets directly: one person proposes, another decides.

    What follows from it stands in `providers.AssignmentRight`.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", "grant"
        WITHDRAW = "withdraw", "withdraw"

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        DECIDED = "decided", "decided"
        REFUSED = "refused", "refused"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    kind = models.TextField(choices=Kind.choices)
    reason = models.TextField(blank=True)
    state = models.TextField(choices=State.choices, default=State.PROPOSED)
    proposed_by = models.UUIDField()
    proposed_by_name = models.TextField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    from_on = models.DateField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="proposed"), name="assign_right_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None)
                | (~Q(state="proposed") & Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="assign_right_two_people",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-proposed_at"], name="assign_right_list")]
