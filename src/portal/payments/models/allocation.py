"""One payment divided among providers by a person (PAY-17)."""

from django.db import models
from django.db.models import Q

from portal.kernel.fields import MonthField
from portal.kernel.ids import new_id
from portal.payments.models.request import PaymentRequest
from portal.tickets.models import Person, Ticket


class Allocation(models.Model):
    """Who gets what part of the payment of a kind for a month. Of several, the one with the highest `place` counts.

    `shares` holds each provider's parts by its organization's ID, of `out_of` parts in all: thirds stay exact. The
    database refuses parts that do not add up, and a provider that never held the Ticket. A row without shares withdraws
    the division before it: the database refuses one where there is none.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.RESTRICT, related_name="allocations")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    kind = models.TextField(choices=PaymentRequest.Kind.choices)
    month = MonthField()
    place = models.IntegerField()
    shares = models.JSONField()
    out_of = models.IntegerField()
    reason = models.TextField()
    by = models.TextField()
    by_name = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind", "month", "place"], name="allocation_one_after_the_other"
            ),
            models.CheckConstraint(condition=Q(place__gt=0, out_of__gt=0), name="allocation_counted"),
            models.CheckConstraint(condition=~Q(reason=""), name="allocation_reasoned"),
        ]
