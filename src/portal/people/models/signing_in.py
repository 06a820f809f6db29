"""How people get in: the way in that is theirs alone, each time they came in, and what was texted to them."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.people.models.account import Account


class Invitation(models.Model):
    """A link by mail with which one person sets up the way in; good once, for some days. Only its hash is kept."""

    class Purpose(models.TextChoices):
        FIRST = "first", "to set up the account"
        FACTORS = "factors", "to set up extra security again"
        HOLDER = "holder", "to set up a Ticketholder's account"

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="invitations")
    purpose = models.TextField(choices=Purpose.choices)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(used_at=None, withdrawn_at=None), name="invitation_one_open"
            ),
        ]


class SignIn(models.Model):
    """One sign-in. An account has one living sign-in at most: a second ends the first (mission row A1).

    Times are real ones. `admitted` says whether the access gate let the person to work then: only that is use.
    """

    class Ended(models.TextChoices):
        OUT = "out", "signed out"
        IDLE = "idle", "left idle"
        LIMIT = "limit", "longest time reached"
        ELSEWHERE = "elsewhere", "signed in elsewhere"
        REVOKED = "revoked", "access ended"
        MOVED = "moved", "used from another browser"

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="sign_ins")
    way = models.TextField()
    factor = models.TextField()
    browser = models.TextField(blank=True)
    network = models.TextField(blank=True)
    admitted = models.BooleanField()
    admitted_on = models.DateField(null=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(choices=Ended.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at=None), name="sign_in_one_living"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-began_at"], name="sign_in_account"),
            models.Index(fields=["account", "-admitted_on"], name="sign_in_used", condition=Q(admitted=True)),
            models.Index(fields=["admitted_on"], name="sign_in_admitted", condition=Q(admitted=True)),
        ]


class Mobile(models.Model):
    """A mobile to which codes are texted, as a second factor. The number is sealed like every factor's secret."""

    account = models.OneToOneField(Account, on_delete=models.RESTRICT, primary_key=True)
    number = models.TextField()
    last_digits = models.TextField()
    verified_at = models.DateTimeField()


class ProviderIdentity(models.Model):
    """Who an account's person is at the identity provider. Bound at the first sign-in, by an invitation alone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="identities")
    issuer = models.TextField()
    subject = models.TextField()
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="provider_identity_one_account"),
            models.UniqueConstraint(fields=["account", "issuer"], name="provider_identity_one_subject"),
        ]


class Warned(models.Model):
    """A warning that was mailed: which lapse, how many days ahead. Each once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="warnings")
    what = models.TextField()
    last_day = models.DateField()
    days = models.IntegerField()
    mailed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "what", "last_day", "days"], name="warned_once"),
        ]
