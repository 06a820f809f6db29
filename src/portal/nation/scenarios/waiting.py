"""Requests that wait on 15 December, at every size and seed, so that each persona finds work."""

from typing import NamedTuple


class Waiting(NamedTuple):
    """The case of a scenario, on another person, asked for some days ago; `at_ssa`: referred since."""

    scenario: str
    days_ago: int
    at_ssa: bool = False


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
