"""Decisions whose facts have changed since, judged again (row L6)."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.kernel.models import StoredDecision
from portal.payments.models.request import Determination, PaymentRequest


class Rejudged(models.Model):
    """A determination beside the answer of the rules on the record as it became known later: `decision`.

    One is open for a request at a time. `reason` is the program manager's own; it names nobody.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    request = models.ForeignKey(PaymentRequest, on_delete=models.RESTRICT, related_name="rejudged")
    determination = models.ForeignKey(Determination, on_delete=models.RESTRICT)
    decision = models.ForeignKey(StoredDecision, on_delete=models.RESTRICT)
    version = models.IntegerField(default=0)
    found_on = models.DateField()
    found_at = models.DateTimeField()
    settled_as = models.TextField(blank=True)
    settled_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    by = models.TextField(blank=True)
    by_name = models.TextField(blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(settled_at=None), name="rejudged_open_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_as="")
                | (Q(settled_at__isnull=False) & ~Q(settled_as="")),
                name="rejudged_settled_as_something",
            ),
        ]
