"""An amendment beside the plan it amends: what is typed of it, what is on record, and what stays as it is."""

from typing import Any

from portal.casework.plan.facts import Record
from portal.casework.plan.in_force import InForce
from portal.policy.amendment import PARTS, AmendmentFacts
from portal.policy.signatures import UNSIGNED

_FIELDS = dict(zip(PARTS, ("short_term", "long_term", "services"), strict=True))
NOTHING = AmendmentFacts(
    plan_from=None,
    plan_until=None,
    provider_name=None,
    pid=None,
    reason=None,
    revises=frozenset(),
    short_term=None,
    long_term=None,
    blind=None,
    services=None,
    certified_counsellor=None,
    signatures=UNSIGNED,
)


def with_plan(typed: AmendmentFacts, record: Record, plan: InForce | None) -> AmendmentFacts:
    """The amendment as it is judged. A part revises the plan only where it says something else than the plan does.

    The plan that is amended is the plan as amended so far: in force since its last amendment.
    """
    part = {
        one: getattr(typed if one in typed.revises else plan, name, None) for one, name in _FIELDS.items()
    }
    return typed._replace(
        plan_from=plan.latest_on if plan else None,
        plan_until=plan.until if plan else None,
        pid=record.pid,
        short_term=part["short-term"],
        long_term=part["long-term"],
        services=part["services"],
        blind=record.blind,
        certified_counsellor=record.certified_counsellor,
        revises=frozenset(one for one in typed.revises if _differs(one, part[one], plan)),
    )


def _differs(part: str, new: Any, plan: InForce | None) -> bool:
    old = getattr(plan, _FIELDS[part], None)
    if part == "services":
        return sorted(new or (), key=str) != sorted(old or (), key=str)
    return bool(new != old)
