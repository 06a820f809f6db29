"""What the addresses about Tickets name, and what is sent to them: answers on assignability of each provider."""

from typing import Any

from portal.kernel.ids import new_id
from portal.kernel.numbers import number_from
from portal.policy.assignability_facts import Provider
from portal.tickets.assignability import judge
from portal.tickets.models import AssignabilityCheck, AssignabilityFile
from tests.world import LONG_AGO, TODAY, World

ANSWERS = ("assignability-answer",)
FILES = ("assignability-rows",)
EXPORTS = ("assignability-rows-export",)
NAMES = (*ANSWERS, *FILES, *EXPORTS)


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
    return [number_from("AF", serial), "csv"] if name in EXPORTS else None
