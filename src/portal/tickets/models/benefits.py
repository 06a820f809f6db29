"""Benefit status by period, as Social Security's record has it. Facts are added, not changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from portal.kernel.fields import MonthField
from portal.kernel.ids import new_id
from portal.tickets.models.person import Person


class BenefitPeriod(models.Model):
    """One title's benefit and its status in the months [from_month, until_month).

    `stated_on` is the day as of which Social Security's record said so. `exceptions` are codes of the
    exceptions to Ticket eligibility that apply (POMS DI 55002.005C).
    """

    class Title(models.TextChoices):
        T2 = "T2", "SSDI (title II)"
        T16 = "T16", "SSI (title XVI)"

    class Kind(models.TextChoices):
        WORKER = "disabled-worker", "disabled worker"
        WIDOW = "disabled-widow", "disabled widow or widower"
        DIVORCED = "surviving-divorced-spouse", "disabled surviving divorced spouse"
        CHILDHOOD = "childhood-disability", "childhood disability"
        SSI_DISABLED = "ssi-disabled", "SSI because of a disability"
        SSI_BLIND = "ssi-blind", "SSI because of blindness"
        OTHER = "other", "another benefit"

    class Status(models.TextChoices):
        PAID = "paid", "paid"
        SUSPENDED_FOR_WORK = "suspended-for-work", "suspended for work"
        SUSPENDED_OTHER = "suspended-other", "suspended for another reason"
        ENDED_FOR_WORK = "ended-for-work", "ended for work"
        ENDED_OTHER = "ended-other", "ended for another reason"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="benefits")
    title = models.TextField(choices=Title.choices)
    kind = models.TextField(choices=Kind.choices)
    exceptions = ArrayField(models.TextField(), default=list)
    from_month = MonthField()
    until_month = MonthField(null=True)
    status = models.TextField(choices=Status.choices)
    stated_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_month=None) | Q(until_month__gt=F("from_month")),
                name="benefit_period_forward",
            )
        ]


class BlindPeriod(models.Model):
    """Months [from_month, until_month) in which the person is blind in the sense of the Act."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="blind_periods")
    from_month = MonthField()
    until_month = MonthField(null=True)
    stated_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)


class MedicalReview(models.Model):
    """A medical review of the person, begun on a day and finished on another; Social Security's act (CDR-04)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="medical_reviews")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)
    stated_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "begun_on"], condition=Q(superseded_at=None), name="medical_review_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("begun_on")), name="medical_review_forward"
            ),
        ]
