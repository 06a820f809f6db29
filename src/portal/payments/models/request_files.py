"""Files of payment requests (row C3)."""

from django.db import models
from django.db.models import Q

from portal.kernel.sent_files.tables import SealedRow, SentFile
from portal.payments.models.request import PaymentRequest
from portal.people.models import Organisation
from portal.tickets.models import Person


class RequestFile(SentFile):
    """A file of payment requests."""

    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-sent_at"], name="request_file_list")]


class RequestRow(SealedRow):
    """One row of it, and the request it has become; of one that was asked for before, that request."""

    file = models.ForeignKey(RequestFile, on_delete=models.RESTRICT, related_name="rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, null=True)
    request = models.ForeignKey(PaymentRequest, on_delete=models.RESTRICT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="request_row_line")]
        indexes = [models.Index(fields=["file", "line"], name="request_row_waiting", condition=Q(became=""))]
