"""Decisions with the facts they were made on, so that each can be replayed."""

from django.db import models

from portal.kernel.ids import new_id


class StoredDecision(models.Model):
    """One answer of the policy: the rule, the facts as its JSON, the answer as its JSON, the two dates.

    Holds other providers' facts, so a provider's role never reads it; what a provider may see is stored with
    the row it was shown for.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    rule = models.TextField()
    version = models.TextField()
    subject_kind = models.TextField()
    subject = models.UUIDField()
    person = models.UUIDField(null=True)
    facts = models.JSONField()
    answer = models.JSONField()
    outcome = models.TextField()
    decided_on = models.DateField()
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "decided_at"], name="decision_subject")]
