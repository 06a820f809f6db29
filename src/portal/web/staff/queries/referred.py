"""Requests that wait for Social Security, each with why it was referred."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.kernel import vault
from portal.kernel.desk_lists import Which
from portal.kernel.paging import Page
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place
from portal.payments.duties import SSA_QUEUE
from portal.payments.models import PaymentRequest, RequestStep
from portal.web.staff.queries.desk import DeskRow, desk


@dataclass(frozen=True, slots=True)
class Referral:
    """A case with the analyst's reason, who referred it and when."""

    row: DeskRow
    reason: str
    by_name: str
    on: date | None


def referrals(which: Which, *, page: int = 1, size: int = 25) -> Page[Referral]:
    """A part of the cases with Social Security by due date."""
    rows = desk(which, worklist=SSA_QUEUE, page=page, size=size)
    steps = _steps([row.request.id for row in rows.rows])
    noted = [step for step in steps.values() if step.note is not None]
    opened = vault.show(
        Sealed(step.note, place("payments_requeststep", "note", step.pk), step.request.person_id)
        for step in noted
    )
    reasons = {step.request_id: text for step, text in zip(noted, opened, strict=True)}
    return rows.map(
        lambda part: [
            Referral(
                row,
                reasons.get(row.request.id, ""),
                steps[row.request.id].by_name if row.request.id in steps else "",
                steps[row.request.id].on if row.request.id in steps else None,
            )
            for row in part
        ]
    )


def _steps(requests: list[UUID]) -> dict[UUID, RequestStep]:
    rows = (
        RequestStep.objects.filter(request__in=requests, to_state=PaymentRequest.State.WAITING_FOR_SSA)
        .select_related("request")
        .order_by("request", "-at", "-version")
        .distinct("request")
    )
    return {row.request_id: row for row in rows}
