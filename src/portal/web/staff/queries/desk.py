"""The analysts' queue as its pages show it: who has what, what is free, what waits in a diary."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models.fields.json import KT

from portal.kernel.desk_lists import Which, part
from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty
from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist
from portal.payments.duties import ANALYST_QUEUE
from portal.payments.models import Determination
from portal.payments.rows import RequestRow, of_ids


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A request in a queue. `days_open` is its age since it was submitted; `days_late` 0 when it is not."""

    duty: DutyLine
    request: RequestRow
    outcome: str
    reason: str
    denial: str
    amount: int | None
    days_open: int
    days_late: int
    mine: bool
    put_off: bool


class _Said(NamedTuple):
    """The last determination, in short."""

    outcome: str
    reason: str
    denial: str
    amount: int | None


_UNSAID = _Said("", "", "", None)


def desk(which: Which, *, worklist: Worklist = ANALYST_QUEUE, page: int = 1, size: int = 25) -> Page[DeskRow]:
    """A part of a queue of payment requests by due date."""
    return read(part(worklist, which), page, size).map(desk_rows)


def desk_rows(rows: Sequence[Duty]) -> list[DeskRow]:
    """Duties with their requests and what was last determined of each; the names shown are looks."""
    unit = current()
    wanted = [row.subject for row in rows]
    requests = {one.id: one for one in of_ids(wanted)}
    said = _last_said(wanted)
    return [
        DeskRow(
            duty=line(row),
            request=requests[row.subject],
            **said.get(row.subject, _UNSAID)._asdict(),
            days_open=(unit.on - requests[row.subject].submitted_on).days,
            days_late=max(0, (unit.on - row.due_on).days),
            mine=row.claimed_by is not None and row.claimed_by == unit.actor.account,
            put_off=row.diary_until is not None and row.diary_until > unit.on,
        )
        for row in rows
        if row.subject in requests
    ]


def _last_said(requests: list[UUID]) -> dict[UUID, _Said]:
    """What was said of each request in its last determination."""
    rows = (
        Determination.objects.filter(request__in=requests)
        .order_by("request", "-at", "-id")
        .distinct("request")
        .values_list("request", "outcome", KT("shown__primary__says"), KT("shown__denial"), "amount_cents")
    )
    return {
        request: _Said(outcome, says or "", code or "", cents) for request, outcome, says, code, cents in rows
    }
