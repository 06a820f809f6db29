"""What another system asked for under a key of its own, so that it is done once."""

from django.db import models

from portal.kernel.ids import new_id


class OnceKey(models.Model):
    """An organisation's own key, what was asked for under it (a digest), and what came of it. Kept for ever."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.UUIDField()
    key = models.TextField()
    asked = models.BinaryField(max_length=32)
    subject = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="once_key")]
