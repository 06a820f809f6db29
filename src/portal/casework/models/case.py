"""One provider's file on one person, from the first conversation on."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.tickets.models import Person


class Case(models.Model):
    """The file. It begins before any assignment; an assignment made from it takes the same ID.

    So drafts, evidence and notes keep one file key from the first word to disposal. `name` is the name as it was
    given to the provider, sealed under that key: before an assignment the provider has no sight of the person.
    """

    class ClosedWhy(models.TextChoices):
        UNASSIGNED = "unassigned", "the Ticket was taken out of assignment"
        TERMINATED = "terminated", "the Ticket terminated"
        NOT_A_MATCH = "not-a-match", "not a good match"
        DECLINED = "declined", "the person declined"
        NO_ANSWER = "no-answer", "the person did not answer"
        IN_ERROR = "in-error", "opened in error"
        VR_CLOSED = "vr-closed", "the cost-reimbursement case was closed"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    name = SealedField()
    opened_on = models.DateField()
    opened_by = models.UUIDField(null=True)
    opened_by_name = models.TextField()
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True)
    closed_why = models.TextField(choices=ClosedWhy.choices, blank=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(closed_on=None),
                name="case_one_open",
                violation_error_message="Your organization has an open case on this person.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_why="")
                | (Q(closed_on__gte=F("opened_on")) & ~Q(closed_why="")),
                name="case_closed_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-opened_on", "id"], name="case_open", condition=Q(closed_on=None)
            ),
            models.Index(fields=["organisation", "-opened_on", "id"], name="case_list"),
        ]


class Intake(models.Model):
    """The first discussion: the worksheet as it was filled in, when the person was informed, and what was decided."""

    class Outcome(models.TextChoices):
        ACCEPT = "accept", "go on to a plan"
        NOT_A_MATCH = "not-a-match", "not a good match"
        DECLINES = "declines", "the person declines"
        THINKS = "thinks", "the person thinks about it"

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.OneToOneField(Case, on_delete=models.RESTRICT, related_name="intake")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    held_on = models.DateField()
    informed_on = models.DateField(null=True)
    outcome = models.TextField(choices=Outcome.choices)
    content = SealedField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.TextField()
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=0)


class HandOff(models.Model):
    """A warm hand-off to somebody who can help, followed until it is known whether it connected."""

    class Kind(models.TextChoices):
        EN = "EN", "another Employment Network"
        SVRA = "SVRA", "a State VR agency"
        HELP_LINE = "help-line", "the Ticket to Work Help Line"
        CHOOSE_WORK = "choose-work", "the Choose Work website"
        OTHER = "other", "another service"

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.RESTRICT, related_name="hand_offs")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    to_kind = models.TextField(choices=Kind.choices)
    to_name = models.TextField(blank=True)
    consent_on = models.DateField(null=True)
    made_on = models.DateField()
    method = models.TextField()
    note = SealedField(null=True)
    follow_up_on = models.DateField()
    connected = models.BooleanField(null=True)
    connected_on = models.DateField(null=True)
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.TextField()
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-made_on"], name="hand_off_case"),
            models.Index(
                fields=["organisation", "follow_up_on"], name="hand_off_open", condition=Q(connected=None)
            ),
        ]


class PhaseBasis(models.Model):
    """What the contact phase and a stale Ticket rest on, pushed down by the rooms that know of work and payments.

    `milestones` holds the four of Phase 1 as objects with `kind`, `available` and `attained_in` ("2025-03" or null);
    `level_months` the first days of the months at or above the trial work level.
    """

    case = models.OneToOneField(Case, on_delete=models.RESTRICT, primary_key=True, related_name="phase_basis")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    milestones = models.JSONField(default=list)
    level_months = ArrayField(models.DateField(), default=list)
    last_paid_on = models.DateField(null=True)
    known_at = models.DateTimeField()
