"""The goals and services that a case's plan and its amendments now hold, each amendment laid over in its order."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from portal.casework import sealing
from portal.casework.models import SignedForm
from portal.casework.plan.content import Content, read
from portal.casework.sealing import sealed
from portal.kernel import vault
from portal.policy.amendment import PARTS
from portal.policy.facts_json import from_json
from portal.policy.plan_facts import Goal, Party, Service

Kind, State = SignedForm.Kind, SignedForm.State
_IN_FORCE = (State.SIGNED, State.ENDED)
# The parts that an amendment can revise, as the facts call them.
_FIELD = dict(zip(PARTS, ("short_term", "long_term", "services"), strict=True))


class Goals(NamedTuple):
    """Target dates of the goals, the nearest first, and the kinds of service the plan has.

    `before` holds what services there were until an amendment changed them, with the day it came into force.
    """

    targets: tuple[date, ...]
    services: frozenset[str]
    before: tuple[tuple[date, frozenset[str]], ...] = ()

    def services_on(self, day: date) -> frozenset[str]:
        """The kinds of service of the plan as it was on a day."""
        return next((kinds for until, kinds in self.before if day < until), self.services)

    @property
    def ever(self) -> frozenset[str]:
        """Every kind of service the plan has or had."""
        return self.services.union(*(kinds for _, kinds in self.before))


class InForce(NamedTuple):
    """The plan of a case as it stands: its number, the days [since, until), who is in it, what it holds now.

    `amendments` counts those that both have signed.
    """

    number: str
    since: date
    until: date | None
    holder: Party
    short_term: Goal | None
    long_term: Goal | None
    services: tuple[Service, ...] | None
    amendments: int = 0
    latest_on: date | None = None


def in_force(case: UUID, *, shown: bool = False) -> InForce | None:
    """What holds in a case; None where no plan is signed by both, or it cannot be read.

    Opened in memory for a decision; `shown` where a page shows it, which is a look.
    """
    kinds = (Kind.IWP, Kind.AMENDMENT)
    rows = list(SignedForm.objects.filter(case=case, kind__in=kinds, state__in=_IN_FORCE).order_by("ordinal"))
    if not rows or rows[0].kind != Kind.IWP or rows[0].in_force_from is None:
        return None
    try:
        contents = [read(text) for text in _texts(rows, shown=shown)]
        plan = contents[0].plan
    except (ValueError, KeyError, TypeError):
        return None
    parts: dict[str, Any] = {}
    for one in contents:
        parts.update(_parts(one))
    return InForce(
        rows[0].number,
        rows[0].in_force_from,
        rows[0].ended_on,
        plan.holder,
        from_json(Goal, parts["short_term"]) if "short_term" in parts else None,
        from_json(Goal, parts["long_term"]) if "long_term" in parts else None,
        tuple(from_json(Service, one) for one in parts["services"]) if "services" in parts else None,
        len(rows) - 1,
        max(row.in_force_from for row in rows if row.in_force_from is not None),
    )


def goals_of(forms: Iterable[SignedForm]) -> dict[UUID, Goals]:
    """By case, opened in memory; a case without a plan that can be read is left out."""
    rows = sorted(
        (row for row in forms if row.kind in (Kind.IWP, Kind.AMENDMENT) and row.state in _IN_FORCE),
        key=lambda row: row.ordinal,
    )
    held: dict[UUID, list[tuple[SignedForm, dict[str, Any]]]] = {}
    for row, text in zip(rows, _texts(rows), strict=True):
        held.setdefault(row.case_id, []).append((row, _read_parts(text)))
    return {case: _goals(found) for case, found in held.items() if any(parts for _, parts in found)}


def _texts(rows: list[SignedForm], *, shown: bool = False) -> list[str]:
    return sealing.show(rows, "content") if shown else vault.match([sealed(row, "content") for row in rows])


def _read_parts(text: str) -> dict[str, Any]:
    try:
        return _parts(read(text))
    except (ValueError, KeyError):
        return {}


def _parts(content: Content) -> dict[str, Any]:
    """The goals and services a form has; an amendment has those alone that it revises."""
    revised = content.facts.get("revises", PARTS)
    names = [name for part, name in _FIELD.items() if part in revised]
    return {name: content.facts[name] for name in names if content.facts.get(name) is not None}


def _goals(found: list[tuple[SignedForm, dict[str, Any]]]) -> Goals:
    now: dict[str, Any] = {}
    before = []
    for row, parts in found:
        if "services" in parts and "services" in now and row.in_force_from is not None:
            before.append((row.in_force_from, _kinds(now)))
        now |= parts
    targets = [(now.get(name) or {}).get("target_on") for name in ("short_term", "long_term")]
    return Goals(tuple(sorted(date.fromisoformat(day) for day in targets if day)), _kinds(now), tuple(before))


def _kinds(parts: dict[str, Any]) -> frozenset[str]:
    return frozenset(one["kind"] for one in parts.get("services") or ())
