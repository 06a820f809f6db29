"""Opening and closing cost-reimbursement cases by file, row by row under each Ticket's lock (rows C6, BF-02)."""

from collections.abc import Sequence
from typing import Any

from portal.casework.agency import columns
from portal.casework.agency.judging import (
    JudgedClosing,
    JudgedOpening,
    judge_closings,
    judge_openings,
)
from portal.casework.kinds import VR_CLOSINGS, VR_OPENINGS
from portal.casework.models import VrFile, VrRow
from portal.casework.services.vr_case import close, settle_window
from portal.kernel.sent_files.kinds import Judged, Kind, Row, Verdict, Words, declare
from portal.kernel.tables_in import Problem
from portal.kernel.unit import current
from portal.policy.roles import Permission
from portal.tickets.facts import on_record
from portal.tickets.locks import lock_tickets
from portal.tickets.models import VrCase
from portal.tickets.results import NotDone
from portal.tickets.services.agency_form import open_case
from portal.tickets.services.vr_case_at import Closing

# Each row moves a Ticket by itself; a batch is held no longer than a page would be.
_BATCH = 50


def _judge_openings(file: VrFile, rows: Sequence[Row]) -> list[JudgedOpening]:
    return judge_openings(file.organisation_id, rows, current().on)


def _judge_closings(file: VrFile, rows: Sequence[Row]) -> list[JudgedClosing]:
    return judge_closings(file.organisation_id, rows, current().on)


def _open(file: VrFile, rows: Sequence[Row]) -> list[JudgedOpening]:
    # Judged twice: whom they are about, and once nobody else moves those Tickets.
    _hold(_judge_openings(file, rows))
    judged = _judge_openings(file, rows)
    for one in judged:
        if one.verdict == Verdict.ACCEPTED:
            _opened(file, one)
    return judged


def _opened(file: VrFile, one: JudgedOpening) -> None:
    if one.case is None or one.person is None or one.day is None or one.record is None:
        raise ValueError("an accepted row names a case file and a day")
    answer = open_case(
        case=one.case,
        person=one.person,
        organisation=file.organisation_id,
        day=one.day,
        record=one.record,
        cause="file of openings",
        by_name=file.sent_by_name,
    )
    if isinstance(answer, NotDone):
        _refused(one, answer, "case")
        return
    one.made = _recorded(answer.number)
    settle_window(one.case)


def _close(file: VrFile, rows: Sequence[Row]) -> list[JudgedClosing]:
    _hold(_judge_closings(file, rows))
    judged = _judge_closings(file, rows)
    for one in judged:
        if one.verdict == Verdict.ACCEPTED and one.found is not None:
            answer = close(
                closing=Closing(
                    one.found.number,
                    one.found.pk,
                    one.day,
                    one.employed,
                    organisation=file.organisation_id,
                    by_name=file.sent_by_name,
                )
            )
            if isinstance(answer, NotDone):
                _refused(one, answer, "vr_case")
            else:
                one.made = _recorded(answer.number)
    return judged


def _hold(judged: Sequence[Judged]) -> None:
    """Lock the Tickets of a batch in one order, or the people without one."""
    people = {one.person for one in judged if one.person}
    records = on_record(people)
    lock_tickets(
        row.ticket.pk if (row := records.get(person)) and row.ticket else person for person in people
    )


def _refused(one: Judged, answer: NotDone, column: str) -> None:
    one.verdict = Verdict.REFUSED
    one.problems.append(Problem(column, "", answer.sentence, "Look at the case, and send the row again."))


def _recorded(number: str) -> Any:
    return VrCase.objects.values_list("pk", flat=True).get(number=number, superseded_at=None)


_SHARED: dict[str, Any] = {
    "about": "vr-file",
    "task": "casework.bring_vr_cases",
    "files": VrFile,
    "rows": VrRow,
    "permission": Permission.WORK_VR_CASES,
    "limits": lambda: columns.LIMITS,
    "made": "vr_case",
    "batch": _BATCH,
}
OPENINGS = declare(
    Kind(
        name=VR_OPENINGS,
        prefix="VO",
        layout=columns.OPENINGS,
        judge=_judge_openings,
        bring=_open,
        words=Words("Open the cases", "opened", "cases"),
        **_SHARED,
    )
)
CLOSINGS = declare(
    Kind(
        name=VR_CLOSINGS,
        prefix="VX",
        layout=columns.CLOSINGS,
        judge=_judge_closings,
        bring=_close,
        words=Words("Close the cases", "closed", "cases"),
        **_SHARED,
    )
)
