"""Requests that wait on 15 December, and some that were answered lately, at every size and seed."""

from typing import NamedTuple


class Waiting(NamedTuple):
    """The case of a scenario, on another person, asked for some days ago; `at_ssa`: referred since."""

    scenario: str
    days_ago: int
    at_ssa: bool = False


class Lately(NamedTuple):
    """The case of a scenario, on another person, asked for some days ago.

    `at_ssa`: the move by which Social Security has answered it. `corrected`: dollars of the month, as the record says
    by now.
    """

    scenario: str
    days_ago: int
    at_ssa: str = ""
    corrected: int | None = None


WAITING = (
    Waiting("after-it-left", 5),
    Waiting("agency-claimed-too", 4),
    Waiting("look-back", 10),
    Waiting("below-trial-work-level", 3),
    Waiting("class-changed", 6),
    Waiting("after-it-left", 20, at_ssa=True),
    Waiting("agency-claimed-too", 24, at_ssa=True),
    Waiting("class-changed", 13, at_ssa=True),
    Waiting("no-evidence", 7),
    Waiting("services-not-described", 12),
    Waiting("evidence-incomplete", 2),
)

LATELY = (
    # Paid with the run before the last; in the last one, which is not answered yet.
    Lately("first-milestone", 14),
    Lately("second-milestone", 10),
    Lately("class-changed", 27, at_ssa="approve-at-ssa"),
    Lately("after-it-left", 27, at_ssa="deny-at-ssa"),
    # Paid with the first run; the employer has corrected the month since.
    Lately("first-milestone", 21, corrected=900),
)
