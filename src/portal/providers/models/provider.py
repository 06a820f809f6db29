"""The provider's record: numbers, agreement, registration, holds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from portal.kernel.ids import new_id
from portal.people.models import Organisation


class Provider(models.Model):
    """An EN or State VR agency.

    `sam_registered_until` and `bank_verified_until` are the first day no longer good; None is not known.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.RESTRICT, primary_key=True)
    ein = models.TextField()
    pid = models.TextField(unique=True)
    uei = models.TextField()
    sam_registered_until = models.DateField(null=True)
    bank_current = models.BooleanField(null=True)
    bank_verified_until = models.DateField(null=True)
    business_models = ArrayField(models.TextField(), default=list)
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["sam_registered_until"], name="provider_sam"),
            models.Index(fields=["bank_verified_until"], name="provider_bank"),
        ]


class Election(models.Model):
    """The payment system a provider elected by a notice, in effect from `from_on` until the next one (PAY-01).

    A Ticket keeps the system that was in effect on the day of its assignment.
    """

    class System(models.TextChoices):
        OUTCOME_MILESTONE = "outcome-milestone", "Milestone/Outcome"
        OUTCOME = "outcome", "Outcome"

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.RESTRICT, related_name="elections")
    system = models.TextField(choices=System.choices)
    noticed_on = models.DateField()
    from_on = models.DateField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "from_on"], name="election_one_a_day")]


class Agreement(models.Model):
    """The provider's agreement with Social Security, in force in [from_on, until_on)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.RESTRICT, related_name="agreements")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    number = models.TextField(default="", blank=True)
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["until_on"], name="agreement_until")]


class Hold(models.Model):
    """Payments to the provider wait in [from_on, until_on)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.RESTRICT, related_name="holds")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.TextField()
    lifted_why = models.TextField(default="", blank=True)
    version = models.IntegerField(default=0)


class Enrolment(models.Model):
    """How far the roll-out has come for a provider, since `from_on`; the latest that has begun counts.

    `moves_on` is when one not yet enrolled is to move, as it is told to the provider's people.
    """

    class State(models.TextChoices):
        NOT_ENROLLED = "not-enrolled", "not enrolled"
        PILOT = "pilot", "pilot"
        LIVE = "live", "live"

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.RESTRICT, related_name="enrolments")
    state = models.TextField(choices=State.choices)
    from_on = models.DateField()
    moves_on = models.DateField(null=True)
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["provider", "-from_on", "-set_at"], name="enrolment_provider"),
            models.Index(fields=["from_on"], name="enrolment_from"),
        ]


class Affiliate(models.Model):
    """An organisation that works under an administrative EN's agreement, with how they share payments."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.RESTRICT, related_name="affiliates")
    name = models.TextField()
    share_rule = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    version = models.IntegerField(default=0)


class CertifiedCounsellor(models.Model):
    """A person at the provider certified to counsel on benefits, in [from_on, until_on)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.RESTRICT, related_name="certified_counsellors")
    name = models.TextField()
    certificate = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    version = models.IntegerField(default=0)


class AssignmentRight(models.Model):
    """The EN may assign Tickets by itself in [from_on, until_on); in all other time Program Integrity assigns (TA-02).

    Written by who decides on the right (two people); none is needed by a State VR agency.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.RESTRICT, related_name="assignment_rights")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="assignment_right_forward"
            ),
            models.UniqueConstraint(
                fields=["provider"], condition=Q(until_on=None), name="assignment_right_one_open"
            ),
        ]
