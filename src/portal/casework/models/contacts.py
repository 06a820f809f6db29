"""Contacts with the Ticketholder. Facts are added, not changed: a corrected note supersedes the one before."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.casework.models.case import Case
from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile
from portal.people.models import Organisation
from portal.tickets.models import Person


class ContactNote(models.Model):
    """One contact or attempt (policy/contact.py). `ordinal` is its place among the day's contacts.

    `services` are kinds of service of the plan that were given; `import_key` is the note's name in the software it
    was brought in from.
    """

    class Method(models.TextChoices):
        MEETING = "meeting", "meeting"
        TELEPHONE = "telephone", "telephone call"
        EMAIL = "email", "personal e-mail"
        TEXT = "text", "personal text message"
        VOICEMAIL_FROM = "voicemail-from-ticketholder", "voicemail from the Ticketholder"
        VOICEMAIL_TO = "voicemail-to-ticketholder", "voicemail to the Ticketholder"
        VIDEO = "video", "video call or app"
        LETTER = "letter", "letter"

    class Source(models.TextChoices):
        TYPED = "typed", "typed in"
        IMPORT = "import", "brought in from a file"
        PAPER = "paper", "entered from paper"

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.RESTRICT, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    happened_on = models.DateField()
    ordinal = models.IntegerField(default=0)
    method = models.TextField(choices=Method.choices)
    two_way = models.BooleanField()
    no_more_contact = models.BooleanField(default=False)
    purpose = SealedField()
    content = SealedField(null=True)
    result = SealedField(null=True)
    services = ArrayField(models.TextField(), default=list)
    follow_up_on = models.DateField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.RESTRICT, null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.TextField()
    source = models.TextField(choices=Source.choices, default=Source.TYPED)
    import_key = models.TextField(null=True)
    superseded_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", on_delete=models.RESTRICT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "import_key"],
                condition=Q(superseded_at=None),
                name="contact_note_import_once",
            ),
            models.UniqueConstraint(
                fields=["case", "happened_on", "ordinal"],
                condition=Q(superseded_at=None),
                name="contact_note_ordinal",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-happened_on", "id"], name="contact_note_list"),
        ]


class GoalsDiscussion(models.Model):
    """The discussion with a Ticketholder who does not meet the goals: its four answers (policy/amendment.py)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.RESTRICT, related_name="goal_discussions")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    held_on = models.DateField()
    still_appropriate = models.BooleanField()
    more_services = models.BooleanField()
    new_goals = models.BooleanField()
    wants_to_work_toward_goals = models.BooleanField()
    said = SealedField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["case", "held_on"], name="goals_discussion_case")]
