"""Cases that may still be changed to an assignment: a duty each until the 90 days are over, and the worklist of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.kinds import VR_WINDOW
from portal.casework.models import Case
from portal.casework.sealing import show
from portal.kernel.duties import Due
from portal.kernel.models import Duty
from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist, declare, duties
from portal.policy.roles import Permission
from portal.policy.vr_case import change_until
from portal.tickets.models import VrCase

_SOON = 15

WINDOWS = declare(
    Worklist(
        "vr-windows",
        "Cases whose 90 days for a change to assignment end soon",
        Permission.READ_VR_CASES,
        (VR_WINDOW,),
        "No case's 90 days end in the next 15 days.",
        ahead=_SOON,
    )
)


class WindowLine(NamedTuple):
    """A case with whose it is, which is a look, and its last day for the change."""

    number: str
    name: str
    ipe_signed_on: date
    last_day: date


def window_duties(row: VrCase, on: date) -> Iterator[Due]:
    """Decide about the change while it can be made: the case is open and its 90 days are not over."""
    if row.closed_on is not None or row.superseded_at is not None:
        return
    if row.case is None or row.ipe_signed_on is None:
        return
    last = change_until(row.ipe_signed_on)
    if on <= last:
        yield Due(VR_WINDOW, row.case, row.organisation_id, row.person_id, last)


def ending_soon(*, page: int = 1, size: int = 25) -> Page[WindowLine]:
    """The worklist's cases, the first to end first; three queries."""
    return read(duties(WINDOWS, current()), page, size).map(_lines)


def _lines(rows: Sequence[Duty]) -> list[WindowLine]:
    wanted = [row.subject for row in rows]
    found = {
        one.case: one
        for one in VrCase.objects.filter(case__in=wanted, closed_on=None, superseded_at=None)
        if one.case is not None
    }
    cases: dict[UUID, Case] = {one.pk: one for one in Case.objects.filter(pk__in=list(found))}
    here = [row for row in rows if row.subject in cases]
    names = show([cases[row.subject] for row in here], "name")
    return [_line(found[row.subject], row, name) for row, name in zip(here, names, strict=True)]


def _line(case: VrCase, row: Duty, name: str) -> WindowLine:
    return WindowLine(case.number, name, case.ipe_signed_on or case.opened_on, row.due_on)
