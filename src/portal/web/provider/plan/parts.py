"""The parts of a plan in their order: address, title, which checks belong to each, which forms it shows."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from portal.casework.plan.words import SERVICES as SERVICE_WORDS
from portal.policy import plan_goals, plan_parts, plan_services
from portal.policy.core import Check, Decision, Outcome, State, Test, dollars
from portal.web.provider.plan import filled as parts
from portal.web.provider.plan.filled import Filled
from portal.web.ui import formats
from portal.web.ui.components import Task


class Part(NamedTuple):
    """A page of the plan. `uploads`: it takes a file."""

    slug: str
    title: str
    lead: str
    tests: tuple[Test, ...]
    forms: Callable[[Filled], list[Any]]
    uploads: bool = False


_CHOSEN = (plan_services.ANY, plan_services.FOLLOW_UP, plan_services.KNOWN_KIND)
PARTS: tuple[Part, ...] = (
    Part(
        parts.CONTACTS,
        "Contact information",
        "Part One. Your organization's name and PID come from its record.",
        (
            plan_parts.PROVIDER_CONTACT,
            plan_parts.PID,
            plan_parts.MODEL,
            plan_parts.HOLDER_CONTACT,
            plan_parts.ALTERNATE,
        ),
        lambda one: [one.contacts],
    ),
    Part(
        parts.DISCUSSION,
        "Discussion",
        "Part Two, Section 1. The one-on-one discussion in which you planned this together.",
        (plan_parts.DISCUSSION, plan_parts.SYNOPSIS),
        lambda one: [one.discussion],
        uploads=True,
    ),
    Part(
        parts.HISTORY,
        "Recent work history",
        "Part Two, Section 2. Six to 18 months back. Without pay stubs, write what the Ticketholder remembers.",
        (plan_parts.HISTORY, plan_parts.JOBS),
        lambda one: [one.history],
    ),
    Part(
        parts.GOALS,
        "Employment goals",
        "Part Two, Section 3. The first 18 months, and three to five years from now.",
        plan_goals.TESTS,
        lambda one: [one.short, one.long],
    ),
    Part(
        parts.SERVICES,
        "Supports and services: which",
        "Part Two, Section 4. Tick only what you will give. Regular follow-up is part of every plan.",
        _CHOSEN,
        lambda one: [one.services],
    ),
    Part(
        parts.DESCRIBE,
        "Supports and services: what exactly",
        "Part Two, Section 4. Say for each ticked service what you will do for this Ticketholder.",
        tuple(test for test in plan_services.TESTS if test not in _CHOSEN),
        lambda one: list(one.described),
    ),
    Part(
        parts.TERMS,
        "Terms and conditions",
        "Part Three. Go through each term with the Ticketholder, and tick it.",
        (plan_parts.TERMS,),
        lambda one: [one.terms],
    ),
    Part(
        parts.STATEMENT,
        "Statement of understanding",
        "Part Three. What the Ticketholder says.",
        (plan_parts.STATEMENT,),
        lambda one: [one.statement],
    ),
    Part(
        parts.PAPER,
        "The signed plan on paper",
        "Only for a plan that is signed already: on your own form, or with a signature service.",
        (),
        lambda one: [one.paper],
        uploads=True,
    ),
)
BY_SLUG = {part.slug: part for part in PARTS}


class Finding(NamedTuple):
    """An open check of a part, in words. `wrong`: it fails; else something is not filled in yet."""

    part: str
    wrong: bool
    weighed: bool
    about: str
    says: str
    needs: str
    figure: str
    remedy: str
    law: str


def findings(decision: Decision, *slugs: str) -> list[Finding]:
    """The open checks of these parts (of all where none is named), those that fail first."""
    wanted = [part for part in PARTS if not slugs or part.slug in slugs]
    found = [
        _finding(part.slug, one)
        for part in wanted
        for one in decision.checks
        if one.test in part.tests and one.state is not State.HELD
    ]
    return sorted(found, key=lambda one: not one.wrong)


def _finding(slug: str, check: Check) -> Finding:
    kind = str(dict(check.facts).get("service", ""))
    figure = check.figure
    return Finding(
        slug,
        check.state is State.FAILED,
        check.test.on_fail is Outcome.REFER,
        SERVICE_WORDS[kind].title if kind in SERVICE_WORDS else "",
        check.test.says,
        check.needs or "",
        f"The amount for {figure.year} is {formats.dollars(dollars(figure.cents))} a month."
        if figure
        else "",
        check.test.remedy,
        f"{check.test.rule}; {check.test.citation}",
    )


def tasks(one: Filled, url: Callable[[str], str]) -> Iterator[Task]:
    """The task list: each part with how it stands, and what is to be mended in it."""
    for part in PARTS:
        if part.slug == parts.PAPER and not one.on_paper:
            continue
        found = findings(one.decision, part.slug) if part.slug != parts.PAPER else []
        wrong = sum(finding.wrong for finding in found)
        unread = part.slug in one.wrong and part.slug in one.answers
        begun = part.slug in one.answers
        done = begun and not found and not unread
        yield Task(
            part.title,
            url(part.slug),
            "done" if done else "started" if begun else "todo",
            _hint(wrong, len(found) - wrong, begun, unread),
        )


def _hint(wrong: int, missing: int, begun: bool, unread: bool) -> str:
    said = []
    if unread:
        said.append("Something cannot be read")
    if wrong:
        said.append(f"{wrong} to mend")
    if missing and begun:
        said.append("Not complete yet")
    return ". ".join(said)
