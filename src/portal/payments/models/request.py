"""A request for one payment, its steps, and what was determined."""

from django.db import models
from django.db.models import Q

from portal.kernel.fields import MonthField, SealedField
from portal.kernel.ids import new_id
from portal.kernel.models import StoredDecision, Submission
from portal.people.models import Organisation
from portal.tickets.models import Assignment, Person, Ticket


class PaymentRequest(models.Model):
    """One claim: one kind of payment for one month, judged and numbered alone (moves: payments/moves.py)."""

    class Kind(models.TextChoices):
        P1M1 = "P1M1", "Phase 1 Milestone 1"
        P1M2 = "P1M2", "Phase 1 Milestone 2"
        P1M3 = "P1M3", "Phase 1 Milestone 3"
        P1M4 = "P1M4", "Phase 1 Milestone 4"
        P2 = "P2", "Phase 2 Milestone"
        OUTCOME = "OUTCOME", "Outcome"
        RECONCILIATION = "RECONCILIATION", "Reconciliation"

    class Form(models.TextChoices):
        EVIDENTIARY = "evidentiary", "with evidence of earnings"
        CERTIFICATION = "certification", "with certification of earnings"

    class Origin(models.TextChoices):
        PROVIDER = "provider", "asked for by the provider"
        STAFF = "staff", "found by staff"
        SWEEP = "sweep", "found by the sweep"

    class State(models.TextChoices):
        SUBMITTED = "submitted", "submitted"
        WITH_ANALYST = "with-analyst", "with an analyst"
        WAITING_FOR_INFORMATION = "waiting-for-information", "waiting for information"
        WAITING_FOR_SSA = "waiting-for-ssa", "waiting for Social Security"
        RECONSIDERATION = "reconsideration", "being reconsidered"
        APPROVED = "approved", "approved"
        DENIED = "denied", "denied"
        WITHDRAWN = "withdrawn", "withdrawn"
        RELEASED = "released", "released for payment"
        PAID = "paid", "paid"
        REVERSED = "reversed", "reversed"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    ticket = models.ForeignKey(Ticket, on_delete=models.RESTRICT, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    assignment = models.ForeignKey(Assignment, on_delete=models.RESTRICT)
    submission = models.ForeignKey(Submission, on_delete=models.RESTRICT, null=True, related_name="requests")
    asks = models.TextField(choices=Kind.choices)
    claim_month = MonthField()
    form = models.TextField(choices=Form.choices)
    origin = models.TextField(choices=Origin.choices, default=Origin.PROVIDER)
    services_described = models.BooleanField(default=False)
    services_statement_on = models.DateField(null=True)
    services_contributed = models.BooleanField(null=True)
    earnings_already_proven = models.BooleanField(default=False)
    job_started_on = models.DateField(null=True)
    state = models.TextField(choices=State.choices, default=State.SUBMITTED)
    version = models.IntegerField(default=0)
    submitted_on = models.DateField()
    submitted_at = models.DateTimeField()
    # What the portal told the provider about the earnings on record when it submitted (row J6).
    shown_at_submit = models.JSONField(default=dict)
    denial_code = models.TextField(blank=True)
    amount_cents = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            # The same claim twice from one provider is one claim, until the first has ended without payment.
            models.UniqueConstraint(
                fields=["ticket", "organisation", "asks", "claim_month"],
                condition=~Q(state__in=["denied", "withdrawn", "reversed"]),
                name="request_open_once",
                violation_error_message="You have already asked for this payment.",
            ),
            # What the sweep has claimed once, it never claims again, whatever came of it (row K6).
            models.UniqueConstraint(
                fields=["ticket", "organisation", "asks", "claim_month"],
                condition=Q(origin="sweep"),
                name="request_swept_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="denied") | Q(denial_code__regex=r"^DEN-(0[1-9]|1[0-6])$"),
                name="request_denied_has_code",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "released", "paid"]) | Q(amount_cents__gt=0),
                name="request_approved_has_amount",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-submitted_on", "id"], name="request_org_state"),
            models.Index(fields=["organisation", "-submitted_on", "id"], name="request_org"),
            models.Index(fields=["state", "submitted_on", "id"], name="request_state"),
            models.Index(fields=["ticket"], name="request_ticket"),
        ]


class RequestStep(models.Model):
    """One move of a request: the status timeline. A note is sealed under the provider's file key."""

    id = models.UUIDField(primary_key=True, default=new_id)
    request = models.ForeignKey(PaymentRequest, on_delete=models.RESTRICT, related_name="steps")
    organisation = models.UUIDField()
    from_state = models.TextField(blank=True)
    to_state = models.TextField()
    # The request's version after the move: steps of one unit share their instant.
    version = models.IntegerField(default=0)
    at = models.DateTimeField()
    on = models.DateField()
    by = models.TextField()
    by_name = models.TextField()
    note = SealedField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["request", "at"], name="step_request")]


class Determination(models.Model):
    """What was decided on a request, by whom, and what the provider was shown of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    request = models.ForeignKey(PaymentRequest, on_delete=models.RESTRICT, related_name="determinations")
    organisation = models.UUIDField()
    decision = models.ForeignKey(StoredDecision, on_delete=models.RESTRICT)
    # What the rules said, and what was determined: a person may differ where the rules leave it to a person.
    outcome = models.TextField()
    determined = models.TextField()
    denial_code = models.TextField(blank=True)
    amount_cents = models.BigIntegerField(null=True)
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()
    on = models.DateField()
    shown = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["request", "at"], name="determination_request")]
