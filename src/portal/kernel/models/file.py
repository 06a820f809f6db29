"""Uploaded files: the row here, the sealed content in the object store."""

from django.db import models

from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id


class StoredFile(models.Model):
    """One uploaded file. Served only when clean, only to those who may see the case."""

    class State(models.TextChoices):
        WAITING = "waiting-for-scanner", "waiting for the scanner"
        CLEAN = "clean", "clean"
        INFECTED = "infected", "infected"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.UUIDField()
    person = models.UUIDField()
    subject = models.UUIDField()
    name = SealedField()
    media_type = models.TextField()
    size = models.IntegerField()
    pages = models.IntegerField(null=True)
    digest = models.BinaryField(max_length=32)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    scanned_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="file_subject"),
            models.Index(
                fields=["uploaded_at"], name="file_waiting", condition=models.Q(state="waiting-for-scanner")
            ),
        ]
