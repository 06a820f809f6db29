"""An amendment as its draft has it, beside the plan it amends; and its parts in their order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal.casework.plan import amended
from portal.casework.plan.amended import LONG, SHORT, Revised
from portal.casework.plan.amended import SERVICES as SERVICES_PART
from portal.casework.plan.amending import NOTHING, with_plan
from portal.casework.plan.in_force import InForce
from portal.casework.plan.words import Section
from portal.policy import amendment as law
from portal.policy import plan_goals, plan_services
from portal.policy.amendment import AmendmentFacts, judge_amendment
from portal.policy.core import Decision
from portal.web.provider.forms.amendment import AboutForm
from portal.web.provider.plan.filled import DESCRIBE, GOALS, PAPER, SERVICES, Filled
from portal.web.provider.plan.findings import Part
from portal.web.provider.plan.parts import CHOSEN

ABOUT = "about"
UNCHANGED = "Nothing is changed here yet"


@dataclass
class FilledAmendment(Filled):
    """An amendment; `plan` is what holds until now."""

    plan: InForce | None = None

    @cached_property
    def about(self) -> AboutForm:
        return AboutForm(self._data(ABOUT))

    @property
    def asked(self) -> frozenset[str]:
        """The parts of the plan that are to be revised."""
        return frozenset(self.about.said("revises") or ())

    @property
    def asks_goals(self) -> bool:
        return bool(self.asked & {SHORT, LONG})

    @property
    def asks_services(self) -> bool:
        return SERVICES_PART in self.asked

    @property
    def goals(self) -> list[Any]:
        """The forms of the goals that are to be revised."""
        both = ((SHORT, self.short), (LONG, self.long))
        return [form for part, form in both if part in self.asked]

    def parts(self) -> Iterator[tuple[str, list[Any]]]:
        yield ABOUT, [self.about]
        yield GOALS, self.goals if self.about.is_valid() else []
        yield SERVICES, [self.services]
        yield DESCRIBE, list(self.described)
        yield PAPER, [self.paper]

    @cached_property
    def typed(self) -> AmendmentFacts:
        return NOTHING._replace(
            provider_name=self.organisation_name,
            reason=self.about.said("reason"),
            other_reason=self.about.said("other_reason"),
            revises=self.asked,
            short_term=self.short.facts() if SHORT in self.asked else None,
            long_term=self.long.facts() if LONG in self.asked else None,
            services=tuple(one.facts() for one in self.described) if self.asks_services else None,
        )

    @cached_property
    def facts(self) -> AmendmentFacts:
        """The amendment with what is on record and what stays, as it is judged."""
        return with_plan(self.typed, self.record, self.plan)

    @cached_property
    def decision(self) -> Decision:
        return judge_amendment(self.facts, self.on)

    @property
    def sections(self) -> Sequence[Section]:
        return amended.sections(self.plan, self.facts, self.plan.amendments + 1) if self.plan else ()

    @property
    def revised(self) -> Sequence[Revised]:
        return amended.revised(self.plan, self.facts) if self.plan else ()

    def hint(self, slug: str) -> str:
        goals_same = slug == GOALS and not self.facts.revises & {SHORT, LONG}
        services_same = slug in (SERVICES, DESCRIBE) and SERVICES_PART not in self.facts.revises
        return UNCHANGED if goals_same or services_same else ""


PARTS: tuple[Part, ...] = (
    Part(
        ABOUT,
        "What the amendment is about",
        "Your organization's name and PID come from its record.",
        (law.NAMED, law.WHY, law.REVISED, law.IN_FORCE_PLAN),
        lambda one: [one.about],
    ),
    Part(
        GOALS,
        "Employment goals",
        "This is what the plan says until now. Change what you have agreed to change.",
        plan_goals.TESTS,
        lambda one: one.goals,
        asked=lambda one: one.asks_goals,
    ),
    Part(
        SERVICES,
        "Supports and services: which",
        "Ticked is what the plan has until now. Regular follow-up is part of every plan.",
        CHOSEN,
        lambda one: [one.services],
        asked=lambda one: one.asks_services,
    ),
    Part(
        DESCRIBE,
        "Supports and services: what exactly",
        "Say for each ticked service what you will do for this Ticketholder.",
        tuple(test for test in plan_services.TESTS if test not in CHOSEN),
        lambda one: list(one.described),
        asked=lambda one: one.asks_services,
    ),
    Part(
        PAPER,
        "The signed amendment on paper",
        "Only for an amendment that is signed already: on your own form, or with a signature service.",
        (),
        lambda one: [one.paper],
        uploads=True,
        asked=lambda one: one.on_paper,
    ),
)
