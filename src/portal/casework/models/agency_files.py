"""Files of State VR agencies that open and close cost-reimbursement cases, judged and brought in row by row (C6)."""

from django.db import models
from django.db.models import Q

from portal.kernel.sent_files.tables import SealedRow, SentFile
from portal.people.models import Organisation
from portal.tickets.models import Person, VrCase


class VrFile(SentFile):
    """A file of openings or of closings."""

    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-sent_at"], name="vr_file_list")]


class VrRow(SealedRow):
    """One row of it, and the case as it was recorded by it."""

    file = models.ForeignKey(VrFile, on_delete=models.RESTRICT, related_name="rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, null=True)
    vr_case = models.ForeignKey(VrCase, on_delete=models.RESTRICT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="vr_row_line")]
        indexes = [models.Index(fields=["file", "line"], name="vr_row_waiting", condition=Q(became=""))]
