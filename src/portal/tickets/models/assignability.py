"""Questions a provider asked: can this person's Ticket be assigned to us today? (row D1)"""

from django.db import models

from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.tickets.models.person import Person


class AssignabilityFile(models.Model):
    """A file of Social Security numbers that was judged row by row. Of the file itself nothing is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    file_name = models.TextField()
    rows = models.IntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="assignability_file_list")]


class AssignabilityCheck(models.Model):
    """One answer as the provider was shown it. The number that was asked about is not kept.

    `person` is None where nobody with that number has a Ticket. `line`, `reference` and `problems` are a file's row,
    with the provider's own name for it and why it could not be judged.
    """

    class Verdict(models.TextChoices):
        ASSIGNABLE = "assignable", "can be assigned"
        NOT_NOW = "not-now", "cannot be assigned now"
        ASK = "ask", "something is missing"
        REFER = "refer", "a person has to decide"
        NOT_JUDGED = "not-judged", "not judged"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, null=True)
    file = models.ForeignKey(AssignabilityFile, on_delete=models.RESTRICT, null=True, related_name="checks")
    line = models.IntegerField(null=True)
    reference = models.TextField(blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.TextField()
    verdict = models.TextField(choices=Verdict.choices)
    shown = models.JSONField(null=True)
    problems = models.JSONField(default=list)
    decision = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="assignability_line")]
        indexes = [
            models.Index(
                fields=["organisation", "-at"],
                name="assignability_list",
                condition=models.Q(file=None),
            )
        ]
