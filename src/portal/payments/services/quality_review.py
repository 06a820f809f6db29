"""Reviewing a determination of the sample: answered blind, then set beside the first answer (row E6)."""

from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.models import QualityReview, QualitySample
from portal.policy.core import Outcome
from portal.policy.denials import DENIALS
from portal.policy.quality import Answered, agrees, may_review
from portal.policy.roles import Permission

APPROVE, DENY, RETURN, REFER = "approve", "deny", "return", "refer-to-ssa"
WAYS = (APPROVE, DENY, RETURN, REFER)


def answer_blind(*, sample: UUID, determined: str, denial_code: str, reason: str) -> Answer:
    """Say what one would have determined, before the first answer is shown. Said once."""
    row = _sample(sample)
    if row is None:
        return NotFound()
    unit = current()
    decision = may_review(
        row.determination.by, unit.actor.label, reviewed=QualityReview.objects.filter(sample=row).exists()
    )
    if decision.outcome is not Outcome.GRANT:
        said = decision.primary.test if decision.primary else None
        return NotAllowed(f"This does not hold: {said.says} {said.remedy}" if said else "", decision)
    code = denial_code if determined == DENY else ""
    if determined not in WAYS or (determined == DENY and code not in DENIALS):
        return NotAllowed("Choose what you would determine; for a denial, also the code.")
    if not reason.strip():
        return NotAllowed("Say what you rest it on.")
    first = Answered(row.determination.determined, row.determination.denial_code)
    same = agrees(first, Answered(determined, code))
    review = QualityReview(
        sample=row,
        determined=determined,
        denial_code=code,
        note=reason.strip(),
        by=unit.actor.label,
        by_name=unit.actor.name,
        on=unit.on,
        at=unit.at,
        first_was_right=True if same else None,
        settled_at=unit.at if same else None,
    )
    try:
        with transaction.atomic(), as_system():
            review.save(force_insert=True)
    except IntegrityError:
        return Changed()
    return _noted(row, "quality-answered", "same" if same else "different")


def settle_difference(*, sample: UUID, first_was_right: bool, why: str) -> Answer:
    """Once both answers are seen: which of them is right, and why. The reviewer settles it."""
    row = _sample(sample)
    if row is None:
        return NotFound()
    unit = current()
    if not why.strip():
        return NotAllowed("Say why.")
    mine = QualityReview.objects.filter(sample=row, by=unit.actor.label)
    if not mine.exists():
        return NotAllowed("Who answered settles the difference.")
    with as_system():
        settled = mine.filter(settled_at=None).update(
            first_was_right=first_was_right, why=why.strip(), settled_at=unit.at
        )
    if not settled:
        return Changed()
    return _noted(row, "quality-settled", "right" if first_was_right else "wrong")


def _sample(sample: UUID) -> QualitySample | None:
    if not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return None
    return QualitySample.objects.select_related("determination__request").filter(pk=sample).first()


def _noted(row: QualitySample, kind: str, how: str) -> Done:
    request = row.determination.request
    note(
        kind,
        subject_kind="payment-request",
        subject=request.pk,
        people=[request.person_id],
        detail={"how": how},
    )
    return Done(row.pk, request.number, how)
