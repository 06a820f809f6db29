"""Beginning an amendment: of a plan in force, one at a time, one draft a case, whoever begins it (row D12)."""

from typing import Any
from uuid import UUID

from portal.casework import kinds
from portal.casework.models import Case, SignedForm
from portal.casework.results import NotAllowed, NotFound
from portal.casework.services.start_plan import FORM_VERSION, assigned
from portal.kernel import drafts
from portal.kernel.unit import current
from portal.policy.roles import Permission

Kind, State = SignedForm.Kind, SignedForm.State


def start_amendment(*, case: UUID, answers: dict[str, Any]) -> UUID | NotAllowed | NotFound:
    """The case's open draft of an amendment, begun now with these answers where there is none."""
    if not current().actor.may(Permission.WORK_CASEWORK):
        return NotAllowed("Your role does not include writing plans.")
    row = Case.objects.select_for_update().filter(pk=case, organisation=current().actor.organisation).first()
    if row is None:
        return NotFound()
    there = open_amendment(case)
    if there is not None:
        return there
    refused = not_amendable(row)
    if refused is not None:
        return refused
    begun = drafts.start(
        form=kinds.AMENDMENT,
        form_version=FORM_VERSION,
        person=row.person_id,
        subject=case,
        answers=answers,
    )
    return begun.id


def open_amendment(case: UUID) -> UUID | None:
    """The organisation's open draft of an amendment for the case."""
    return drafts.open_about(case).get(kinds.AMENDMENT)


def not_amendable(case: Case) -> NotAllowed | None:
    """Why the plan of this case cannot be amended now; None where it can."""
    if case.closed_on is not None:
        return NotAllowed(
            "This case is closed, and its plan has ended. An ended plan cannot be amended: a new assignment needs a"
            " new plan."
        )
    live = SignedForm.objects.filter(
        case=case, kind__in=(Kind.IWP, Kind.AMENDMENT), state__in=(State.TO_SIGN, State.SIGNED)
    ).values_list("kind", "state", "number")
    found = {(kind, state): number for kind, state, number in live}
    if (Kind.IWP, State.TO_SIGN) in found:
        return NotAllowed(
            f"Plan {found[Kind.IWP, State.TO_SIGN]} waits for signatures. Unlock it to change it: both then sign anew."
        )
    if (Kind.IWP, State.SIGNED) not in found:
        return NotAllowed(
            "No plan is in force in this case, so there is nothing to amend. Write the plan first."
        )
    if not assigned(case.pk):
        return NotAllowed(
            f"The Ticket is not assigned yet. Write a corrected plan: it takes the place of"
            f" {found[Kind.IWP, State.SIGNED]} when it is locked."
        )
    if (Kind.AMENDMENT, State.TO_SIGN) in found:
        return NotAllowed(
            f"Amendment {found[Kind.AMENDMENT, State.TO_SIGN]} waits for signatures. Have it signed, or unlock it to"
            " change it. A plan has one open amendment at a time."
        )
    return None
