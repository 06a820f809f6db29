"""A signed plan that came in on paper: put into the case's plan, for the provider to finish (rows L3, L4)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework import kinds
from portal.casework.models import Case, SignedForm
from portal.casework.results import NotAllowed
from portal.casework.services.notices import tell
from portal.casework.services.start_plan import FORM_VERSION, LIVE, not_startable
from portal.kernel import drafts_on_behalf
from portal.kernel.unit import as_system

# The part of a plan on paper, as its page keeps it.
PART = "paper"
CLOSED = "This case is closed. A new plan needs a new case."
GONE = "There is no such case."
_SUBJECT = "A signed plan came in on paper: {}"
_BODY = (
    "The mail room received a signed plan for your case {number} on {day:%m/%d/%Y} and put it into the case's plan. "
    "That day counts as the day it came in.\n\nOpen the plan, enter its parts from the paper, and finish it."
)


class TakenIn(NamedTuple):
    """The paper stands in the draft; `number` is the case's."""

    draft: UUID
    number: str


def take_paper_plan(*, case: UUID, file: str, received_on: date) -> TakenIn | NotAllowed:
    """Put the scan of a signed plan (by its number) into the provider's draft of the plan, begun where there is none.

    The provider enters the parts: the law asks for each of them, and who wrote the plan knows what they say.
    """
    row = Case.objects.select_for_update().filter(pk=case).first()
    if row is None or row.closed_on is not None:
        return NotAllowed(GONE if row is None else CLOSED)
    live = SignedForm.objects.filter(case=case, kind=SignedForm.Kind.IWP, state__in=LIVE).first()
    refused = not_startable(live, case)
    if refused is not None:
        return refused
    answers = {
        "way": [SignedForm.Way.PAPER.value],
        "received_on": [f"{received_on:%m/%d/%Y}"],
        "file": [file],
    }
    with as_system():
        draft = drafts_on_behalf.put_part(
            form=kinds.IWP,
            form_version=FORM_VERSION,
            organisation=row.organisation_id,
            person=row.person_id,
            subject=case,
            part=PART,
            answers=answers,
        )
        tell(
            row,
            key=f"plan-on-paper/{file}",
            subject=_SUBJECT.format(row.number),
            body=_BODY.format(number=row.number, day=received_on),
        )
    return TakenIn(draft, row.number)
