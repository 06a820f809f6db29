"""Files from and to Social Security's records, and the rows that were refused."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id


class RecordFile(models.Model):
    """One file. `file_number` is the sender's, `as_of` the day it speaks of; its bytes are known by `sha256`.

    One that came in is read in batches: `rows_done` says how far, `stepped_at` when the last batch was. It is read
    from where it lies, and nothing of its rows is kept but the facts. One that goes out is sealed in the object store
    until Social Security has acknowledged it.
    """

    class Direction(models.TextChoices):
        INWARD = "in", "from Social Security"
        OUTWARD = "out", "to Social Security"

    class State(models.TextChoices):
        REFUSED = "refused", "refused whole"
        RUNNING = "running", "being read"
        READ = "read", "read"
        WRITTEN = "written", "waiting to be sent"
        SENT = "sent", "sent"
        ACKNOWLEDGED = "acknowledged", "acknowledged"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    direction = models.TextField(choices=Direction.choices)
    kind = models.TextField()
    name = models.TextField()
    file_number = models.IntegerField(null=True)
    created_on = models.DateField(null=True)
    as_of = models.DateField(null=True)
    sha256 = models.TextField()
    rows_total = models.BigIntegerField(default=0)
    number_total = models.DecimalField(max_digits=20, decimal_places=0, default=0)
    amount_total = models.DecimalField(max_digits=20, decimal_places=0, default=0)
    state = models.TextField(choices=State.choices)
    problem = models.TextField(blank=True)
    rows_done = models.BigIntegerField(default=0)
    rows_changed = models.BigIntegerField(default=0)
    rows_same = models.BigIntegerField(default=0)
    rows_refused = models.BigIntegerField(default=0)
    received_at = models.DateTimeField()
    stepped_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by_name = models.TextField()
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "kind", "file_number"],
                condition=~Q(state="refused"),
                name="record_file_number_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "as_of"], condition=Q(direction="out"), name="record_file_one_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "id"], name="record_file_list"),
            models.Index(fields=["sha256"], name="record_file_bytes"),
        ]


class RefusedRow(models.Model):
    """A row that was not taken, and why. Which person it names stands in the file and in the answer alone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    file = models.ForeignKey(RecordFile, on_delete=models.RESTRICT, related_name="refused")
    line = models.BigIntegerField()
    field = models.TextField()
    problem = models.TextField()
    what_to_do = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="refused_row_line")]
