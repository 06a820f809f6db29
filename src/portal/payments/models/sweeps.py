"""Sweeps of posted earnings for payments nobody asked for (row K6): a run, whom it swept, its slices, what it found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.kernel.fields import MonthField
from portal.kernel.ids import new_id
from portal.kernel.models import StoredDecision
from portal.payments.models.request import PaymentRequest
from portal.people.models import Organisation
from portal.tickets.models import Assignment, Person


class Sweep(models.Model):
    """One run. `as_of` is the day as of which payments are looked for and claimed, `rules` the version of its law.

    First it is found whose Tickets are looked at, which makes the slices; then each slice is judged and its claims
    are made. `stepped_at` is when the worker last did something: a run that has not moved since has lost its jobs.
    """

    class State(models.TextChoices):
        RUNNING = "running", "running"
        STOPPED = "stopped", "stopped"
        DONE = "done", "done"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    state = models.TextField(choices=State.choices, default=State.RUNNING)
    as_of = models.DateField()
    rules = models.TextField()
    started_by = models.UUIDField()
    started_by_name = models.TextField()
    started_at = models.DateTimeField()
    found_at = models.DateTimeField(null=True)
    stepped_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    tickets_total = models.IntegerField(default=0)
    tickets_done = models.IntegerField(default=0)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="sweep_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="sweep_list")]


class SweepProvider(models.Model):
    """A provider with Tickets that could be looked at: whether it is swept, and the decision that says so."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sweep = models.ForeignKey(Sweep, on_delete=models.RESTRICT, related_name="providers")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    decision = models.ForeignKey(StoredDecision, on_delete=models.RESTRICT)
    swept = models.BooleanField()
    why = models.TextField(blank=True)
    tickets = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sweep", "organisation"], name="sweep_provider")]


class SweepSlice(models.Model):
    """Some Tickets of a run, by their assignments, done in one unit: one job, which may run twice."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sweep = models.ForeignKey(Sweep, on_delete=models.RESTRICT, related_name="slices")
    assignments = ArrayField(models.UUIDField())
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sweep"], name="sweep_slice_open", condition=Q(done_at=None))]


class SweepFinding(models.Model):
    """A payment that a run has found, what it did about it, and why where it made no claim."""

    class Became(models.TextChoices):
        CLAIMED = "claimed", "claimed"
        NOT_AVAILABLE = "not-available", "claimed as not available"
        ASKED_BEFORE = "asked-before", "asked for before"
        LEFT = "left", "left"

    id = models.UUIDField(primary_key=True, default=new_id)
    sweep = models.ForeignKey(Sweep, on_delete=models.RESTRICT, related_name="findings")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    assignment = models.ForeignKey(Assignment, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    asks = models.TextField(choices=PaymentRequest.Kind.choices)
    claim_month = MonthField()
    became = models.TextField(choices=Became.choices)
    why = models.TextField(blank=True)
    # What it has become; of what was asked for before, that request.
    request = models.ForeignKey(PaymentRequest, on_delete=models.RESTRICT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sweep", "assignment", "asks", "claim_month"], name="sweep_finding_once"
            ),
        ]
        indexes = [
            models.Index(fields=["sweep", "became", "id"], name="sweep_finding_list"),
            models.Index(fields=["request"], name="sweep_finding_request"),
        ]
