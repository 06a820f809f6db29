"""The append-only trail and the blocks that seal it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class TrailEntry(models.Model):
    """One thing done or looked at. `detail` holds opaque values only, never personal data."""

    id = models.BigAutoField(primary_key=True)
    unit = models.UUIDField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    kind = models.TextField()
    actor = models.TextField()
    account = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    subject_kind = models.TextField(blank=True)
    subject = models.UUIDField(null=True)
    people = ArrayField(models.UUIDField(), default=list)
    page = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    # The writing transaction: a block takes what is older than the oldest running one, so none is missed.
    transaction = models.BigIntegerField(
        db_default=models.Func(function="portal_transaction", output_field=models.BigIntegerField())
    )

    class Meta:
        indexes = [
            models.Index(fields=["transaction", "id"], name="trail_sealing"),
            models.Index(fields=["subject", "id"], name="trail_subject"),
        ]


class TrailBlock(models.Model):
    """The entries of transactions in [from_transaction, until_transaction), hashed over their stored text and signed."""

    id = models.BigAutoField(primary_key=True)
    from_transaction = models.BigIntegerField(unique=True)
    until_transaction = models.BigIntegerField(unique=True)
    entries = models.IntegerField()
    digest = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    sealed_at = models.DateTimeField()
