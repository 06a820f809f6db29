"""What comes from the earlier portal: files of people and submissions, judged and brought over row by row (A7)."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.people.models import Account, Organisation


class BringOver(models.Model):
    """One file. It is tried first, changing nothing; then its rows are brought over in batches by the worker."""

    class Kind(models.TextChoices):
        USERS = "users", "people"
        HISTORY = "history", "earlier submissions"

    class State(models.TextChoices):
        TRIED = "tried", "tried, nothing is brought over yet"
        RUNNING = "running", "being brought over"
        DONE = "done", "brought over"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField(choices=Kind.choices)
    file_name = models.TextField()
    sha256 = models.TextField()
    state = models.TextField(choices=State.choices, default=State.TRIED)
    made_by = models.UUIDField()
    made_by_name = models.TextField()
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    started_by = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows_total = models.IntegerField()
    rows_done = models.IntegerField(default=0)
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="bring_over_made")]


class BroughtRow(models.Model):
    """One row of a file: its cells, the verdict when it was tried, and the one when it was brought over.

    `same_as` is the line of an earlier row about the same. `problems` belong to the latest verdict.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        ALREADY = "already-there", "already there"
        REFUSED = "refused", "refused"

    id = models.UUIDField(primary_key=True, default=new_id)
    run = models.ForeignKey(BringOver, on_delete=models.RESTRICT, related_name="rows")
    line = models.IntegerField()
    cells = models.JSONField()
    same_as = models.IntegerField(null=True)
    tried = models.TextField(choices=Verdict.choices)
    became = models.TextField(choices=Verdict.choices, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="brought_row_line")]
        indexes = [models.Index(fields=["run", "line"], name="brought_row_waiting", condition=Q(became=""))]


class EarlierSubmission(models.Model):
    """What an organisation submitted in the earlier portal, as that portal had it. To read only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    reference = models.TextField()
    form = models.TextField()
    submitted_on = models.DateField()
    submitted_by = models.ForeignKey(Account, on_delete=models.RESTRICT, null=True)
    submitted_by_name = models.TextField(blank=True)
    state = models.TextField()
    run = models.ForeignKey(BringOver, on_delete=models.RESTRICT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="earlier_submission_once")
        ]
        indexes = [models.Index(fields=["organisation", "-submitted_on"], name="earlier_submission_list")]
