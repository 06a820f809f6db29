"""Decisions as JSON text, for writing thousands of them: what `to_json` says, in a fraction of its time.

Most of a check never changes: the words of its test. That part is written once, from `to_json` itself; and what a
provider may see of a check is, for most, the check as it stands.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, NamedTuple

from portal.policy.core import Check, Decision, Figure, Json, Month, State, Test, shown
from portal.policy.disclosed import disclosure_by_month, facts_shown, is_shown_whole
from portal.policy.records import PaymentFacts

_CHANGING = ("facts", "figure", "true_from", "needs")


class Texts(NamedTuple):
    """A decision's JSON: the whole of it, and as its provider may see it."""

    answer: str
    shown: str


def texts(decision: Decision, provider: str, facts: PaymentFacts) -> Texts:
    """What `to_json` and `shown_to_provider` give of a decision, as text."""
    classes = disclosure_by_month(facts)
    whole: dict[int, str] = {}
    seen: dict[int, str] = {}
    for check in decision.checks:
        facts_text = ", ".join([f'"{name}": {_WRITERS[type(value)](value)}' for name, value in check.facts])
        text = whole[id(check)] = _check(check, facts_text)
        seen[id(check)] = (
            text if is_shown_whole(check) else _check(check, _pairs(facts_shown(check, provider, classes)))
        )
    said = {**decision._replace(primary=None, checks=()).to_json(), "denial": decision.denial}
    del said["primary"], said["checks"]
    around = _pairs(said)
    return Texts(_decision(decision, around, whole), _decision(decision, around, seen))


def _decision(decision: Decision, around: str, checks: Mapping[int, str]) -> str:
    """The whole: its checks, of which the primary reason is one, and what is said `around` them."""
    primary = decision.primary
    reason = "null" if primary is None else checks[id(primary)]
    # In their order, as they were entered.
    return f'{{{around}, "primary": {reason}, "checks": [{", ".join(checks.values())}]}}'


def _check(check: Check, facts: str) -> str:
    before, figure, true_from, needs, end = _around(check.test, check.state)
    known = "null" if check.figure is None else _figure(check.figure)
    since = "null" if check.true_from is None else _json(shown(check.true_from))
    lacks = "null" if check.needs is None else quoted(check.needs)
    return f"{before}{{{facts}}}{figure}{known}{true_from}{since}{needs}{lacks}{end}"


# The types that most facts are of: found by their type they are written faster than they are told apart.
_WRITERS: Mapping[type, Callable[[Any], str]] = defaultdict(
    lambda: lambda value: _json(shown(value)),
    {
        type(None): lambda value: "null",
        bool: {True: "true", False: "false"}.__getitem__,
        str: quoted,
        int: repr,
        Month: lru_cache(maxsize=2048)(lambda value: f'"{value}"'),
        date: lru_cache(maxsize=2048)(lambda value: f'"{value.isoformat()}"'),
    },
)


@lru_cache(maxsize=512)
def _around(test: Test, state: State) -> tuple[str, ...]:
    """The text around what changes from one use of a test to the next."""
    text = json.dumps({**Check(test, state).to_json(), **{name: f"@{name}@" for name in _CHANGING}})
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[str]:
    for name in _CHANGING:
        part, _, text = text.partition(f'"@{name}@"')
        yield part
    yield text


@lru_cache(maxsize=512)
def _figure(figure: Figure) -> str:
    return json.dumps(figure.to_json())


def _pairs(values: Mapping[str, Json]) -> str:
    return ", ".join([f"{quoted(name)}: {_json(value)}" for name, value in values.items()])


def _json(value: Json) -> str:
    match value:
        case None:
            return "null"
        case str():
            return quoted(value)
        case list():
            return f"[{', '.join([_json(one) for one in value])}]"
    return json.dumps(value)
