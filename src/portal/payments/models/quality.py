"""Determinations picked for a second look (row E6)."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.payments.models.request import Determination


class QualitySample(models.Model):
    """A determination drawn for quality control; reproducible from the seed and the determination's ID."""

    id = models.UUIDField(primary_key=True, default=new_id)
    determination = models.OneToOneField(Determination, on_delete=models.RESTRICT)
    seed = models.TextField()
    drawn_on = models.DateField()


class QualityReview(models.Model):
    """The second look at a determination of the sample: answered without knowing the first answer.

    `first_was_right` is settled at once where both agree; else by the reviewer, with the reason, once both are seen.
    Notes name nobody.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    sample = models.OneToOneField(QualitySample, on_delete=models.RESTRICT, related_name="review")
    determined = models.TextField()
    denial_code = models.TextField(blank=True)
    note = models.TextField()
    by = models.TextField()
    by_name = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    first_was_right = models.BooleanField(null=True)
    why = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_was_right=None, settled_at=None)
                | Q(first_was_right__isnull=False, settled_at__isnull=False),
                name="quality_review_settled_whole",
            ),
        ]
