"""Can a Ticket be assigned to this provider? The answer as it was decided, and as the provider may see it (row D1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.policy.assignability import ADULT, NOT_65, assignable
from portal.policy.assignability_facts import Provider
from portal.policy.core import Decision, State
from portal.policy.disclosed import ON_RECORD, shown_to_organisation
from portal.policy.facts_json import to_json
from portal.tickets.facts import NOBODY, OnRecord, asking, on_record

# Held, these would tell the birthday of whoever's number was typed.
_TELL_THE_AGE = frozenset({ADULT.name, NOT_65.name})


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer: the facts and the decision to be stored, and what the provider may see of it.

    `person` is None for somebody who has no Ticket, known or not.
    """

    person: UUID | None
    decision: Decision
    facts: dict[str, Any]
    answer: dict[str, Any]
    shown: dict[str, Any]


def judge_people(
    people: Sequence[UUID], organisation: UUID, on: date, *, vr_eligible: Mapping[UUID, bool | None]
) -> dict[UUID, Judged]:
    """The answer on each of these people, known or not; three queries, however many they are."""
    records, provider = on_record(people), asking(organisation).provider
    return {
        person: judge(records.get(person), provider._replace(vr_eligible=vr_eligible.get(person)), on)
        for person in people
    }


def judge(record: OnRecord | None, provider: Provider, on: date) -> Judged:
    """The answer on one person as on record; None is somebody unknown."""
    facts = record.facts if record else NOBODY
    decision = assignable(facts, provider, on)
    return Judged(
        record.person if record and record.ticket else None,
        decision,
        {"person": to_json(facts), "provider": to_json(provider), "on": on.isoformat()},
        decision.to_json(),
        _shown(decision, provider.organisation),
    )


def _shown(decision: Decision, organisation: str) -> dict[str, Any]:
    shown: dict[str, Any] = dict(shown_to_organisation(decision, organisation))
    for check in shown["checks"]:
        if check["name"] in _TELL_THE_AGE and check["state"] == State.HELD:
            check["facts"] = dict.fromkeys(check["facts"], ON_RECORD)
    return shown
