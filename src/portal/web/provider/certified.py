"""Which certification of services a claim after the unassignment rests on, or that it asks for one (PAY-16; row C9)."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from portal.casework.cases import numbers_of
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest
from portal.web.provider.asked_on import AFTER_UNASSIGNMENT, Answer
from portal.web.ui import formats


class Covered(NamedTuple):
    """A month with the certification that names it; `url` is empty for who may not open it."""

    month: str
    number: str
    url: str


class Resting(NamedTuple):
    """What claims after the unassignment rest on, and the months that still need a certification."""

    covered: tuple[Covered, ...]
    needed: str
    certify: str


def resting(request: WorkRequest, assignment: UUID, answers: Iterable[Answer]) -> Resting | None:
    """None where no claim is for a month after the unassignment. One query where a certification is needed."""
    checks = [
        check
        for answer in answers
        for check in answer["checks"]
        if check["name"] == AFTER_UNASSIGNMENT and "unassigned_on" in check["facts"]
    ]
    if not checks:
        return None
    reads = request.actor.may(Permission.READ_CASEWORK)
    named = {
        check["facts"]["month"]: check["facts"]["certification"]
        for check in checks
        if "certification" in check["facts"]
    }
    covered = tuple(
        Covered(formats.month(month), number, of_number("certification", number) if reads else "")
        for month, number in sorted(named.items())
    )
    needed = sorted({check["facts"]["month"] for check in checks if check["state"] == "unknown"})
    case = numbers_of([assignment]).get(assignment) if needed and reads else None
    return Resting(
        covered,
        ", ".join(formats.month(month) for month in needed),
        of_number("certifications", case) if case else "",
    )
