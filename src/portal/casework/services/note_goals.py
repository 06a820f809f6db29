"""Writing down the talk about goals that are not met (row D11)."""

from datetime import date
from uuid import UUID

from portal.casework.contacts import contacts_of
from portal.casework.models import Case, GoalsDiscussion
from portal.casework.results import NotFound
from portal.casework.sealing import seal
from portal.casework.services.note_contact import NOT_ASSIGNED, NotNoted
from portal.casework.services.settle import settle_contacts
from portal.kernel.ids import new_id
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.policy.amendment import Discussion, Follows, goals_not_met, what_follows
from portal.policy.core import Outcome
from portal.policy.dates import within

NOT_THEN = "The Ticket was not assigned to you on that day. Correct the date."
STILL_TO_COME = "This day is still to come. Write the talk down when it was held."


def note_goals(*, case: UUID, held_on: date, answers: Discussion, said: str) -> Follows | NotNoted | NotFound:
    """Keep the four answers and what was said; gives what follows from them. Locks the case."""
    unit = current()
    row = Case.objects.select_for_update().filter(pk=case).first()
    if row is None or unit.actor.account is None:
        return NotFound()
    found = contacts_of([case]).get(case)
    if found is None:
        return NotNoted((("", NOT_ASSIGNED),))
    problems = [] if held_on <= unit.on else [("held_on", STILL_TO_COME)]
    if not within(found.facts.phase.assigned_on, found.facts.unassigned_on, held_on):
        problems.append(("held_on", NOT_THEN))
    decision = goals_not_met(answers)
    if decision.outcome is not Outcome.GRANT:
        problems.append(("", decision.told))
    follows = what_follows(answers)
    if problems or follows is None:
        return NotNoted(tuple(problems))
    talk = GoalsDiscussion(
        id=new_id(),
        case=row,
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        held_on=held_on,
        **answers._asdict(),
        recorded_at=unit.at,
        recorded_by=unit.actor.account,
        recorded_by_name=unit.actor.name,
    )
    talk.said = seal(talk, "said", said)
    talk.save(force_insert=True)
    note(
        "goals-discussed",
        subject_kind="case",
        subject=case,
        people=[row.person_id],
        detail={"follows": follows.name.lower()},
    )
    settle_contacts(case)
    return follows
