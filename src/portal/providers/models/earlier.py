"""What comes from the earlier portal: files of people and submissions, judged and brought over row by row (A7)."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.kernel.sent_files.tables import OpenRow, SentFile
from portal.people.models import Account, Organisation


class BringOver(SentFile):
    """A file of the earlier portal."""

    class Meta:
        indexes = [models.Index(fields=["-sent_at"], name="bring_over_made")]


class BroughtRow(OpenRow):
    """One row of it."""

    file = models.ForeignKey(BringOver, on_delete=models.RESTRICT, related_name="rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="brought_row_line")]
        indexes = [models.Index(fields=["file", "line"], name="brought_row_waiting", condition=Q(became=""))]


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
