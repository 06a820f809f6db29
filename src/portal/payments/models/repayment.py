"""Money that a provider pays back itself, and the entries of it that are canceled (PAY-19)."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.payments.models.run import Recovery
from portal.people.models import Organisation


class Repayment(models.Model):
    """A check or wire by which a provider paid back what is recovered.

    With what is kept back never more than the recovery, and each check or wire once (migration 0016). `again` is how
    often one of its number was canceled before: a check that came back may be presented once more.
    """

    class How(models.TextChoices):
        CHECK = "check", "check"
        WIRE = "wire", "wire"

    id = models.UUIDField(primary_key=True, default=new_id)
    recovery = models.ForeignKey(Recovery, on_delete=models.RESTRICT, related_name="repayments")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    cents = models.BigIntegerField()
    how = models.TextField(choices=How.choices)
    reference = models.TextField()
    again = models.PositiveSmallIntegerField(default=0)
    received_on = models.DateField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.TextField()
    by_name = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recovery", "how", "reference", "again"], name="repayment_once"),
            models.CheckConstraint(condition=Q(cents__gt=0) & ~Q(reference=""), name="repayment_positive"),
        ]


class CanceledRepayment(models.Model):
    """A check or wire that was not honored, or was entered wrongly: what it had settled is open again.

    By another person than recorded it (migration 0016).
    """

    repayment = models.OneToOneField(
        Repayment, primary_key=True, on_delete=models.RESTRICT, related_name="canceled"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    reason = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.TextField()
    by_name = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="repayment_canceled_why")]
