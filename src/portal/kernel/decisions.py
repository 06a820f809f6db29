"""Keeping a decision with the facts it was made on."""

from typing import Any
from uuid import UUID

from portal.kernel.models import StoredDecision
from portal.kernel.unit import current


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
    unit = current()
    return StoredDecision(
        rule=answer["rule"],
        version=str(answer["version"]),
        subject_kind=subject_kind,
        subject=subject,
        person=person,
        facts=facts,
        answer=answer,
        outcome=answer["outcome"],
        decided_on=unit.on,
        decided_at=unit.at,
    )
