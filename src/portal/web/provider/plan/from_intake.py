"""The first answers of a plan, from what was said in the intake; who writes the plan looks at them and changes them."""

import re
from collections.abc import Iterator

from portal.casework.intakes import Said
from portal.web.provider.drafting import Typed
from portal.web.provider.plan.filled import CONTACTS, DISCUSSION, GOALS, HISTORY

_EMAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+\.[^\s,;<>()]+")
_TELEPHONE = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d")
_NO_WORK = frozenset({"none", "no", "no work", "nothing"})


def first_answers(said: Said) -> dict[str, Typed]:
    """By part, what the plan asks and the intake holds; a part of which it holds nothing is left out."""
    found = {
        CONTACTS: dict(_contacts(said.reach)),
        DISCUSSION: dict(_discussion(said)),
        HISTORY: dict(_history(said.worked)),
        GOALS: {"short-says": [said.goals], "long-says": [said.goals]} if said.goals else {},
    }
    return {slug: answers for slug, answers in found.items() if answers}


def _contacts(reach: str) -> Iterator[tuple[str, list[str]]]:
    """An e-mail address and a telephone number where there are such; what is left is an address if it has a number."""
    rest = reach
    for name, shape in (("holder_email", _EMAIL), ("holder_telephone", _TELEPHONE)):
        if match := shape.search(rest):
            yield name, [match[0].strip(" .")]
            rest = rest.replace(match[0], " ", 1)
    rest = " ".join(rest.split()).strip(" ,;.")
    if re.search(r"\d", rest):
        yield "holder_address", [rest]


def _discussion(said: Said) -> Iterator[tuple[str, list[str]]]:
    if said.held_on is not None:
        yield "held_on", [f"{said.held_on:%m/%d/%Y}"]
    if said.how:
        yield "modalities", list(said.how)
    speaks_for = (("Skills and education", said.skills), ("Strengths", said.strengths))
    stands_against = (
        ("What may stand in the way", said.limitations),
        ("What the person fears to lose", said.fears),
    )
    for name, lines in (("why_attainable", speaks_for), ("how_services_help", stands_against)):
        if told := [f"{heading}: {text}" for heading, text in lines if text]:
            yield name, ["\n".join(told)]
            yield "where", ["here"]


def _history(worked: str) -> Iterator[tuple[str, list[str]]]:
    """The intake holds the jobs in one text; the plan asks for each by itself, so the text stands in the first one."""
    if not worked:
        return
    if worked.strip(" .").casefold() in _NO_WORK:
        yield "no_work", ["on"]
        return
    yield "jobs-TOTAL_FORMS", ["1"]
    yield "jobs-INITIAL_FORMS", ["0"]
    yield "jobs-0-employer", [" ".join(worked.split())[:200]]
    yield "jobs-0-source", ["memory"]
