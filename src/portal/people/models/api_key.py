"""A key with which an organisation's own case system speaks to the API."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.kernel.ids import new_id
from portal.people.models.account import Account
from portal.people.models.organisation import Organisation


class ApiKey(models.Model):
    """It acts for the account that made it, in this organisation alone, within `scopes` (permissions). Times are real.

    Only the hash of its secret is kept. `once` comes with the form, so that a form sent twice makes one key.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    once = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="api_keys")
    account_name = models.TextField()
    name = models.TextField()
    scopes = ArrayField(models.TextField())
    secret_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="api_key_of")]


class ApiUse(models.Model):
    """How often a key was used in the minute that began at `since`; one row a key, written beside the unit."""

    key = models.OneToOneField(ApiKey, on_delete=models.RESTRICT, primary_key=True)
    since = models.DateTimeField()
    calls = models.IntegerField()
