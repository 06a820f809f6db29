"""Certifications of services: what a provider states it did for a Ticketholder, signed by one of its people (row C9)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from portal.casework.models.case import Case
from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.policy.cos_facts import Purpose as For
from portal.tickets.models import Person


class Certification(models.Model):
    """One as it was signed, with the ID of the draft it was made from. It never changes; a later one stands beside it.

    It covers the days [from_on, until_on); `claim_months` are the first days of the months that claims rest on it for.
    `content` is sealed JSON in the shape of a signed form's: the rule's facts, the words they were shown in, and the
    answer; `digest` is its SHA-256.
    """

    class Purpose(models.TextChoices):
        AFTER_UNASSIGNMENT = For.AFTER_UNASSIGNMENT.value, "claims for months after the Ticket was unassigned"
        YEARLY_REVIEW = For.YEARLY_REVIEW.value, "the yearly services and supports review"
        PHASE_1 = For.PHASE_1.value, "Phase 1 claims without pay slips"
        QUALITY = For.QUALITY.value, "a quality assurance review"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.RESTRICT, related_name="certifications")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    form_version = models.TextField()
    purpose = models.TextField(choices=Purpose.choices)
    from_on = models.DateField()
    until_on = models.DateField()
    claim_months = ArrayField(models.DateField(), default=list)
    contributed = models.BooleanField()
    services = models.IntegerField()
    content = SealedField()
    digest = models.BinaryField(max_length=32)
    signed_by = models.UUIDField()
    signed_by_name = models.TextField()
    signed_on = models.DateField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="certification_forward"),
            models.CheckConstraint(condition=Q(services__gt=0), name="certification_of_something"),
        ]
        indexes = [
            models.Index(fields=["case", "-signed_at"], name="certification_case"),
            models.Index(fields=["person", "organisation"], name="certification_person"),
        ]
