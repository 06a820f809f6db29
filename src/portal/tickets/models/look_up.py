"""Look-ups by SSN that found nothing, counted so that nobody can try numbers one after the other."""

from django.db import models

from portal.kernel.ids import new_id


class RefusedLookUp(models.Model):
    """One refused look-up. Neither the number that was asked nor anything made from it is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.UUIDField()
    organisation = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="refused_account"),
            models.Index(fields=["organisation", "at"], name="refused_organisation"),
        ]
