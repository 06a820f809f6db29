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

    `organisation`, `person` and `case` (the provider's file it belongs to) are None until it is indexed. Scan and
    `note` are sealed under a key of the paper's own until then, under the case's after. `sender` is what one reads to
    find a paper again that cannot be indexed: a provider or a fax number, nobody's name. `draft` is what was typed from
    a form so far, `entered_as` the number of what was made from it.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", "Individual Work Plan"
        AMENDMENT = "amendment", "amendment"
        SSA_1365 = "ssa-1365", "State Agency Ticket Assignment Form"
        UNASSIGNMENT = "unassignment", "request to take the Ticket back"
        NOTE = "note", "case note"
        EVIDENCE = "evidence", "evidence of earnings"
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
        KEPT = "kept", "kept, nothing to enter"

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
    sender = models.TextField(blank=True)
    note = SealedField(null=True)
    state = models.TextField(choices=State.choices, default=State.RECEIVED)
    draft = models.UUIDField(null=True, unique=True)
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
                | Q(organisation__isnull=False, person__isnull=False, case__isnull=False),
                name="paper_indexed_names_all",
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
            models.Index(fields=["-received_on", "id"], name="paper_register"),
            models.Index(fields=["case"], name="paper_case"),
        ]


class PaperStep(models.Model):
    """One step of a paper (moves: support/moves.py). `reason` is read by colleagues, and where it was sent back by
    the sender: nobody's name stands in it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    paper = models.ForeignKey(PaperItem, on_delete=models.RESTRICT, related_name="steps")
    move = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()
    reason = models.TextField(blank=True)
    version = models.IntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.TextField()
    by_name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "version"], name="paper_step_once")]
