"""What the access gate stands on: employment, clearance, training. Rows are ended, never changed away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.people.models.account import Account
from portal.people.models.organisation import Organisation


class Employment(models.Model):
    """An account's work in one organisation, in [started_on, ended_on); it counts once verified."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="employments")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    roles = ArrayField(models.TextField())
    verified_on = models.DateField(null=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_on=None), name="employment_one_current"
            ),
        ]


class Clearance(models.Model):
    """A suitability determination by Social Security. Good through `expires_on` (the last good day)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="clearances")
    favourable = models.BooleanField()
    decided_on = models.DateField()
    expires_on = models.DateField()


class TrainingRecord(models.Model):
    """Security awareness training completed; it serves through the same day of the next year."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="trainings")
    completed_on = models.DateField()
