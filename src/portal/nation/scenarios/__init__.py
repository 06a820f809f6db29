"""Hand-written cases beside the random ones: each outcome and each denial code, to be asked for today.

A scenario says what is on record and what a clerk asks for; the rules, not these files, give the answer.
Tests hold the two together. A Ticket's number follows from its place in the list.
"""

from dataclasses import replace

from portal.nation.cast import THREE_RIVERS
from portal.nation.scenarios.open import ASKED, REFERRED
from portal.nation.scenarios.payable import PAYABLE
from portal.nation.scenarios.refused import REFUSED
from portal.nation.scenarios.waiting import LATELY, WAITING, Lately, Waiting
from portal.nation.scenarios.words import Scenario

# The State VR agency of the scenarios that have one.
AGENCY = THREE_RIVERS
SCENARIOS: tuple[Scenario, ...] = tuple(
    replace(scenario, serial=serial)
    for serial, scenario in enumerate((*PAYABLE, *REFUSED, *REFERRED, *ASKED), start=1)
)

BY_KEY = {scenario.key: scenario for scenario in SCENARIOS}

__all__ = ["AGENCY", "BY_KEY", "LATELY", "SCENARIOS", "WAITING", "Lately", "Scenario", "Waiting"]
