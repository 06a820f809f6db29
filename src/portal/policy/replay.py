"""Decisions made again from the facts they were made on, by today's law, and what differs (I2).

`RULES` names every rule whose decisions are kept with their facts. Each is read from the very JSON it is kept as.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from portal.policy import payment, progress, sweep
from portal.policy.assignability import RULE as ASSIGNABILITY
from portal.policy.assignability import assignable
from portal.policy.assignability_facts import AssignabilityFacts, Provider
from portal.policy.assignment import RULE as ENTRY
from portal.policy.assignment import EntryFacts, enter
from portal.policy.core import Decision
from portal.policy.facts_json import from_json
from portal.policy.payment_facts import parse
from portal.policy.progress_json import parse_progress
from portal.policy.reading import FactsError
from portal.policy.signatures import OF_PARTY, SignatureFacts, judge_signature
from portal.policy.signatures import RULE as SIGNATURE
from portal.policy.unassignment import RULE as UNASSIGNMENT
from portal.policy.unassignment import UnassignmentFacts, unassign
from portal.policy.vr_case import (
    CLOSING_RULE,
    CORRECTION_RULE,
    FORM_RULE,
    ClosingFacts,
    CorrectionFacts,
    FormFacts,
    judge_closing,
    judge_correction,
    judge_form,
)

type Answer = Mapping[str, Any]
type _Rule = Callable[[Any], Decision]


def _dated[Facts](key: str, kind: type[Facts], judge: Callable[[Facts, date], Decision]) -> _Rule:
    """A rule of one record of facts and the day on which they were judged."""
    return lambda value: judge(from_json(kind, value[key]), date.fromisoformat(value["on"]))


def _assignability(value: Any) -> Decision:
    person, provider = from_json(AssignabilityFacts, value["person"]), from_json(Provider, value["provider"])
    return assignable(person, provider, date.fromisoformat(value["on"]))


def _signature(value: Any) -> Decision:
    if value["party"] not in OF_PARTY:
        raise ValueError(f"nobody signs as {value['party']!r}")
    facts = from_json(SignatureFacts, value["signatures"])
    return judge_signature(facts, value["party"], date.fromisoformat(value["on"]))


RULES: dict[str, _Rule] = {
    payment.RULE: lambda value: payment.decide(parse(value)),
    sweep.RULE: lambda value: sweep.may_be_swept(parse(value)),
    progress.RULE: lambda value: progress.decide(parse_progress(value)),
    ASSIGNABILITY: _assignability,
    ENTRY: _dated("entry", EntryFacts, enter),
    UNASSIGNMENT: _dated("request", UnassignmentFacts, unassign),
    SIGNATURE: _signature,
    FORM_RULE: _dated("form", FormFacts, judge_form),
    CLOSING_RULE: _dated("closing", ClosingFacts, judge_closing),
    CORRECTION_RULE: _dated("correction", CorrectionFacts, judge_correction),
}


class Difference(NamedTuple):
    """A decision that is made otherwise now."""

    before: Answer
    now: Answer


def replayed(rule: str, facts: object) -> Decision:
    """What the rule answers to these facts now.

    Raises FactsError, a sentence, for a rule whose decisions are not kept and for facts that cannot be read.
    """
    if rule not in RULES:
        raise FactsError(f"rule: must be one of {', '.join(RULES)}")
    try:
        return RULES[rule](facts)
    except FactsError:
        raise
    except KeyError as error:
        raise FactsError(f"{error.args[0]}: is missing from the facts") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise FactsError(f"facts: not those of {rule}: {error}") from None


def difference(rule: str, facts: object, answer: Answer) -> Difference | None:
    """The answer that was given and today's, where they are not the same to the last word. Raises FactsError."""
    now = replayed(rule, facts).to_json()
    return None if now == answer else Difference(answer, now)


def in_short(found: Difference) -> str:
    """What differs, in a line: outcome, amount, denial and primary reason first, then each check."""
    before, now = found
    parts = [
        f"{name}: {was} -> {_said(now, name)}"
        for name in ("outcome", "amount", "denial", "primary", "version")
        if (was := _said(before, name)) != _said(now, name)
    ]
    old = {check["name"]: check for check in before["checks"]}
    for check in now["checks"]:
        was = old.pop(check["name"], None)
        if was is None:
            parts.append(f"new check {check['name']} ({check['state']})")
        elif was != check:
            fields = ", ".join(
                f"{key} {was.get(key)!r} -> {check[key]!r}" for key in check if was.get(key) != check[key]
            )
            parts.append(f"{check['name']}: {fields}")
    parts += [f"no check {name} any more" for name in old]
    return "; ".join(parts) or "notes or the order of checks"


def _said(answer: Answer, name: str) -> object:
    """The primary reason by its name: what it says in full stands with its check."""
    value = answer.get(name)
    return value["name"] if name == "primary" and value else value
