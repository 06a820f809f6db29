"""Plans, amendments and State agency forms as signed, and who signed them."""

from django.db import models
from django.db.models import F, Q

from portal.casework.models.case import Case
from portal.kernel.fields import SealedField
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile, Submission
from portal.people.models import Organisation
from portal.tickets.models import Person


class SignedForm(models.Model):
    """A form locked for signing. What was locked never changes: a trigger refuses it to every role.

    `ordinal` is 0 for a plan and n for its nth amendment. `content` is sealed JSON in the shape of the policy's facts
    (`PlanFacts`, `AmendmentFacts`, or the SSA-1365's answers), `digest` its SHA-256 as it was signed. `received_on` is
    the day a plan on paper came in. While it is written it is a draft of the kernel with the case as its subject.
    """

    class Kind(models.TextChoices):
        IWP = "iwp", "Individual Work Plan"
        AMENDMENT = "amendment", "amendment"
        SSA_1365 = "ssa-1365", "State Agency Ticket Assignment Form"

    class Way(models.TextChoices):
        ONLINE = "online", "written and signed online"
        OWN_FORM = "own-form", "on the provider's own form"
        OUTSIDE_SERVICE = "outside-service", "signed with an outside service"
        PAPER = "paper", "on paper"

    class State(models.TextChoices):
        TO_SIGN = "to-sign", "waiting for signatures"
        SIGNED = "signed", "signed by both"
        WITHDRAWN = "withdrawn", "withdrawn"
        REPLACED = "replaced", "replaced"
        ENDED = "ended", "ended"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField(unique=True)
    kind = models.TextField(choices=Kind.choices)
    ordinal = models.IntegerField(default=0)
    way = models.TextField(choices=Way.choices)
    case = models.ForeignKey(Case, on_delete=models.RESTRICT, related_name="forms")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    content = SealedField()
    digest = models.BinaryField(max_length=32)
    terms_version = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.RESTRICT, null=True)
    submission = models.ForeignKey(Submission, on_delete=models.RESTRICT, null=True)
    state = models.TextField(choices=State.choices, default=State.TO_SIGN)
    locked_at = models.DateTimeField()
    locked_by = models.UUIDField(null=True)
    locked_by_name = models.TextField()
    received_on = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "ordinal"],
                condition=~Q(state__in=["withdrawn", "replaced"]),
                name="signed_form_once",
                violation_error_message="This form was already locked for signing.",
            ),
            models.CheckConstraint(
                condition=(Q(kind="amendment") & Q(ordinal__gt=0)) | (~Q(kind="amendment") & Q(ordinal=0)),
                name="signed_form_ordinal",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(in_force_from__isnull=False),
                name="signed_form_in_force_from",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("in_force_from")), name="signed_form_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "kind", "ordinal"], name="signed_form_case"),
            models.Index(
                fields=["organisation", "locked_at"], name="signed_form_to_sign", condition=Q(state="to-sign")
            ),
        ]


class Signature(models.Model):
    """One party's signature on a form, with the digest of what was signed: the database holds it to the form's own.

    `account` is who was signed in, None on paper; `file` the scanned page; `entered_by` who entered it on behalf.
    """

    class Party(models.TextChoices):
        HOLDER = "holder", "the Ticketholder"
        PROVIDER = "provider", "the provider's representative"

    id = models.UUIDField(primary_key=True, default=new_id)
    signed_form = models.ForeignKey(SignedForm, on_delete=models.RESTRICT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    party = models.TextField(choices=Party.choices)
    account = models.UUIDField(null=True)
    printed_name = SealedField()
    method = models.TextField()
    signed_on = models.DateField()
    at = models.DateTimeField()
    address = models.TextField(blank=True)
    browser = models.TextField(blank=True)
    digest = models.BinaryField(max_length=32)
    file = models.ForeignKey(StoredFile, on_delete=models.RESTRICT, null=True)
    entered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signed_form", "party"],
                name="signature_once",
                violation_error_message="This was already signed.",
            )
        ]


class PlanCopy(models.Model):
    """A copy of a signed form was given to the Ticketholder, in a way that person can use (20 CFR 411.465(a)(10))."""

    class Way(models.TextChoices):
        PAPER = "paper", "on paper"
        EMAIL = "email", "by e-mail"
        PORTAL = "portal", "in the portal"
        LARGE_PRINT = "large-print", "in large print"
        BRAILLE = "braille", "in Braille"
        AUDIO = "audio", "as audio"
        OTHER = "other", "in another way"

    id = models.UUIDField(primary_key=True, default=new_id)
    signed_form = models.ForeignKey(SignedForm, on_delete=models.RESTRICT, related_name="copies")
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT)
    given_on = models.DateField()
    way = models.TextField(choices=Way.choices)
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.TextField()
    recorded_at = models.DateTimeField()
