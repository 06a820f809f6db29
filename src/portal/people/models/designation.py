"""Who an organisation wants to work in the portal, and how far that has come."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.people.models.account import Account
from portal.people.models.organisation import Organisation


class Designation(models.Model):
    """A person named by an organisation, for what, and why; the access desk verifies, clears and opens.

    `account` is set once employment is verified: an account of that e-mail address, or a new one. The moves
    between states are a table (people.moves); each step's person is kept for the four-eyes rule.
    """

    class Purpose(models.TextChoices):
        PORTAL_USER = "portal-user", "new portal user"
        NO_ACCOUNT = "no-account", "works with Ticketholders, no portal access"
        OTHER_ROLES = "other-roles", "other roles for a portal user"
        OPEN_AGAIN = "open-again", "access opened again"

    class State(models.TextChoices):
        DESIGNATED = "designated", "named, employment to be verified"
        VERIFIED = "verified", "employment verified, clearance to be recorded"
        CLEARED = "cleared", "cleared, access to be granted"
        GRANTED = "granted", "access granted"
        RECORDED = "recorded", "recorded without portal access"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "withdrawn"

    OPEN = (State.DESIGNATED, State.VERIFIED, State.CLEARED)

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, null=True, related_name="designations")
    purpose = models.TextField(choices=Purpose.choices)
    name = models.TextField()
    email = models.EmailField()
    job_title = models.TextField()
    starts_on = models.DateField()
    roles = ArrayField(models.TextField())
    reason = models.TextField()
    state = models.TextField(choices=State.choices, default=State.DESIGNATED)
    designated_by = models.UUIDField()
    designated_by_name = models.TextField()
    designated_at = models.DateTimeField()
    verified_by = models.UUIDField(null=True)
    verified_on = models.DateField(null=True)
    # How employment was verified: whom the desk asked, what it saw.
    verified_how = models.TextField(blank=True)
    clearance_asked_on = models.DateField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state__in=["designated", "verified", "cleared"]),
                name="designation_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-designated_at"], name="designation_organisation"),
            models.Index(
                fields=["designated_at"],
                name="designation_open",
                condition=Q(state__in=["designated", "verified", "cleared"]),
            ),
        ]
