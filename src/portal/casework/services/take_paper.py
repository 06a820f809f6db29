"""A signed plan or amendment on paper: put into what the case has in the making, for the provider to finish (L3, L4)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework import kinds
from portal.casework.models import Case, SignedForm
from portal.casework.results import NotAllowed
from portal.casework.services.notices import tell
from portal.casework.services.start_amendment import not_amendable
from portal.casework.services.start_plan import FORM_VERSION, LIVE, not_startable
from portal.kernel import drafts_on_behalf
from portal.kernel.unit import as_system

Kind = SignedForm.Kind
# The part of a plan on paper, as its page keeps it.
PART = "paper"
CLOSED = "This case is closed. A new plan needs a new case."
GONE = "There is no such case."
_FORMS = {Kind.IWP: kinds.IWP, Kind.AMENDMENT: kinds.AMENDMENT}
_NOUNS = {Kind.IWP: "plan", Kind.AMENDMENT: "amendment"}
_SUBJECT = "A signed {noun} came in on paper: {number}"
_BODY = (
    "The mail room received a signed {noun} for your case {number} on {day:%m/%d/%Y} and put it where the case's "
    "{noun} is written. That day counts as the day it came in.\n\nOpen the {noun}, enter its parts from the paper, and "
    "finish it."
)


class TakenIn(NamedTuple):
    """The paper stands in the draft; `number` is the case's."""

    draft: UUID
    number: str


def take_paper_form(*, case: UUID, kind: Kind, file: str, received_on: date) -> TakenIn | NotAllowed:
    """Put the scan of a signed form (by its number) into the provider's draft of it, begun where there is none.

    The provider enters the parts: the law asks for each of them, and who wrote the plan knows what they say.
    """
    row = Case.objects.select_for_update().filter(pk=case).first()
    if row is None or row.closed_on is not None:
        return NotAllowed(GONE if row is None else CLOSED)
    refused = _unstartable(row, kind)
    if refused is not None:
        return refused
    answers = {
        "way": [SignedForm.Way.PAPER.value],
        "received_on": [f"{received_on:%m/%d/%Y}"],
        "file": [file],
    }
    with as_system():
        draft = drafts_on_behalf.put_part(
            form=_FORMS[kind],
            form_version=FORM_VERSION,
            organisation=row.organisation_id,
            person=row.person_id,
            subject=case,
            part=PART,
            answers=answers,
        )
        tell(
            row,
            key=f"form-on-paper/{file}",
            subject=_SUBJECT.format(noun=_NOUNS[kind], number=row.number),
            body=_BODY.format(noun=_NOUNS[kind], number=row.number, day=received_on),
        )
    return TakenIn(draft, row.number)


def _unstartable(case: Case, kind: Kind) -> NotAllowed | None:
    """Why nothing of this kind can be in the making now; None where it can."""
    if kind == Kind.AMENDMENT:
        return not_amendable(case)
    live = SignedForm.objects.filter(case=case, kind=Kind.IWP, state__in=LIVE).first()
    return not_startable(live, case.pk)
