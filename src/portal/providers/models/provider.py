"""The provider's record: numbers, agreement, registration, holds."""

from django.db import models

from portal.kernel.ids import new_id
from portal.people.models import Organisation


class Provider(models.Model):
    """An EN or State VR agency. `sam_registered_until` is the first day no longer registered; None is not known."""

    class System(models.TextChoices):
        OUTCOME_MILESTONE = "outcome-milestone", "Milestone/Outcome"
        OUTCOME = "outcome", "Outcome"

    organisation = models.OneToOneField(Organisation, on_delete=models.RESTRICT, primary_key=True)
    ein = models.TextField()
    pid = models.TextField(unique=True)
    uei = models.TextField()
    elected_system = models.TextField(choices=System.choices)
    sam_registered_until = models.DateField(null=True)
    bank_current = models.BooleanField(null=True)


class Agreement(models.Model):
    """The provider's agreement with Social Security, in force in [from_on, until_on)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.RESTRICT, related_name="agreements")
    from_on = models.DateField()
    until_on = models.DateField(null=True)


class Hold(models.Model):
    """Payments to the provider wait in [from_on, until_on)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.RESTRICT, related_name="holds")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.TextField()
