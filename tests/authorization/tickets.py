"""What the addresses about Tickets name, and what is sent to them: answers on assignability of each provider."""

from typing import Any

from portal.kernel.ids import new_id
from portal.kernel.numbers import number_from
from portal.policy.assignability_facts import Provider
from portal.tickets.assignability import judge
from portal.tickets.models import AssignabilityCheck, AssignabilityFile, Assignment, Unassignment
from tests.world import LONG_AGO, TODAY, World

ANSWERS = ("assignability-answer",)
FILES = ("assignability-rows",)
EXPORTS = ("assignability-rows-export",)
OF_STAFF = (
    *("staff-ticket", "staff-ticket-progress", "staff-ticket-earnings", "staff-ticket-terminate"),
    *("staff-ticket-make-inactive", "staff-ticket-make-active"),
)
UNASSIGNED = ("unassignment", "unassignment-pdf")


def enter_answers(world: World, organisation: Any, serial: int) -> None:
    """An answer on one person and one on a file's row, about nobody."""
    about = {
        "organisation": organisation,
        "on": TODAY,
        "at": LONG_AGO,
        "by": new_id(),
        "by_name": "Somebody",
    }
    file = world.add(
        AssignabilityFile(number=number_from("AF", serial), file_name="people.csv", rows=1, **about)
    )
    shown = judge(None, Provider(organisation.number, "EN", ()), TODAY).shown
    single = {"number": number_from("AC", serial), "verdict": "not-now", "shown": shown}
    world.add(AssignabilityCheck(**single, **about))
    of_file = {"number": number_from("AC", 1000 + serial), "file": file, "line": 2}
    world.add(AssignabilityCheck(**of_file, verdict="not-now", shown=shown, **about))


def enter_unassignment(world: World, assignment: Assignment, serial: int) -> None:
    """The request that took this Ticket out of assignment."""
    world.add(
        Unassignment(
            number=number_from("UN", serial),
            assignment=assignment,
            organisation_id=assignment.organisation_id,
            person_id=assignment.person_id,
            asker="provider",
            reason="moved",
            acted_on=assignment.ended_on,
            effective_on=assignment.ended_on,
            entered_by_name="Somebody",
            entered_at=LONG_AGO,
        )
    )


def serial_of(role: str, relation: str) -> int:
    """The other EN's where the relation is `other`; else one's own."""
    return 3 if relation == "other" else 2 if role.startswith("svra") else 1


def arguments(name: str, role: str, relation: str) -> list[str] | None:
    """What stands in the address; None where it is not about Tickets."""
    serial = serial_of(role, relation)
    if name in ANSWERS:
        return [number_from("AC", serial)]
    if name in FILES:
        return [number_from("AF", serial)]
    if name in UNASSIGNED:
        return [number_from("UN", serial)]
    return [number_from("AF", serial), "csv"] if name in EXPORTS else None


def sent(name: str, person_number: str) -> dict[str, str] | None:
    """What staff send who have a Ticketholder's letter, or a record of Social Security."""
    asked = {"requested_on": "12/12/2025", "cause": "A letter."}
    return {
        "staff-tickets": {"wanted": person_number},
        "staff-ticket-make-inactive": asked,
        "staff-ticket-make-active": asked,
        "staff-ticket-terminate": {"month": "12/2025", "cause": "medical-cessation"},
    }.get(name)
