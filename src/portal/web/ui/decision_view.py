"""A decision as its panel shows it. The panel states what the decision says and adds nothing of its own."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from portal.web.ui import formats
from portal.web.ui.components import Table
from portal.web.ui.states import Look, outcome_look, state_look
from portal.web.ui.working import working

NOT_SHOWN = "on record, not shown to you"
_ICONS = {"held": "check_circle", "failed": "cancel", "unknown": "help"}
_OUTCOME_TONE = {"grant": "success", "refuse": "error", "refer": "info", "ask": "warning"}
_RANK = {"failed": 0, "unknown": 1, "held": 2}


class FactShown(NamedTuple):
    """A fact in words; `withheld` where it is on record but not for this reader."""

    name: str
    value: str
    withheld: bool


class CheckShown(NamedTuple):
    """A check in words."""

    state: str
    look: Look
    icon: str
    says: str
    rule: str
    citation: str
    facts: list[FactShown]
    figure: str
    figure_look: Look | None
    figure_source: str
    needs: str
    true_from: str
    remedy: str
    denial: str


class DecisionShown(NamedTuple):
    """A decision in words: open checks first, then those that are met, each group in the rule's own order."""

    outcome: str
    kind: str
    look: Look
    amount: str
    denial: str
    primary: CheckShown | None
    remedies: list[str]
    open_checks: list[CheckShown]
    held_checks: list[CheckShown]
    notes: list[str]
    rule: str
    version: str
    working: Table | None


def show(decision: Mapping[str, Any]) -> DecisionShown:
    """Read `Decision.to_json()`. Raises KeyError where it lacks one of its fields."""
    checks = [_check(one) for one in decision["checks"]]
    primary = _check(decision["primary"]) if decision["primary"] else None
    open_checks = sorted((one for one in checks if one.state != "held"), key=lambda one: _RANK[one.state])
    remedies = list(dict.fromkeys(one.remedy for one in [primary, *open_checks] if one and one.remedy))
    return DecisionShown(
        outcome=decision["outcome"],
        kind=_OUTCOME_TONE[decision["outcome"]],
        look=outcome_look(decision["rule"], decision["outcome"]),
        amount=formats.dollars(decision["amount"]) if decision["amount"] else "",
        denial=decision.get("denial") or "",
        primary=primary,
        remedies=remedies,
        open_checks=open_checks,
        held_checks=[one for one in checks if one.state == "held"],
        notes=list(decision["notes"]),
        rule=decision["rule"],
        version=str(decision["version"]),
        working=working(decision["checks"]),
    )


def _check(check: Mapping[str, Any]) -> CheckShown:
    figure = check["figure"]
    return CheckShown(
        state=check["state"],
        look=state_look(check["state"]),
        icon=_ICONS[check["state"]],
        says=check["says"],
        rule=check["rule"],
        citation=check["citation"],
        facts=[_fact(name, value) for name, value in check["facts"].items()],
        figure=f"{figure['name']} {figure['year']}: {formats.dollars(figure['amount'])}" if figure else "",
        figure_look=state_look(figure["standing"]) if figure else None,
        figure_source=figure["source"] if figure else "",
        needs=_sentence(check["needs"]),
        true_from=value_words(check["true_from"]) if check["true_from"] else "",
        remedy="" if check["state"] == "held" else check["remedy"] or "",
        denial=check.get("denial") or "" if check["state"] == "failed" else "",
    )


def _fact(name: str, value: Any) -> FactShown:
    words = value_words(value)
    return FactShown(name.replace("_", " ").replace("-", " "), words, NOT_SHOWN in words)


def value_words(value: Any) -> str:
    """A fact's value as JSON, in words: months, days and money as people write them."""
    match value:
        case None | "":
            return "none on record"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(value_words(one) for one in value) or "none on record"
        case {"at least": low, "at most": high}:
            return f"between {formats.dollars(low)} and {formats.dollars(high)}"
        case dict():
            return "; ".join(f"{name}: {value_words(one)}" for name, one in value.items())
        case str():
            return _text_words(value)
    return str(value)


def _text_words(text: str) -> str:
    """Dates and amounts among a decision's texts; anything else stays as it is."""
    readers = (formats.month, formats.day) if text[:4].isdigit() and text[4:5] == "-" else ()
    for read in readers:
        try:
            return read(text)
        except ValueError:
            continue
    whole, point, cents = text.removeprefix("-").partition(".")
    return (
        formats.dollars(text) if whole.isdigit() and point and len(cents) == 2 and cents.isdigit() else text
    )


def _sentence(needs: Any) -> str:
    if not needs:
        return ""
    return needs if isinstance(needs, str) else "; ".join(needs)
