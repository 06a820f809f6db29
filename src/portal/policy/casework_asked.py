"""What of casework can be decided from facts written by hand: what is asked, and who answers (`portal decide`)."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from portal.policy.assignability import assignable
from portal.policy.assignability_facts import AssignabilityFacts, Provider
from portal.policy.assignment import EntryFacts, enter
from portal.policy.contact import ContactFacts, judge_contact
from portal.policy.contact_phase import PHASE_1
from portal.policy.core import Decision, Json, Month
from portal.policy.declared import declared
from portal.policy.election import Election, change
from portal.policy.reading import FactsError, Kind, read_whole, titled
from portal.policy.unassignment import UnassignmentFacts, unassign
from portal.policy.validity import ValidityFacts, valid


class _Assignability(NamedTuple):
    """May the Ticket be assigned to this provider on the day?"""

    on: date
    person: AssignabilityFacts
    provider: Provider


class _Assignment(NamedTuple):
    """May the assignment be entered on the day?"""

    on: date
    plan: EntryFacts


class _Unassignment(NamedTuple):
    """May the Ticket be taken out of assignment by a request acted on that day?"""

    on: date
    request: UnassignmentFacts


class _Validity(NamedTuple):
    """Is the Ticket valid in the month?"""

    month: Month
    record: ValidityFacts


class _Contact(NamedTuple):
    """Is contact with the Ticketholder kept, on the day?"""

    on: date
    contact: ContactFacts


class _Election(NamedTuple):
    """May a provider with these elections change its payment system by this notice?"""

    elections: tuple[Election, ...]
    notice: Election


def _contact(asked: _Contact) -> Decision:
    for place, one in enumerate(asked.contact.phase.milestones):
        if one.kind not in PHASE_1:
            raise FactsError(f"contact.phase.milestones[{place}].kind: must be one of {', '.join(PHASE_1)}")
    return judge_contact(asked.contact, asked.on)


class Asked(NamedTuple):
    """A question, as JSON and answered."""

    about: str
    kind: Kind
    answer: Callable[[Any], Decision]

    def schema(self) -> dict[str, Json]:
        """The JSON Schema of the facts."""
        return titled(self.kind, self.about)

    def decide(self, value: object) -> Decision:
        """Raises FactsError, a sentence that names the field, for facts that cannot be read."""
        return self.answer(read_whole(self.kind, value))


ASKED: dict[str, Asked] = {
    "assignability": Asked(
        "Facts of assignability",
        declared(_Assignability),
        lambda asked: assignable(asked.person, asked.provider, asked.on),
    ),
    "assignment": Asked(
        "Facts of the entry of an assignment",
        declared(_Assignment),
        lambda asked: enter(asked.plan, asked.on),
    ),
    "unassignment": Asked(
        "Facts of an unassignment", declared(_Unassignment), lambda asked: unassign(asked.request, asked.on)
    ),
    "validity": Asked(
        "Facts of a Ticket's validity", declared(_Validity), lambda asked: valid(asked.record, asked.month)
    ),
    "contact": Asked("Facts of contact with a Ticketholder", declared(_Contact), _contact),
    "election": Asked(
        "Facts of a change of the payment system",
        declared(_Election),
        lambda asked: change(asked.elections, asked.notice),
    ),
}
