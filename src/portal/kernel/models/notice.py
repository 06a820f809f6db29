"""What the house tells everybody, and which of its functions are closed for now."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id


class Announcement(models.Model):
    """News, an outage or a learning event, shown in [from_at, until_at); a banner stands on every page.

    `audience` holds kinds of organisation; empty is everybody.
    """

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        OUTAGE = "outage", "Outage"
        EVENT = "event", "Learning event"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField(choices=Kind.choices)
    title = models.TextField()
    body = models.TextField()
    audience = ArrayField(models.TextField(), default=list)
    banner = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    happens_at = models.DateTimeField(null=True)
    where = models.TextField(blank=True)
    written_by = models.UUIDField()
    written_by_name = models.TextField()
    written_at = models.DateTimeField()
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-from_at"], name="announcement_from")]


class Closure(models.Model):
    """One function of the portal closed for everybody: nothing new goes in, what is there stays to be read."""

    id = models.UUIDField(primary_key=True, default=new_id)
    function = models.TextField()
    why = models.TextField()
    closed_by = models.UUIDField()
    closed_by_name = models.TextField()
    closed_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["function"], condition=Q(opened_at=None), name="closure_one_open"
            ),
        ]
