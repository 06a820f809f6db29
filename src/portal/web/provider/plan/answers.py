"""The answers with which a form would have given these facts: what an amendment, or a second plan, begins with."""

from collections.abc import Iterator, Mapping
from datetime import date

from portal.casework.plan.in_force import InForce
from portal.policy.plan_facts import Goal, Service
from portal.policy.plan_services import ALWAYS
from portal.web.provider.drafting import Typed
from portal.web.provider.plan.filled import DESCRIBE, GOALS, SERVICES
from portal.web.ui import formats


def of_plan(plan: InForce) -> dict[str, Typed]:
    """The goals and services that hold now, by part."""
    goals = {**_prefixed("short", of_goal(plan.short_term)), **_prefixed("long", of_goal(plan.long_term))}
    services = plan.services or ()
    described = {
        name: value for one in services for name, value in _prefixed(one.kind, of_service(one)).items()
    }
    kinds = [one.kind for one in services if one.kind not in ALWAYS]
    return {GOALS: goals, SERVICES: {"kinds": kinds}, DESCRIBE: described}


def of_goal(goal: Goal | None) -> Typed:
    """A goal as it is typed."""
    if goal is None:
        return {}
    training = goal.training
    said = {
        "says": goal.says,
        "job": goal.job,
        "hours": goal.hours_a_week,
        "full_time": None if goal.full_time is None else "full-time" if goal.full_time else "part-time",
        "monthly": None
        if goal.monthly_cents is None
        else formats.money(goal.monthly_cents).removeprefix("$"),
        "target_on": goal.target_on,
        "has_training": "yes" if training else "no",
        "programme": training and training.programme,
        "training_provider": training and training.provider,
        "enrolment": training and training.enrolment,
        "completes_on": training and training.completes_on,
    }
    return dict(_typed(said))


def of_service(service: Service) -> Typed:
    """A ticked service as it is typed."""
    return dict(_typed({name: value for name, value in service._asdict().items() if name != "kind"}))


def _typed(said: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    for name, value in said.items():
        match value:
            case None | ():
                continue
            case tuple():
                yield name, [str(one) for one in value]
            case date():
                yield name, [f"{value:%m/%d/%Y}"]
            case _:
                yield name, [str(value)]


def _prefixed(prefix: str, answers: Typed) -> Typed:
    return {f"{prefix}-{name}": value for name, value in answers.items()}
