"""The payments ledger: double entry, append-only. The database refuses what does not balance."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.payments.models.award import Award
from portal.people.models import Organisation


class LedgerTransaction(models.Model):
    """One event of money. `key` makes posting the same event twice one transaction."""

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.TextField(unique=True)
    award = models.ForeignKey(Award, on_delete=models.RESTRICT, null=True, related_name="transactions")
    says = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.TextField()


class LedgerEntry(models.Model):
    """One line: debit positive, credit negative, in whole cents; the lines of a transaction sum to zero."""

    class Account(models.TextChoices):
        PROGRAM_COST = "program-cost", "program cost"
        PAYABLE = "payable", "payable to the provider"
        ON_THE_WAY = "on-the-way", "released, on the way to the provider"
        CASH = "cash", "paid out"
        RECEIVABLE = "receivable", "to be recovered from the provider"

    id = models.UUIDField(primary_key=True, default=new_id)
    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.RESTRICT, related_name="entries")
    account = models.TextField(choices=Account.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    cents = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(cents=0), name="ledger_entry_not_zero")]
        indexes = [models.Index(fields=["organisation", "account"], name="ledger_org_account")]
