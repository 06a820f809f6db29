"""Payment runs: what is paid out together, one deposit a provider (rows E5, E10)."""

from django.db import models
from django.db.models import F, Q

from portal.kernel.ids import new_id
from portal.payments.models.award import Award
from portal.people.models import Organisation


class PaymentRun(models.Model):
    """One run (moves: payments/run_moves.py). Its lines change only while it is open (migration 0006)."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        PROPOSED = "proposed", "proposed for release"
        RELEASED = "released", "released, file being written"
        SENT = "sent", "sent to the Treasury"
        ACKNOWLEDGED = "acknowledged", "acknowledged"
        CANCELLED = "cancelled", "canceled"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    state = models.TextField(choices=State.choices, default=State.OPEN)
    version = models.IntegerField(default=0)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    released_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    file_sha256 = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["released", "sent", "acknowledged"]) | Q(released_on__isnull=False),
                name="run_released_on",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "acknowledged"])
                | (Q(sent_on__isnull=False) & ~Q(file_sha256="")),
                name="run_sent_with_file",
            ),
        ]
        indexes = [models.Index(fields=["-made_at", "id"], name="run_list")]


class RunStep(models.Model):
    """One move of a run."""

    id = models.UUIDField(primary_key=True, default=new_id)
    run = models.ForeignKey(PaymentRun, on_delete=models.RESTRICT, related_name="steps")
    from_state = models.TextField(blank=True)
    to_state = models.TextField()
    version = models.IntegerField()
    at = models.DateTimeField()
    by = models.TextField()
    by_name = models.TextField()
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["run", "version"], name="run_step")]


class Deposit(models.Model):
    """What one provider gets in a run: what it is owed, less what is kept back for recoveries.

    `place` is its line in the file. EIN and UEI are those of the day the run was made, so that its file can be written
    again as it was.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "not answered yet"
        PAID = "paid", "paid"
        RETURNED = "returned", "returned"
        CANCELLED = "cancelled", "canceled"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    run = models.ForeignKey(PaymentRun, on_delete=models.RESTRICT, related_name="deposits")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    place = models.IntegerField()
    ein = models.TextField()
    uei = models.TextField()
    claims = models.IntegerField()
    owed_cents = models.BigIntegerField()
    kept_cents = models.BigIntegerField(default=0)
    net_cents = models.BigIntegerField()
    state = models.TextField(choices=State.choices, default=State.PLANNED)
    answered_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    trace = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "organisation"], name="deposit_one_a_provider"),
            models.UniqueConstraint(fields=["run", "place"], name="deposit_place"),
            models.CheckConstraint(
                condition=Q(net_cents=F("owed_cents") - F("kept_cents"), kept_cents__gte=0, net_cents__gte=0)
                & Q(owed_cents__gt=0, claims__gt=0),
                name="deposit_amounts",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "returned"]) | Q(answered_on__isnull=False),
                name="deposit_answered_on",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-answered_on", "id"], name="deposit_org")]


class RunLine(models.Model):
    """One award in a deposit. `dropped`: the deposit came back or its run was canceled, and it can be paid anew."""

    id = models.UUIDField(primary_key=True, default=new_id)
    deposit = models.ForeignKey(Deposit, on_delete=models.RESTRICT, related_name="lines")
    run = models.ForeignKey(PaymentRun, on_delete=models.RESTRICT, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    award = models.ForeignKey(Award, on_delete=models.RESTRICT, related_name="lines")
    cents = models.BigIntegerField()
    dropped = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(dropped=False), name="run_line_paid_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="run_line_positive"),
        ]


class Recovery(models.Model):
    """What a provider was paid and has to give back (PAY-19): kept back of its next deposits."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    award = models.OneToOneField(Award, on_delete=models.RESTRICT, related_name="recovery")
    cents = models.BigIntegerField()
    cause = models.TextField()
    reason = models.TextField()
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    opened_by_name = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cents__gt=0), name="recovery_positive")]
        indexes = [models.Index(fields=["organisation", "opened_at", "id"], name="recovery_org")]


class KeptBack(models.Model):
    """What is kept back of a deposit for one recovery; together never more than the recovery (migration 0016)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    deposit = models.ForeignKey(Deposit, on_delete=models.RESTRICT, related_name="kept")
    run = models.ForeignKey(PaymentRun, on_delete=models.RESTRICT)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    recovery = models.ForeignKey(Recovery, on_delete=models.RESTRICT, related_name="kept")
    cents = models.BigIntegerField()
    dropped = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "recovery"], name="kept_back_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="kept_back_positive"),
        ]
