"""Quality control of determinations: which are drawn, who reviews one, and what a review comes to (row E6)."""

import hashlib
from typing import NamedTuple

from portal.policy.core import Decision, State, Test, check, decide

RULE = "quality-review"
VERSION = "2025-12"
_PLAN = "Quality plan of the payment desk; Program Operations: quality control of EN payments"
_EITHER = (State.HELD, State.FAILED)

SECOND_PERSON = Test(
    "reviewed-by-another-person",
    "E6",
    _PLAN,
    "Somebody else than the reviewer made the determination.",
    "Leave this one to a colleague.",
    states=_EITHER,
)
OPEN = Test(
    "not-reviewed-yet",
    "E6",
    _PLAN,
    "The determination has not been reviewed yet.",
    "Read what the review came to.",
    states=_EITHER,
)
TESTS = (SECOND_PERSON, OPEN)


class Answered(NamedTuple):
    """What somebody would do with a request: "approve", "deny" (with a code), or leave it undecided."""

    determined: str
    denial_code: str = ""


def drawn(subject: str, seed: str, rate: float) -> bool:
    """Is `subject` in the sample? A hash of seed and subject, read as a fraction of 1, lies below the rate."""
    number = int.from_bytes(hashlib.sha256(f"{seed}/{subject}".encode()).digest()[:8])
    return number < rate * 2**64


def may_review(decided_by: str, reviewer: str, *, reviewed: bool) -> Decision:
    """May this person review the determination? Who made it does not; a review is made once."""
    return decide(RULE, VERSION, (check(SECOND_PERSON, decided_by != reviewer), check(OPEN, not reviewed)))


def agrees(first: Answered, second: Answered) -> bool:
    """Do both come to the same: the same decision, and a denial for the same reason?"""
    return first == second


def percent(part: int, whole: int) -> int | None:
    """A share in whole percent, rounded to the nearest; None where there is nothing to share."""
    return None if whole == 0 else (200 * part + whole) // (2 * whole)


def more_than(part: int, whole: int, figure: int) -> bool | None:
    """Is the share above `figure` percent, by the counts and not as rounded? None where nothing is shared."""
    return None if whole == 0 else 100 * part > figure * whole
