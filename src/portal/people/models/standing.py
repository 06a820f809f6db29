"""What the access gate stands on: employment, clearance, training. Rows are ended, never changed away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.people.models.account import Account
from portal.people.models.organisation import Organisation


class Employment(models.Model):
    """An account's work in one organisation, in [started_on, ended_on); it counts once verified.

    No role is no portal access. `granted_on` is the day access was opened, last time. A departure is reported
    with the last day worked; access ends with the report, or after a last day still to come.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="employments")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    roles = ArrayField(models.TextField())
    job_title = models.TextField(default="", blank=True)
    verified_on = models.DateField(null=True)
    granted_on = models.DateField(null=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    last_day_worked = models.DateField(null=True)
    departure_reported_at = models.DateTimeField(null=True)
    departure_reported_by = models.UUIDField(null=True)
    ended_why = models.TextField(default="", blank=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_on=None), name="employment_one_current"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "account"], name="employment_organisation"),
            models.Index(fields=["granted_on"], name="employment_granted"),
        ]


class Clearance(models.Model):
    """A suitability determination by Social Security. Good through `expires_on` (the last good day)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="clearances")
    favourable = models.BooleanField()
    decided_on = models.DateField()
    expires_on = models.DateField()
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-decided_on"], name="clearance_account"),
            models.Index(fields=["expires_on"], name="clearance_expires"),
        ]


class TrainingRecord(models.Model):
    """A course completed. The security awareness course serves through the same day of the next year.

    `recorded_by` is who entered a training taken elsewhere; None is the portal's own course.
    """

    AWARENESS = "security-awareness"

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="trainings")
    course = models.TextField(default=AWARENESS)
    version = models.TextField(default="", blank=True)
    language = models.TextField(default="en")
    right_answers = models.IntegerField(null=True)
    questions = models.IntegerField(null=True)
    completed_on = models.DateField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "course", "-completed_on"], name="training_account"),
            models.Index(fields=["completed_on"], name="training_completed"),
        ]
