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


class VrCase(models.Model):
    """A cost-reimbursement case of a State VR agency as it was from one recording to the next; one row is current.

    A closing, its correction and the change to an assignment each supersede the row before; `by_name` recorded this
    one. `case` is the agency's file it was opened from, `ipe_signed_on` the day the Individualized Plan for
    Employment was signed by both, `employed` how the case was closed, `changed_on` the assignment date that replaced
    it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="vr_cases")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    case = models.UUIDField(null=True)
    ipe_signed_on = models.DateField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    employed = models.BooleanField(null=True)
    changed_on = models.DateField(null=True)
    by_name = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(superseded_at=None), name="vr_case_one_current"
            ),
            ExclusionConstraint(
                name="vr_case_one_open",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (_Days(F("opened_on"), F("closed_on")), RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at=None),
                violation_error_message="A cost-reimbursement case is open for this person in that time.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, employed=None) | Q(closed_on__gte=F("opened_on")),
                name="vr_case_forward",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-opened_on"], name="vr_case_list"),
            models.Index(fields=["number"], name="vr_case_number"),
        ]


class VrClosure(models.Model):
    """A State VR agency closed a case of this person; a successful one may exclude Phase 1 (PAY-09).

    `vr_case` is the row that says so, where the case is one of the portal's own.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="vr_closures")
    vr_case = models.ForeignKey(VrCase, on_delete=models.RESTRICT, null=True, related_name="closures")
    closed_on = models.DateField()
    successful = models.BooleanField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
