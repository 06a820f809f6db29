"""Duties: what somebody has to do by a date. A worklist is a query over them."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id


class Duty(models.Model):
    """One thing due. At most one open duty per kind and subject; settled by its room from the facts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField()
    subject = models.UUIDField()
    organisation = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    claimed_by = models.UUIDField(null=True)
    claimed_by_name = models.TextField(blank=True)
    claimed_at = models.DateTimeField(null=True)
    diary_until = models.DateField(null=True)
    diary_reason = models.TextField(blank=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(closed_at=None), name="duty_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "due_on", "id"], name="duty_queue", condition=Q(closed_at=None)),
            models.Index(
                fields=["organisation", "kind", "due_on", "id"], name="duty_org", condition=Q(closed_at=None)
            ),
        ]
