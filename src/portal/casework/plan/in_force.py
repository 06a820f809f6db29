"""The goals and services that a case's plan and its amendments now hold. Opened in memory; nobody is shown them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from portal.casework.models import SignedForm
from portal.casework.plan.content import read
from portal.casework.sealing import sealed
from portal.kernel import vault

Kind, State = SignedForm.Kind, SignedForm.State
_IN_FORCE = (State.SIGNED, State.ENDED)


class Goals(NamedTuple):
    """Target dates of the goals, the nearest first, and the kinds of service the plan has."""

    targets: tuple[date, ...]
    services: frozenset[str]


def goals_of(forms: Iterable[SignedForm]) -> dict[UUID, Goals]:
    """By case: what the plan in force says, with each amendment signed by both laid over it in its order.

    A case without a plan that can be read is left out.
    """
    rows = sorted(
        (row for row in forms if row.kind in (Kind.IWP, Kind.AMENDMENT) and row.state in _IN_FORCE),
        key=lambda row: row.ordinal,
    )
    parts: dict[UUID, dict[str, Any]] = {}
    for row, text in zip(rows, vault.match([sealed(row, "content") for row in rows]), strict=True):
        parts.setdefault(row.case_id, {}).update(_parts(text))
    return {case: _goals(found) for case, found in parts.items() if found}


def _parts(text: str) -> dict[str, Any]:
    """The goals and services a form has; an amendment has those alone that it revises."""
    try:
        facts = read(text).facts
    except (ValueError, KeyError):
        return {}
    return {
        name: facts[name] for name in ("short_term", "long_term", "services") if facts.get(name) is not None
    }


def _goals(parts: dict[str, Any]) -> Goals:
    targets = [(parts.get(name) or {}).get("target_on") for name in ("short_term", "long_term")]
    return Goals(
        tuple(sorted(date.fromisoformat(day) for day in targets if day)),
        frozenset(one["kind"] for one in parts.get("services") or ()),
    )
