"""Assigning a Ticket from a case's signed plan: the Ticket, the duties of the case, and the mail in one unit (D6)."""

from datetime import date
from uuid import UUID

from portal.casework.assigning import open_case, ready
from portal.casework.models import Case
from portal.casework.plan.duties import settle_forms
from portal.casework.services.notices import tell
from portal.casework.services.phase_basis import ask_for
from portal.casework.services.settle import settle_contacts
from portal.kernel.unit import as_system
from portal.tickets.results import Assigned, NotAssigned
from portal.tickets.services.assign import assign

NO_CASE = "This case is closed, or not your organization's."
NO_PLAN = "No plan of this case is locked and signed. Finish the plan and have both sign it first."
_SUBJECT = "A Ticket was assigned to your organization: case {case}"
_BODY = (
    "The Ticket of case {case} is assigned to your organization from {day}. Payments count from {base}.\n\n"
    "The portal shows when the next contact is due."
)


def assign_case(*, case: UUID, entered_on: date | None = None) -> Assigned | NotAssigned:
    """Assign the Ticket of an open case from its signed plan.

    `entered_on` is the day that counts as the entry: the receipt of a plan that Program Integrity reviewed; else the day
    on which a plan on paper came in; else today. Asked for twice, it is done once.
    """
    row, found = open_case(case), ready(case)
    if row is None:
        return NotAssigned(NO_CASE)
    if found is None or not found.signed:
        return NotAssigned(NO_PLAN)
    answer = assign(plan=found.plan, entered_on=entered_on or found.came_in_on)
    if isinstance(answer, Assigned):
        follow_up(row, answer)
    return answer


def follow_up(case: Case, done: Assigned) -> None:
    """What follows once the Ticket of a case is assigned: duties of forms and of contact, and the mail."""
    with as_system():
        settle_forms(case.pk)
        tell(
            case,
            key=f"assigned/{case.pk}",
            subject=_SUBJECT.format(case=case.number),
            body=_BODY.format(
                case=case.number, day=f"{done.assigned_on:%m/%d/%Y}", base=f"{done.payment_base_on:%m/%d/%Y}"
            ),
        )
    settle_contacts(case.pk)
    ask_for([case.pk])
