"""A decision stood on a fact that has changed: is the answer another one now, and what can be done about it (row L6).

The answer that stands was given on the facts in force on the day of the decision, as they were known then. It is set
beside the answer on the facts in force on that same day, as they are known now.

What is recovered is never caused by a decision about a beneficiary's right to benefits (PAY-19): what is due is the
higher of two answers, on the record as it is known now, and on the same with that right as it was known then.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from portal.policy.core import Decision, Outcome

Json = Mapping[str, Any]
# What the record says about people, Tickets, earnings and shares. Everything else a decision was made on is the claim
# itself, and what had been paid and asked for by then: that stays as it was.
ON_RECORD = ("beneficiary", "ticket", "assignments", "earnings", "evidence", "allocations")
_DEATH = "death"


class Settled(StrEnum):
    """How a person settles a decision that was judged again, and how the system does."""

    STANDS = "stands"
    REOPENED = "reopened"
    RECOVER = "recover"
    CORRECTED = "corrected"
    GONE = "gone"


BY_PERSONS = (Settled.STANDS, Settled.REOPENED, Settled.RECOVER, Settled.CORRECTED)
SETTLED_WORDS: dict[str, str] = {
    Settled.STANDS: "the decision stands",
    Settled.REOPENED: "the request was opened again",
    Settled.RECOVER: "the payment was taken back",
    Settled.CORRECTED: "the payment was corrected",
    Settled.GONE: "no difference is left",
}


class FactChange(NamedTuple):
    """A fact that came onto the record or left it since the decision. `part`: one of `ON_RECORD`."""

    part: str
    came: bool
    fact: Any


def facts_now(then: Json, now: Json) -> dict[str, Any]:
    """The facts of a stored decision with the record as it is known now. Both are facts of one claim and one day."""
    return {
        **then,
        **{part: now[part] for part in ON_RECORD},
        "providers": {**now["providers"], **then["providers"]},
    }


def is_another(then: Json, now: Json) -> bool:
    """Is this another answer: another outcome, or another amount?"""
    return (then["outcome"], then["amount"]) != (now["outcome"], now["amount"])


def fact_changes(then: Json, now: Json) -> list[FactChange]:
    """What left the record and what came onto it, in the order of the facts."""
    changes = []
    for part in ON_RECORD:
        before, after = _single(then[part]), _single(now[part])
        changes += [FactChange(part, False, fact) for fact in before if fact not in after]
        changes += [FactChange(part, True, fact) for fact in after if fact not in before]
    return changes


def with_benefits_of(then: Json, now: Json) -> dict[str, Any]:
    """The facts of now with the right to benefits as it was known then: benefits, and ends other than by death."""
    ends = [
        *(one for one in then["ticket"]["terminations"] if one["cause"] != _DEATH),
        *(one for one in now["ticket"]["terminations"] if one["cause"] == _DEATH),
    ]
    return {
        **now,
        "beneficiary": {**now["beneficiary"], "benefits": then["beneficiary"]["benefits"]},
        "ticket": {**now["ticket"], "terminations": ends},
    }


def due(decision: Decision) -> int | None:
    """What a decision says is due, in whole cents: nothing where it refuses, None where it leaves that open."""
    if decision.outcome is Outcome.REFUSE:
        return 0
    return decision.amount if decision.outcome is Outcome.GRANT else None


def settlements(*, denied: bool, paid: int | None, due: int | None) -> Sequence[Settled]:
    """What a person can do: a denial can be opened again, a payment be taken back or put to what is due.

    `paid` is what was granted and stands, None where nothing does; `due` what should have been, None where that is open.
    """
    if denied:
        return (Settled.STANDS, Settled.REOPENED)
    if paid is None or paid == due:
        return (Settled.STANDS,)
    return (Settled.STANDS, Settled.CORRECTED) if due else (Settled.STANDS, Settled.RECOVER)


def _single(part: Any) -> list[Any]:
    """The single facts of a part: rows as they are, what is named with its name."""
    if isinstance(part, Mapping):
        return [
            {name: one}
            for name, value in part.items()
            for one in (value if isinstance(value, list) else [value])
        ]
    return list(part)
