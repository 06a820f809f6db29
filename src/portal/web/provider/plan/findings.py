"""The parts a plan or an amendment is written in: what the law finds in each, and how each of them stands."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from portal.casework.plan.words import SERVICES as SERVICE_WORDS
from portal.policy.core import Check, Decision, Outcome, State, Test, dollars
from portal.policy.plan import to_mend
from portal.web.ui import formats
from portal.web.ui.components import Task


class Part(NamedTuple):
    """A page of the form. `uploads`: it takes a file; `asked`: it is part of this one as it is written."""

    slug: str
    title: str
    lead: str
    tests: tuple[Test, ...]
    forms: Callable[[Any], list[Any]]
    uploads: bool = False
    asked: Callable[[Any], bool] = lambda one: True


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


def findings(parts: Sequence[Part], decision: Decision, *slugs: str) -> list[Finding]:
    """The open checks of the parts with these slugs (of all where none is named), those that fail first."""
    wanted = [part for part in parts if not slugs or part.slug in slugs]
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


def open_problems(parts: Sequence[Part], one: Any, url: Callable[[str], str]) -> list[dict[str, str]]:
    """What keeps a form from being locked, with the part where it is mended."""
    titles = {part.slug: part.title for part in parts}
    unread = [part.slug for part in parts if part.asked(one) and part.slug in one.wrong & one.answers.keys()]
    found = [(slug, "Something here cannot be read.") for slug in sorted(unread)]
    if to_mend(one.decision):
        for finding in findings(parts, one.decision):
            if not (finding.wrong and finding.weighed):
                about = f"{finding.about}: " if finding.about else ""
                said = " ".join(part for part in (finding.says, finding.needs, finding.figure) if part)
                found.append((finding.part, f"{about}{said}"))
    return [{"title": titles[slug], "says": says, "url": url(slug)} for slug, says in found]


def tasks(parts: Sequence[Part], one: Any, url: Callable[[str], str]) -> Iterator[Task]:
    """The task list of a form as it is filled in: each part with how it stands, and what is to be mended in it."""
    for part in parts:
        if not part.asked(one):
            continue
        found = findings(parts, one.decision, part.slug)
        wrong = sum(finding.wrong for finding in found)
        unread = part.slug in one.wrong and part.slug in one.answers
        begun, hint = part.slug in one.answers, one.hint(part.slug)
        done = begun and not found and not unread and not hint
        yield Task(
            part.title,
            url(part.slug),
            "done" if done else "started" if begun else "todo",
            ". ".join(said for said in (_hint(wrong, len(found) - wrong, begun, unread), hint) if said),
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
