"""The two tables of a kind of file. A room makes them its own, with walls and with what its rows become."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id


class SentFile(models.Model):
    """One file. It is tried first, changing nothing; then its rows are brought in in batches by the worker.

    `kind` names the declaration in `kinds`. `stepped_at` is when the worker last took some of its rows: a file that
    waits for the worker and has not moved since is stuck.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "being tried"
        TRIED = "tried", "tried"
        RUNNING = "running", "being brought in"
        DONE = "done", "brought in"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField()
    number = models.TextField(unique=True)
    file_name = models.TextField()
    sha256 = models.TextField()
    state = models.TextField(choices=State.choices, default=State.TRIED)
    sent_by = models.UUIDField()
    sent_by_name = models.TextField()
    sent_at = models.DateTimeField()
    started_by = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    stepped_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows_total = models.IntegerField()
    rows_tried = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    version = models.IntegerField(default=0)

    # Whose it is, where the kind belongs to an organisation: a foreign key of the room's own table.
    organisation_id: ClassVar[UUID | None]

    class Meta:
        abstract = True


class SentRow(models.Model):
    """One row: the verdict when it was tried, and the one when it was brought in; empty until then.

    `same_as` is the line of an earlier row about the same. `problems` belong to the latest verdict. The room adds
    `file`, a foreign key with the related name `rows`.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        ALREADY = "already-there", "already there"
        REFUSED = "refused", "refused"

    id = models.UUIDField(primary_key=True, default=new_id)
    line = models.IntegerField()
    same_as = models.IntegerField(null=True)
    tried = models.TextField(choices=Verdict.choices, blank=True)
    became = models.TextField(choices=Verdict.choices, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        abstract = True


class SealedRow(SentRow):
    """A row about a person. The room adds `organisation`, and `person`, which is None where nobody known is named.

    `cells` is sealed JSON of the row as it was sent, under the provider's file key of the case it is about; under a
    key of the file's own where the row names none, or is not tried yet.
    """

    cells = SealedField()

    class Meta:
        abstract = True


class OpenRow(SentRow):
    """A row about nobody whose data are sealed."""

    cells = models.JSONField()

    class Meta:
        abstract = True
