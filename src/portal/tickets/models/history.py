"""What moved a Ticket, and the requests that took it out of assignment."""

from django.db import models
from django.db.models import F, Q

from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id
from portal.kernel.models import Submission
from portal.people.models import Organisation
from portal.tickets.models.person import Person
from portal.tickets.models.ticket import Assignment, Ticket


class TicketStep(models.Model):
    """One move of a Ticket (policy/ticket_moves.py). What its state was on a day follows from these rows alone.

    `organisation` is the provider that holds, takes or gives up the Ticket, whoever makes the move; None where
    nobody does. `ordinal` counts the Ticket's steps in the order in which they were entered.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.RESTRICT, related_name="steps")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT, null=True)
    ordinal = models.IntegerField()
    move = models.TextField()
    from_assignment_state = models.TextField(choices=Ticket.AssignmentState.choices)
    from_use_state = models.TextField(choices=Ticket.UseState.choices)
    to_assignment_state = models.TextField(choices=Ticket.AssignmentState.choices)
    to_use_state = models.TextField(choices=Ticket.UseState.choices)
    effective_on = models.DateField()
    entered_on = models.DateField()
    at = models.DateTimeField()
    by = models.TextField()
    by_name = models.TextField()
    by_account = models.UUIDField(null=True)
    cause = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "ordinal"], name="ticket_step_ordinal")]
        indexes = [
            models.Index(fields=["ticket", "effective_on", "ordinal"], name="ticket_step_history"),
            models.Index(fields=["entered_on"], name="ticket_step_entered"),
        ]


class Unassignment(models.Model):
    """A Ticket taken out of assignment: whose request, why, and the dates that follow (policy/unassignment.py).

    `requested_for` is the day that was asked for, `received_on` when a request on paper came in, `extended_until`
    the first day after the 90-day extension. A note is sealed under the provider's file key.
    """

    class Asker(models.TextChoices):
        PROVIDER = "provider", "the provider"
        HOLDER = "ticketholder", "the Ticketholder"
        AGENCY = "social-security", "Social Security"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    assignment = models.OneToOneField(Assignment, on_delete=models.RESTRICT, related_name="unassignment")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    asker = models.TextField(choices=Asker.choices)
    reason = models.TextField()
    note = SealedField(null=True)
    requested_for = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    form_complete = models.BooleanField(null=True)
    acted_on = models.DateField()
    effective_on = models.DateField()
    extended_until = models.DateField(null=True)
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.TextField()
    entered_at = models.DateTimeField()
    submission = models.ForeignKey(Submission, on_delete=models.RESTRICT, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(extended_until=None) | Q(extended_until__gt=F("effective_on")),
                name="unassignment_extension_forward",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-acted_on"], name="unassignment_list"),
            models.Index(
                fields=["extended_until"], name="unassignment_extended", condition=~Q(extended_until=None)
            ),
        ]
