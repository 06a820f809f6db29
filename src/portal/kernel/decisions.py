"""Keeping a decision with the facts it was made on."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from portal.kernel.copy_text import JsonText
from portal.kernel.made import made
from portal.kernel.models import StoredDecision
from portal.kernel.unit import current
from portal.policy.core import Decision

_AT_ONCE = 500


def store(
    *, facts: dict[str, Any], answer: dict[str, Any], subject_kind: str, subject: UUID, person: UUID | None
) -> StoredDecision:
    """Store facts and answer as the policy reads and writes them. Written as the system."""
    row = decision_row(facts=facts, answer=answer, subject_kind=subject_kind, subject=subject, person=person)
    row.save(force_insert=True)
    return row


def decision_row(
    *, facts: dict[str, Any], answer: dict[str, Any], subject_kind: str, subject: UUID, person: UUID | None
) -> StoredDecision:
    """The row that keeps a decision, not yet written."""
    return _row(
        answer["rule"],
        str(answer["version"]),
        answer["outcome"],
        facts=facts,
        answer=answer,
        subject_kind=subject_kind,
        subject=subject,
        person=person,
    )


def answered(
    decision: Decision,
    *,
    facts: dict[str, Any],
    answer: JsonText,
    subject_kind: str,
    subject: UUID,
    person: UUID | None,
) -> StoredDecision:
    """The same where the answer is text already, for many that are written at once."""
    return _row(
        decision.rule,
        decision.version,
        decision.outcome.value,
        facts=facts,
        answer=answer,
        subject_kind=subject_kind,
        subject=subject,
        person=person,
    )


def kept(rule: str | None = None) -> tuple[int, Iterator[StoredDecision]]:
    """How many decisions are kept, of one rule or of all, and they themselves in their order, a few at a time."""
    rows = StoredDecision.objects.order_by("pk")
    if rule is not None:
        rows = rows.filter(rule=rule)
    # Counted first: a cursor of the server is not preceded by the role that the unit puts on with its first statement.
    return rows.count(), rows.iterator(_AT_ONCE)


def _row(rule: str, version: str, outcome: str, **kept: Any) -> StoredDecision:
    unit = current()
    return made(
        StoredDecision,
        rule=rule,
        version=version,
        outcome=outcome,
        decided_on=unit.on,
        decided_at=unit.at,
        **kept,
    )
