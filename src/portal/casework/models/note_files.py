"""Files of contact notes out of other software: judged and brought in row by row (row J2)."""

from django.db import models
from django.db.models import Q

from portal.casework.models.contacts import ContactNote
from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.tickets.models import Person


class NoteFile(models.Model):
    """One file. It is tried first, changing nothing; then its rows are brought in in batches by the worker."""

    class State(models.TextChoices):
        TRIED = "tried", "tried, nothing is brought in yet"
        RUNNING = "running", "being brought in"
        DONE = "done", "brought in"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    file_name = models.TextField()
    sha256 = models.TextField()
    state = models.TextField(choices=State.choices, default=State.TRIED)
    sent_by = models.UUIDField()
    sent_by_name = models.TextField()
    sent_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows_total = models.IntegerField()
    rows_done = models.IntegerField(default=0)
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-sent_at"], name="note_file_list")]


class NoteRow(models.Model):
    """One row of a file: the verdict when it was tried, and the one when it was brought in.

    `cells` is sealed JSON of the row as it was sent, under the file key of its case; under a key of the file's own
    where the row names no case (`person` is None then). `same_as` is the line of an earlier row of the same reference.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        ALREADY = "already-there", "already there"
        REFUSED = "refused", "refused"

    id = models.UUIDField(primary_key=True, default=new_id)
    file = models.ForeignKey(NoteFile, on_delete=models.RESTRICT, related_name="rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, null=True)
    line = models.IntegerField()
    cells = SealedField()
    same_as = models.IntegerField(null=True)
    tried = models.TextField(choices=Verdict.choices)
    became = models.TextField(choices=Verdict.choices, blank=True)
    problems = models.JSONField(default=list)
    note = models.ForeignKey(ContactNote, on_delete=models.RESTRICT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="note_row_line")]
        indexes = [models.Index(fields=["file", "line"], name="note_row_waiting", condition=Q(became=""))]
