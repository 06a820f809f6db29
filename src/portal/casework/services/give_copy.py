"""A copy of what was signed was given to the Ticketholder: when, and in which way."""

from datetime import date
from uuid import UUID

from portal.casework.models import PlanCopy, Signature, SignedForm
from portal.casework.results import NotAllowed, NotFound
from portal.kernel.documents.words import long_date
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.policy.roles import Permission


def give_copy(*, form: UUID, given_on: date, way: str) -> PlanCopy | NotAllowed | NotFound:
    """Write down that a copy was given. It cannot be earlier than the later signature, or in the future."""
    unit = current()
    row = SignedForm.objects.filter(pk=form).first()
    if row is None:
        return NotFound()
    if not unit.actor.may(Permission.WORK_CASEWORK):
        return NotAllowed("Your role does not include casework.")
    if row.in_force_from is None:
        return NotAllowed(f"{row.number} is not signed by both yet. Give the copy when it is.")
    signed_on = max(Signature.objects.filter(signed_form=row).values_list("signed_on", flat=True))
    if not signed_on <= given_on <= unit.on:
        return NotAllowed(
            f"The last signature is of {long_date(signed_on)}. A copy is given on that day or later, and not in the"
            " future. Correct the date."
        )
    copy = PlanCopy(
        signed_form=row,
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        given_on=given_on,
        way=PlanCopy.Way(way),
        recorded_by=unit.actor.account,
        recorded_by_name=unit.actor.name,
        recorded_at=unit.at,
    )
    copy.save(force_insert=True)
    note(
        "copy-given", subject_kind="signed-form", subject=row.pk, people=[row.person_id], detail={"way": way}
    )
    return copy
