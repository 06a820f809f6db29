"""A Ticketholder's own account: whose record it is, and how that was proved (mission row L10)."""

from django.db import models
from django.db.models import Q

from portal.kernel.ids import new_id
from portal.people.models import Account, Organisation
from portal.tickets.models.person import Person


class HolderAccess(models.Model):
    """An account and the record it was invited to; bound once its person has proved to be the one of the record.

    The proof is the SSN, the birth date and a code that was given on another way than the e-mail. The code is
    computed from the row's key and kept as a hash alone (kernel.links). `organisation` is who invited: a provider,
    or the Program Manager's Beneficiary Support. Rows are ended, never changed away.
    """

    class State(models.TextChoices):
        INVITED = "invited", "invited, not proved yet"
        BOUND = "bound", "proved and open"
        STOPPED = "stopped", "stopped after wrong answers"
        WITHDRAWN = "withdrawn", "invitation taken back"
        ENDED = "ended", "ended"

    class Given(models.TextChoices):
        IN_PERSON = "in-person", "In person"
        TELEPHONE = "telephone", "On the telephone, at the number on file"
        MAIL = "mail", "By regular mail, to the address on file"

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="holder_accesses")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="accesses")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    state = models.TextField(choices=State.choices, default=State.INVITED)
    language = models.TextField(default="en")
    code_hash = models.BinaryField(max_length=32)
    code_given = models.TextField(choices=Given.choices)
    tries = models.IntegerField(default=0)
    invited_by = models.UUIDField()
    invited_by_name = models.TextField()
    invited_at = models.DateTimeField()
    # Real time, as of every link and code.
    expires_at = models.DateTimeField()
    proven_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by_name = models.TextField(blank=True)
    ended_why = models.TextField(blank=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state__in=["invited", "bound"]), name="holder_one_of_account"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="bound"), name="holder_one_account_a_person"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="invited"), name="holder_one_open_invitation"
            ),
            models.CheckConstraint(
                condition=~Q(state="bound") | Q(proven_on__isnull=False), name="holder_bound_is_proven"
            ),
        ]
        indexes = [models.Index(fields=["person", "-invited_at"], name="holder_access_person")]
