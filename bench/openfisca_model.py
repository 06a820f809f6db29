"""The second milestone as OpenFisca states it: three months at the trial work level within twelve, by the end.

Runs in an environment of its own, without the portal: cases come as JSON, times and answers go back as JSON.
"""

import json
import sys
import time
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

WINDOW, MONTHS, NEVER = 12, 3, 10**9
PERSON = build_entity(key="person", plural="persons", label="Ticketholder", is_person=True)


class earnings(Variable):
    value_type = float
    entity = PERSON
    definition_period = DateUnit.MONTH
    label = "What was earned in the month, in cents"


class at_level(Variable):
    value_type = bool
    entity = PERSON
    definition_period = DateUnit.MONTH
    label = "At or above the trial work level"

    def formula(person: Any, month: Any, parameters: Any) -> Any:
        return person("earnings", month) >= parameters(month).trial_work_level


class window_full(Variable):
    value_type = bool
    entity = PERSON
    definition_period = DateUnit.MONTH
    label = "Three of the twelve months that end here are at the level"

    def formula(person: Any, month: Any, parameters: Any) -> Any:
        return sum(person("at_level", month.offset(-back, "month")) * 1 for back in range(WINDOW)) >= MONTHS


def system(levels: dict[str, int]) -> TaxBenefitSystem:
    """The rules with the level of each year, in cents."""
    made = TaxBenefitSystem([PERSON])
    # Before the first level nobody reaches it.
    values = {
        "0001-01-01": {"value": NEVER},
        **{f"{year}-01-01": {"value": one} for year, one in levels.items()},
    }
    made.parameters = ParameterNode("", data={"trial_work_level": {"values": values}})
    for variable in (earnings, at_level, window_full):
        made.add_variable(variable)
    return made


def attained(rules: TaxBenefitSystem, cases: list[dict[str, int]], months: list[str]) -> Any:
    """For each case: was the milestone attained in any of the months? All of them at once."""
    simulation: Simulation = SimulationBuilder().build_default_simulation(rules, count=len(cases))
    for month in months:
        simulation.set_input("earnings", month, np.array([case.get(month, 0) for case in cases], dtype=float))
    reached = np.zeros(len(cases), dtype=bool)
    for month in months:
        reached |= simulation.calculate("window_full", period(month))
    return reached


def main() -> None:
    asked = json.load(sys.stdin)
    rules, cases, months = system(asked["levels"]), asked["cases"], asked["months"]
    attained(rules, cases[:1], months)
    began = time.process_time()
    together = attained(rules, cases, months)
    vector = (time.process_time() - began) / len(cases)
    few = cases[: asked["alone"]]
    began = time.process_time()
    alone = [bool(attained(rules, [case], months)[0]) for case in few]
    single = (time.process_time() - began) / len(few)
    if alone != together[: len(few)].tolist():
        raise RuntimeError("a case alone is answered otherwise than among others")
    print(json.dumps({"alone": single, "together": vector, "answers": together.tolist()}))


if __name__ == "__main__":
    main()
