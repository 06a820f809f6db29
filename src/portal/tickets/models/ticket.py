"""The Ticket, who held it, and what ended it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from portal.kernel.fields import MonthField
from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.tickets.models.person import Person


class _Days(Func):
    function = "daterange"


class Ticket(models.Model):
    """One Ticket of a person. The two states are columns; SSA's wording is derived from them."""

    class AssignmentState(models.TextChoices):
        NONE = "none", "not assigned"
        EN = "EN", "assigned to an EN"
        VREN = "VREN", "assigned to a State VR agency as EN"
        COST_REIMBURSEMENT = "cost-reimbursement", "State VR case open"

    class UseState(models.TextChoices):
        IN_USE = "in-use", "in use"
        EXTENDED = "extended", "in use, extended"
        INACTIVE = "inactive", "inactive"
        FAILED_PROGRESS = "failed-progress", "failed progress review"
        NOT_IN_USE = "not-in-use", "not in use"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="tickets")
    sequence = models.IntegerField(default=1)
    assignment_state = models.TextField(choices=AssignmentState.choices, default=AssignmentState.NONE)
    use_state = models.TextField(choices=UseState.choices, default=UseState.NOT_IN_USE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "sequence"], name="ticket_sequence")]
        indexes = [models.Index(fields=["id"], name="ticket_extended", condition=Q(use_state="extended"))]


class Assignment(models.Model):
    """A provider held the Ticket in [assigned_on, ended_on); payments run from `payment_base_on` (PAY-15)."""

    class System(models.TextChoices):
        OUTCOME_MILESTONE = "outcome-milestone", "Milestone/Outcome"
        OUTCOME = "outcome", "Outcome"
        COST_REIMBURSEMENT = "cost-reimbursement", "Cost reimbursement"

    id = models.UUIDField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.RESTRICT, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    system = models.TextField(choices=System.choices)
    provider_signed_on = models.DateField()
    holder_signed_on = models.DateField()
    entered_on = models.DateField()
    assigned_on = models.DateField()
    payment_base_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="assignment_one_holder",
                expressions=[
                    ("ticket", RangeOperators.EQUAL),
                    (_Days(F("assigned_on"), F("ended_on")), RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at=None),
                violation_error_message="Another provider holds this Ticket in that time.",
            ),
        ]
        # A page of the list and its count read nothing else.
        indexes = [
            models.Index(
                fields=["organisation", "-assigned_on", "id"],
                include=["ended_on"],
                condition=Q(superseded_at=None),
                name="assignment_list",
            ),
            models.Index(
                fields=["ended_on"],
                condition=Q(superseded_at=None, ended_on__isnull=False),
                name="assignment_ended",
            ),
        ]


class Termination(models.Model):
    """The Ticket terminated in `month`: no payment for this month or later (PAY-18)."""

    class Cause(models.TextChoices):
        DEATH = "death", "death"
        MEDICAL_CESSATION = "medical-cessation", "medical cessation"
        RETIREMENT_AGE = "retirement-age", "full retirement age"
        AGE_65 = "age-65", "age 65"
        OUTCOME_PERIOD_COMPLETE = "outcome-period-complete", "outcome period complete"
        OTHER = "other", "another reason"

    id = models.UUIDField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.RESTRICT, related_name="terminations")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    month = MonthField()
    cause = models.TextField(choices=Cause.choices)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)


class VrClosure(models.Model):
    """A State VR agency closed a case of this person; a successful one may exclude Phase 1 (PAY-09)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="vr_closures")
    closed_on = models.DateField()
    successful = models.BooleanField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)


class VrCase(models.Model):
    """A cost-reimbursement case of a State VR agency, with the months it has claimed for (PAY-22).

    `ipe_signed_on` is the day the Individualized Plan for Employment was signed by both; `employed` says how the
    case was closed.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="vr_cases")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    ipe_signed_on = models.DateField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    employed = models.BooleanField(null=True)
    claimed_from = MonthField(null=True)
    claimed_until = MonthField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-opened_on"], name="vr_case_list")]
