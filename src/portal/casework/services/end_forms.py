"""A case's plan and amendments end with its assignment: nobody can amend them any more."""

from datetime import date
from uuid import UUID

from portal.casework.models import SignedForm
from portal.casework.plan.duties import settle_form
from portal.kernel.trail import note


def end_forms(case: UUID, ended_on: date) -> None:
    """End what is in force on `ended_on`, and withdraw what still waits for a signature. Written as the system."""
    live = (SignedForm.State.TO_SIGN, SignedForm.State.SIGNED)
    for form in SignedForm.objects.select_for_update().filter(case=case, state__in=live).defer("content"):
        if form.state == SignedForm.State.SIGNED:
            form.state = SignedForm.State.ENDED
            form.ended_on = max(ended_on, form.in_force_from or ended_on)
        else:
            form.state = SignedForm.State.WITHDRAWN
        form.version += 1
        form.save(update_fields=["state", "ended_on", "version"])
        settle_form(form)
        note("form-ended", subject_kind="signed-form", subject=form.pk, people=[form.person_id])
