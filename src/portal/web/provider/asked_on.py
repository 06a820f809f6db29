"""Which page of the request can supply what a check of the answer lacks.

A check that is not named here is about the record: nothing typed on a later page will change it, so it is said
as soon as the payment is chosen.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from portal.policy.core import Month
from portal.web.provider.filled import CHECK, EVIDENCE, WORK
from portal.web.ui import formats
from portal.web.ui.decision_view import value_words

DESCRIBED = "services-are-described"
AFTER_UNASSIGNMENT = "services-shown-after-unassignment"
PROOF = "earnings-are-proved"
_MONTH = re.compile(r"\d{4}-\d{2}")
ASKED_ON: Mapping[str, str] = {
    DESCRIBED: WORK,
    AFTER_UNASSIGNMENT: WORK,
    "earnings-from-a-real-job": WORK,
    "earnings-are-from-work": WORK,
    "earned-trial-work-level": WORK,
    "earned-trial-work-level-often-enough": WORK,
    "earned-substantial-gainful-activity": WORK,
    "phase-1-finished": WORK,
    PROOF: EVIDENCE,
}
Answer = Mapping[str, Any]
_FIGURES = {
    "TWL": "the trial work level",
    "SGA_NONBLIND": "substantial gainful activity",
    "SGA_BLIND": "substantial gainful activity (blind)",
}


def open_checks(answer: Answer) -> Iterator[dict[str, Any]]:
    """Checks of an answer that do not hold."""
    return (check for check in answer["checks"] if check["state"] != "held")


def lacking_on(answers: Iterable[Answer]) -> set[str]:
    """The pages that something is missing on."""
    return {
        ASKED_ON[check["name"]]
        for answer in answers
        for check in open_checks(answer)
        if check["name"] in ASKED_ON
    }


def next_page(answers: Iterable[Answer], after: str) -> str:
    """The first page behind `after` on which something is missing, else the last one."""
    missing = lacking_on(answers)
    pages = [page for page in (WORK, EVIDENCE) if page in missing]
    if after == WORK:
        pages = [page for page in pages if page == EVIDENCE]
    return pages[0] if pages and after != EVIDENCE else CHECK


def settled_against(answer: Answer) -> dict[str, Any] | None:
    """The first check that refuses the payment whatever is typed later; None while something can still be given."""
    if answer["outcome"] != "refuse":
        return None
    return next(
        (
            check
            for check in answer["checks"]
            if check["state"] == "failed" and check["denial"] and check["name"] not in ASKED_ON
        ),
        None,
    )


def lacking_words(answer: Answer) -> str:
    """What is missing and what to do, each thing once, in one line."""
    said = [
        f"Missing: {check['needs']}." if check["needs"] else check["remedy"] or check["says"]
        for check in open_checks(answer)
    ]
    return " ".join(dict.fromkeys(said)) or "Nothing"


def levels(answer: Answer) -> Iterator[str]:
    """What was earned, against the level of that year, for each check that has both."""
    for check in answer["checks"]:
        figure, gross = check["figure"], check["facts"].get("gross")
        if figure and gross:
            words = value_words(gross)
            amount = isinstance(gross, dict) or words.startswith("$")
            earned = f"Earned {words}," if amount else f"Earnings {words}"
            yield f"{earned} {figure_words(figure['name'])} of {figure['year']}: {formats.dollars(figure['amount'])}."


def figure_words(name: str) -> str:
    """A figure's name in words, where the people who work with it use words."""
    return _FIGURES.get(name, name)


def months_to_prove(answers: Iterable[Answer]) -> list[Month]:
    """The months that papers have to show, as the answers name them."""
    named = {
        text
        for answer in answers
        for check in answer["checks"]
        if check["name"] == PROOF
        for text in check["facts"].get("months", ())
    }
    return sorted(Month.parse(text) for text in named if _MONTH.fullmatch(str(text)))


def facts_words(check: Mapping[str, Any]) -> str:
    """A check's facts in one line: "Claim month: February 2026; submitted on: December 15, 2025"."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {value_words(value)}" for name, value in check["facts"].items()
    )


def names_check(answers: Iterable[Answer], name: str) -> bool:
    """Is this check open in any of the answers?"""
    return any(check["name"] == name for answer in answers for check in open_checks(answer))
