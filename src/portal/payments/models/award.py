"""What has been granted on a Ticket: the rows that keep a payment from being made twice."""

from django.db import models
from django.db.models import Q

from portal.kernel.fields import MonthField
from portal.kernel.ids import new_id
from portal.payments.models.request import PaymentRequest
from portal.people.models import Organisation
from portal.tickets.models import Person, Ticket


class Award(models.Model):
    """One payment granted. `ordinal` counts within the kind on the Ticket, over all providers (PAY-05).

    `share` numbers the providers' parts of one allocated payment (PAY-17); 0 is the whole.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.RESTRICT, related_name="awards")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    request = models.ForeignKey(PaymentRequest, on_delete=models.RESTRICT, null=True, related_name="awards")
    kind = models.TextField(choices=PaymentRequest.Kind.choices)
    ordinal = models.IntegerField()
    share = models.IntegerField(default=0)
    month = MonthField()
    amount_cents = models.BigIntegerField()
    awarded_on = models.DateField()
    paid_on = models.DateField(null=True)
    reversed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind", "ordinal", "share"],
                condition=Q(reversed_on=None),
                name="award_once",
            ),
            # A payment that is corrected is granted anew, once the wrong one is reversed (PAY-19).
            models.UniqueConstraint(
                fields=["request"], condition=Q(reversed_on=None), name="award_one_a_request"
            ),
            # One Phase 2 milestone or outcome a month; Phase 1 milestones may share an attainment month.
            models.UniqueConstraint(
                fields=["ticket", "month", "share"],
                condition=Q(reversed_on=None, kind__in=["P2", "OUTCOME"]),
                name="award_once_a_month",
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="award_positive"),
            models.CheckConstraint(
                condition=Q(kind="P2", ordinal__range=(1, 18))
                | Q(kind="OUTCOME", ordinal__range=(1, 60))
                | Q(kind__in=["P1M1", "P1M2", "P1M3", "P1M4", "RECONCILIATION"], ordinal=1),
                name="award_ordinal",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-awarded_on", "id"], name="award_org")]
