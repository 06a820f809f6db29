"""Claims of cost reimbursement, beside payments to networks (PAY-22; row E9)."""

from django.db import models
from django.db.models import F, Q

from portal.kernel.fields import MonthField
from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.tickets.models import Person, Ticket


class CostClaim(models.Model):
    """A State VR agency's claim of costs for months [from_month, until_month), from one recording to the next.

    One row of a number is current: each answer to the claim supersedes the row before. `vr_case` is the number of the
    case it is about, `answered_on` the day Social Security paid or denied it, or the agency withdrew it.
    """

    class State(models.TextChoices):
        CLAIMED = "claimed", "claimed"
        PAID = "paid", "paid"
        DENIED = "denied", "denied"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Source(models.TextChoices):
        FORM = "form", "The agency's claim (Form SSA-199)"
        PORTAL = "portal", "The agency's claim in the portal"
        NOTICE = "notice", "Social Security's notice to the agency"
        RECORD = "record", "Social Security's payment record"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField()
    ticket = models.ForeignKey(Ticket, on_delete=models.RESTRICT, related_name="cost_claims")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    vr_case = models.TextField()
    from_month = MonthField()
    until_month = MonthField()
    amount_cents = models.BigIntegerField()
    state = models.TextField(choices=State.choices)
    claimed_on = models.DateField()
    answered_on = models.DateField(null=True)
    source = models.TextField(choices=Source.choices)
    by = models.TextField()
    by_name = models.TextField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "claimed_on"], name="cost_claim_list", condition=Q(superseded_at=None)
            ),
            models.Index(fields=["vr_case"], name="cost_claim_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(superseded_at=None), name="cost_claim_one_current"
            ),
            models.CheckConstraint(
                condition=Q(until_month__gt=F("from_month"), amount_cents__gt=0),
                name="cost_claim_of_something",
            ),
            models.CheckConstraint(
                condition=Q(state="claimed", answered_on=None)
                | (~Q(state="claimed") & Q(answered_on__isnull=False, answered_on__gte=F("claimed_on"))),
                name="cost_claim_answered",
            ),
        ]


# What stands beside a network's payment (PAY-22).
STANDING = (CostClaim.State.CLAIMED, CostClaim.State.PAID)
