"""An amendment in words: what it changes in the plan in force, and the sections that both sign."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from portal.casework.plan import words
from portal.casework.plan.content import written
from portal.casework.plan.in_force import InForce
from portal.casework.plan.words import NOT_SAID, Section
from portal.policy.amendment import PARTS, AmendmentFacts
from portal.policy.core import Json
from portal.policy.facts_json import to_json
from portal.policy.signatures import UNSIGNED

SHORT, LONG, SERVICES = PARTS
TITLES: Mapping[str, str] = {
    SHORT: "Short-term goal",
    LONG: "Long-term goal",
    SERVICES: "Supports and services",
}
REASONS: Mapping[str, str] = {
    "goals-not-met": "The goals are not being met",
    "new-service": "A new service or support is needed",
    "service-not-needed": "A service or support is not needed any more",
    "other": "Another reason",
}


class Change(NamedTuple):
    """One question of the plan: its answer until now, and with the amendment. "" where it is not in the plan."""

    asked: str
    before: str
    after: str

    @property
    def is_new(self) -> bool:
        return self.before != self.after


class Revised(NamedTuple):
    """A part of the plan that the amendment is about."""

    title: str
    changes: tuple[Change, ...]


def revised(before: InForce, after: AmendmentFacts) -> tuple[Revised, ...]:
    """Each part that is revised, whole, with what stood in it until now."""
    return tuple(
        Revised(TITLES[part], tuple(_changes(*_rows(part, before, after))))
        for part in PARTS
        if part in after.revises
    )


def sections(before: InForce, after: AmendmentFacts, ordinal: int) -> tuple[Section, ...]:
    """The whole amendment as it is signed: by whom, why, and each revised part with what it was until now."""
    return (
        Section(
            "Employment Network",
            (("Name", after.provider_name or NOT_SAID), ("PID", after.pid or NOT_SAID)),
        ),
        Section(
            "Amendment",
            (
                ("Ticketholder", before.holder.name or NOT_SAID),
                ("Amends", f"Individual Work Plan {before.number}, in force from {words.day(before.since)}"),
                ("Number of this amendment", str(ordinal)),
                ("Why the plan is changed", reason(after)),
            ),
        ),
        *(
            Section(f"{one.title} with this amendment", tuple(map(_signed, one.changes)))
            for one in revised(before, after)
        ),
    )


def amendment_written(
    before: InForce, after: AmendmentFacts, ordinal: int, decision: Mapping[str, Json] | None = None
) -> str:
    """An amendment's content, in the words of today. Signatures come after it is locked."""
    locked = after._replace(signatures=UNSIGNED)
    return written(to_json(locked), sections(before, locked, ordinal), decision)


def reason(facts: AmendmentFacts) -> str:
    """Why the plan is changed, in words."""
    if facts.reason == "other":
        return (facts.other_reason or "").strip() or NOT_SAID
    return REASONS.get(facts.reason or "", NOT_SAID)


def _rows(
    part: str, before: InForce, after: AmendmentFacts
) -> tuple[Iterable[tuple[str, str]], Iterable[tuple[str, str]]]:
    match part:
        case "short-term":
            return words.goal_rows(before.short_term), words.goal_rows(after.short_term)
        case "long-term":
            return words.goal_rows(before.long_term), words.goal_rows(after.long_term)
    return words.services_rows(before.services), words.services_rows(after.services)


def _changes(before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> Iterator[Change]:
    """In the order of the amended part; what is not in it any more stands last."""
    old, new = dict(before), dict(after)
    for asked, said in new.items():
        yield Change(asked, old.get(asked, ""), said)
    for asked in old:
        if asked not in new:
            yield Change(asked, old[asked], "")


def _signed(change: Change) -> tuple[str, str]:
    """The new answer with the old one under it, so that who signs sees what changes."""
    if not change.is_new:
        return change.asked, change.after
    until_now = (
        "; ".join(line.rstrip(".") for line in change.before.split("\n"))
        if change.before
        else "not in the plan"
    )
    return change.asked, f"{change.after or 'Not in the plan any more'}\nUntil now: {until_now}"
