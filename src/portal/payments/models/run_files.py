"""The Treasury's answers to payment runs (row E10)."""

from django.db import models
from django.db.models import Q

from portal.kernel.sent_files.tables import OpenRow, SentFile
from portal.payments.models.run import Deposit


class AnswerFile(SentFile):
    """A file of answers."""

    class Meta:
        indexes = [models.Index(fields=["-sent_at"], name="answer_file_list")]


class AnswerRow(OpenRow):
    """One row of it, with the deposit it answers."""

    file = models.ForeignKey(AnswerFile, on_delete=models.RESTRICT, related_name="rows")
    deposit = models.ForeignKey(Deposit, on_delete=models.RESTRICT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="answer_row_line")]
        indexes = [models.Index(fields=["file", "line"], name="answer_row_waiting", condition=Q(became=""))]
