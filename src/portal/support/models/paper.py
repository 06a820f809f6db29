"""The mail room: what came in on paper, indexed and entered on behalf (row L3)."""

from django.db import models
from django.db.models import Q

from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile
from portal.people.models import Organisation
from portal.tickets.models import Person


class PaperItem(models.Model):
    """One faxed or mailed paper. Its day of receipt counts, whenever it is entered.

    `organisation` and `person` are None until it is indexed; `case` is the provider's file it belongs to, and
    `entered_as` the number of what was made from it.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", "Individual Work Plan"
        AMENDMENT = "amendment", "amendment"
        SSA_1365 = "ssa-1365", "State Agency Ticket Assignment Form"
        UNASSIGNMENT = "unassignment", "request to take the Ticket back"
        NOTE = "note", "case note"
        OTHER = "other", "something else"

    class Channel(models.TextChoices):
        FAX = "fax", "fax"
        MAIL = "mail", "mail"
        EMAIL = "email", "e-mail"

    class State(models.TextChoices):
        RECEIVED = "received", "received"
        INDEXED = "indexed", "indexed"
        ENTERED = "entered", "entered"
        SENT_BACK = "sent-back", "sent back"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT, null=True)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, null=True)
    case = models.UUIDField(null=True)
    kind = models.TextField(choices=Kind.choices)
    channel = models.TextField(choices=Channel.choices)
    received_on = models.DateField()
    pages = models.IntegerField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.RESTRICT, null=True)
    note = SealedField(null=True)
    state = models.TextField(choices=State.choices, default=State.RECEIVED)
    entered_as = models.TextField(blank=True)
    recorded_by = models.UUIDField()
    recorded_by_name = models.TextField()
    recorded_at = models.DateTimeField()
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.TextField(blank=True)
    entered_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["indexed", "entered"])
                | Q(organisation__isnull=False, person__isnull=False),
                name="paper_indexed_names_both",
            ),
            models.CheckConstraint(
                condition=~Q(state="entered") | ~Q(entered_as=""), name="paper_entered_as_something"
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_on", "id"],
                name="paper_to_enter",
                condition=Q(state__in=["received", "indexed"]),
            ),
            models.Index(fields=["organisation", "-received_on"], name="paper_org"),
        ]
