"""Unlocking a form that not both have signed: it is withdrawn, and a draft begins with the same answers."""

from uuid import UUID

from portal.casework import kinds
from portal.casework.models import Case, SignedForm
from portal.casework.plan.duties import settle_form
from portal.casework.results import Changed, NotAllowed, NotFound
from portal.kernel import drafts
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.roles import Permission

_DRAFTED_AS = {
    SignedForm.Kind.IWP: kinds.IWP,
    SignedForm.Kind.AMENDMENT: kinds.AMENDMENT,
    SignedForm.Kind.SSA_1365: kinds.SSA_1365,
}


def unlock(*, form: UUID, version: int) -> UUID | Changed | NotAllowed | NotFound:
    """Withdraw the form and begin a draft with its answers; the new draft's ID. A signature given stays on record."""
    if not current().actor.may(Permission.WORK_CASEWORK):
        return NotAllowed("Your role does not include writing plans.")
    case = SignedForm.objects.filter(pk=form).values_list("case", flat=True).first()
    if case is None:
        return NotFound()
    # The case first, then its form: locking and unlocking take them in one order.
    Case.objects.select_for_update().get(pk=case)
    row = SignedForm.objects.select_for_update().get(pk=form)
    if row.state != SignedForm.State.TO_SIGN:
        return NotAllowed(
            f"{row.number} is {SignedForm.State(row.state).label}. What both have signed is amended, never changed."
        )
    if row.version != version:
        return Changed("Somebody", None)
    written = drafts.read(row.pk)
    if written is None:
        return NotAllowed("This form was not written here, so there are no answers to go on from.")
    with as_system():
        row.state = SignedForm.State.WITHDRAWN
        row.version += 1
        row.save(update_fields=["state", "version"])
        settle_form(row)
    note("form-unlocked", subject_kind="signed-form", subject=row.pk, people=[row.person_id])
    begun = drafts.start(
        form=_DRAFTED_AS[SignedForm.Kind(row.kind)],
        form_version=written.form_version,
        person=row.person_id,
        subject=row.case_id,
        answers=written.answers,
    )
    return begun.id
