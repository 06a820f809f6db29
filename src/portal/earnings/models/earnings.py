"""Earnings by month, each with its source and who may see it."""

from django.db import models
from django.db.models import Q

from portal.kernel.fields import MonthField
from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.tickets.models import Person


class Employer(models.Model):
    """A business that pays wages; its name is not personal data."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField(unique=True)


class EarningsMonth(models.Model):
    """Gross earnings (net, if self-employed) of one month from one employer and one source, in whole cents.

    `disclosure` says who may see the amount (row L7): `given` is visible to the organisation it was given by
    or to; `ssa-record` shows a provider only above or below the month's threshold; `other-provider` nothing.
    The class is relative to the reader: a row is `given` for `given_to`, `other-provider` for all others.
    `stated_on` is the day as of which Social Security's record said so; `shown_by` what an analyst read it from.
    """

    class Kind(models.TextChoices):
        WAGES = "wages", "wages"
        SELF_EMPLOYMENT = "self-employment", "net earnings from self-employment"
        PAID_TRAINING = "paid-training", "paid training"
        PENSION = "pension", "pension or retirement"
        OTHER_NOT_WORK = "other-not-work", "other income that is not work"

    class Source(models.TextChoices):
        PAY_SLIP = "pay-slip", "pay slip"
        EMPLOYER_STATEMENT = "employer-statement", "employer statement"
        SSA_RECORD = "ssa-record", "Social Security's record"
        TAX_RECORD = "tax-record", "tax record"
        BENEFICIARY = "beneficiary", "Ticketholder"
        OTHER = "other", "other"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="earnings")
    month = MonthField()
    gross_cents = models.BigIntegerField()
    kind = models.TextField(choices=Kind.choices, default=Kind.WAGES)
    employer = models.ForeignKey(Employer, on_delete=models.RESTRICT, null=True)
    source = models.TextField(choices=Source.choices)
    given_to = models.ForeignKey(Organisation, on_delete=models.RESTRICT, null=True)
    proven = models.BooleanField(default=False)
    request = models.UUIDField(null=True)
    stated_on = models.DateField(null=True)
    shown_by = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(gross_cents__gte=0), name="earnings_not_negative"),
        ]
        indexes = [models.Index(fields=["person", "month"], name="earnings_person_month")]
