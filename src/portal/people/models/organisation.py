"""Where people work."""

from django.db import models

from portal.kernel.ids import new_id


class Organisation(models.Model):
    """A provider (EN or State VR agency), the Ticket Program Manager, or Social Security."""

    class Kind(models.TextChoices):
        EN = "EN", "Employment Network"
        SVRA = "SVRA", "State VR agency"
        TPM = "TPM", "Ticket Program Manager"
        SSA = "SSA", "Social Security Administration"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    name = models.TextField()
    kind = models.TextField(choices=Kind.choices)
