"""Earnings Inquiry Requests (form SSA-1396): what a provider asks of the record, and the answer (row C4)."""

from django.db import models
from django.db.models import Q

from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.tickets.models import Assignment, Person


class Inquiry(models.Model):
    """One submitted request, with the ID of the draft it was made from. Its rows are answered together."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "waiting for the answer"
        ANSWERED = "answered", "answered"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    form_version = models.TextField()
    ein = models.TextField(blank=True)
    submitted_by = models.UUIDField()
    submitted_by_name = models.TextField()
    submitted_by_title = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    submitted_on = models.DateField()
    state = models.TextField(choices=State.choices, default=State.SUBMITTED)
    answered_by_name = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-submitted_at"], name="inquiry_org"),
            models.Index(fields=["-submitted_at", "id"], name="inquiry_register"),
        ]


class InquiryRow(models.Model):
    """One person asked about. `content` is the row as it was shown, sealed under the key of the provider's file.

    `told` is what the provider reads of the record: sides of levels, and amounts that it gave itself. `answered_on` is
    the day as of which that holds; it is read once the inquiry is answered.
    """

    class Result(models.TextChoices):
        FOUND = "found", "Earnings found"
        NONE = "none", "No earnings found"
        NOT_AVAILABLE = "not-available", "Not available"
        NOT_OURS = "not-ours", "Not your Ticketholder"

    id = models.UUIDField(primary_key=True, default=new_id)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.RESTRICT, related_name="rows")
    line = models.IntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    assignment = models.ForeignKey(Assignment, on_delete=models.RESTRICT)
    assigned_on = models.DateField()
    content = SealedField()
    result = models.TextField(choices=Result.choices, blank=True)
    reason = models.TextField(blank=True)
    told = models.JSONField(null=True)
    answered_on = models.DateField(null=True)
    answered_by_name = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "line"], name="inquiry_line_once"),
            models.UniqueConstraint(fields=["inquiry", "assignment"], name="inquiry_assignment_once"),
            models.CheckConstraint(
                condition=~Q(result="") | Q(told__isnull=True, answered_on__isnull=True),
                name="inquiry_told_with_result",
            ),
        ]
        indexes = [
            models.Index(fields=["assignment"], name="inquiry_of_assignment"),
            models.Index(fields=["person", "organisation"], name="inquiry_of_person"),
        ]
