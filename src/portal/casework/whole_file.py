"""Everything of a provider's file on one person, and whether it is whole (row D14). To open it is a look."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.contacts import contacts_of
from portal.casework.intakes import HandOffLine, IntakeLine, hand_offs_of, whole_intake
from portal.casework.models import SignedForm
from portal.casework.notes import GoalsTalk, NoteLine, goals_talks, last_notes
from portal.casework.plan.forms import FormRecord, lines, whole_plan
from portal.policy.core import Decision
from portal.policy.whole_file import FileFacts, file_complete
from portal.tickets.unassignments import UnassignmentRecord, number_of, unassignment

# A file of so many notes is made in seconds; an older note is read in the portal.
MOST_NOTES = 3000
_IN_FORCE = (SignedForm.State.SIGNED, SignedForm.State.ENDED)


class WholeFile(NamedTuple):
    """What a file holds. `left_out` counts the oldest notes that do not stand in it."""

    forms: list[FormRecord]
    intake: IntakeLine | None
    hand_offs: list[HandOffLine]
    talks: list[GoalsTalk]
    notes: list[NoteLine]
    left_out: int
    unassignment: UnassignmentRecord | None
    decision: Decision


def whole_file(case: UUID, on: date, *, most: int = MOST_NOTES) -> WholeFile:
    """The file of a case in the reader's scope; the number of queries does not grow with it."""
    forms = whole_plan(case)
    notes, left_out = last_notes(case, most)
    ended = number_of(case)
    return WholeFile(
        forms,
        whole_intake(case),
        hand_offs_of(case),
        goals_talks(case),
        notes,
        left_out,
        unassignment(ended) if ended else None,
        file_complete(_facts(case, forms), on),
    )


def _facts(case: UUID, forms: list[FormRecord]) -> FileFacts:
    """What is on record beside what the file holds: a form that the file does not have is missing in it."""
    signed = [one for one in lines(case) if one.state in _IN_FORCE]
    plans = [one.in_force_from for one in signed if one.kind == SignedForm.Kind.IWP]
    found = contacts_of([case]).get(case)
    return FileFacts(
        plans[0] if plans else None,
        frozenset(one.ordinal for one in signed if one.kind == SignedForm.Kind.AMENDMENT),
        frozenset(one.line.ordinal for one in forms if one.line.ordinal),
        found.facts if found else None,
    )
