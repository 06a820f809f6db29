"""What is being filled in, and what was submitted."""

from django.db import models
from django.db.models import Q

from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id


class Draft(models.Model):
    """A form in progress. It belongs to the organisation: a colleague may finish it. Its ID is the idempotency key."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        SUBMITTED = "submitted", "submitted"
        CANCELLED = "cancelled", "cancelled"

    id = models.UUIDField(primary_key=True, default=new_id)
    form = models.TextField()
    form_version = models.TextField()
    organisation = models.UUIDField()
    person = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    answers = SealedField(null=True)
    revision = models.IntegerField(default=0)
    state = models.TextField(choices=State.choices, default=State.OPEN)
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_by_name = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "-changed_at"], name="draft_open", condition=Q(state="open")
            ),
        ]


class Submission(models.Model):
    """A submitted form: questions and answers as they were shown, who, when, and the number to quote. Never changes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    draft = models.OneToOneField(Draft, on_delete=models.RESTRICT)
    form = models.TextField()
    form_version = models.TextField()
    organisation = models.UUIDField()
    organisation_name = models.TextField()
    person = models.UUIDField(null=True)
    content = SealedField()
    submitted_by = models.UUIDField()
    submitted_by_name = models.TextField()
    submitted_at = models.DateTimeField()
    submitted_on = models.DateField()
