"""Which duties plans and amendments cause: pure, from their state and dates; and the worklists that show them."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID

from portal.casework.kinds import PLAN_NOT_ENTERED, PLAN_TO_SIGN
from portal.casework.models import Signature, SignedForm
from portal.kernel.documents.words import EASTERN
from portal.kernel.duties import Due, settle
from portal.kernel.worklist import Worklist, declare
from portal.policy.roles import Permission
from portal.policy.tables.parameters import IN_FORCE
from portal.tickets.models import Assignment

FORM_KINDS = frozenset({PLAN_TO_SIGN, PLAN_NOT_ENTERED})

TO_SIGN = declare(
    Worklist(
        "plans-to-sign",
        "Plans and amendments that wait for a signature",
        Permission.READ_CASEWORK,
        (PLAN_TO_SIGN,),
        "No plan waits for a signature.",
    )
)
NOT_ENTERED = declare(
    Worklist(
        "plans-not-entered",
        "Signed plans whose Ticket is not assigned yet",
        Permission.READ_CASEWORK,
        (PLAN_NOT_ENTERED,),
        "Every signed plan's Ticket is assigned.",
    )
)


def form_duties(
    form: SignedForm, locked_on: date, signed_on: Collection[date], *, assigned: bool
) -> Iterator[Due]:
    """A form to be signed has to be signed, a signed plan has to be entered (14 days after the later signature)."""
    about = (form.pk, form.organisation_id, form.person_id)
    days = timedelta(days=IN_FORCE.late_entry_days)
    if form.state == SignedForm.State.TO_SIGN:
        yield Due(PLAN_TO_SIGN, *about, locked_on + days)
    elif form.state == SignedForm.State.SIGNED and form.kind == SignedForm.Kind.IWP and not assigned:
        yield Due(PLAN_NOT_ENTERED, *about, max(signed_on) + days)


def settle_form(form: SignedForm) -> None:
    """Make the form's open duties those of its state. Written as the system."""
    signed_on = Signature.objects.filter(signed_form=form).values_list("signed_on", flat=True)
    assigned = Assignment.objects.filter(pk=form.case_id).exists()
    locked_on = form.locked_at.astimezone(EASTERN).date()
    settle(form.pk, FORM_KINDS, form_duties(form, locked_on, list(signed_on), assigned=assigned))


def settle_forms(case: UUID) -> None:
    """The same for every form of a case, once its Ticket was assigned or the case has ended. Written as the system."""
    for form in SignedForm.objects.filter(case=case).defer("content"):
        settle_form(form)
