"""Files of contact notes out of other software: judged and brought in row by row (row J2)."""

from django.db import models
from django.db.models import Q

from portal.casework.models.contacts import ContactNote
from portal.kernel.sent_files.tables import SealedRow, SentFile
from portal.people.models import Organisation
from portal.tickets.models import Person


class NoteFile(SentFile):
    """A file of notes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-sent_at"], name="note_file_list")]


class NoteRow(SealedRow):
    """One row of it, and the note it has become."""

    file = models.ForeignKey(NoteFile, on_delete=models.RESTRICT, related_name="rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, null=True)
    note = models.ForeignKey(ContactNote, on_delete=models.RESTRICT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="note_row_line")]
        indexes = [models.Index(fields=["file", "line"], name="note_row_waiting", condition=Q(became=""))]
