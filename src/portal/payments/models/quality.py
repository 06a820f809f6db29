"""Determinations picked for a second look (row E6)."""

from django.db import models

from portal.kernel.ids import new_id
from portal.payments.models.request import Determination


class QualitySample(models.Model):
    """A determination drawn for quality control; reproducible from the seed and the determination's ID."""

    id = models.UUIDField(primary_key=True, default=new_id)
    determination = models.OneToOneField(Determination, on_delete=models.RESTRICT)
    seed = models.TextField()
    drawn_on = models.DateField()
