"""The verdicts on rows that open and close cost-reimbursement cases: a constant number of queries a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.casework.agency.columns import CLOSINGS, OPENINGS
from portal.casework.models import Case
from portal.kernel.numbers import read_number
from portal.kernel.sent_files.kinds import Judged, Row, Verdict
from portal.kernel.tables_in import Layout, Problem, misshapen, read_cells
from portal.people.models import Organisation
from portal.policy.core import Decision, Outcome
from portal.policy.vr_case import ClosingFacts, ReportFacts, judge_closing, judge_report
from portal.tickets.facts import OnRecord, on_record
from portal.tickets.models import VrCase

_AGAIN = "Correct the row and send it again."


@dataclass(slots=True)
class JudgedOpening(Judged):
    """A row that opens a case; `record` and `day` where it names a case file and can be read."""

    record: OnRecord | None = None
    day: date | None = None


@dataclass(slots=True)
class JudgedClosing(Judged):
    """A row that closes a case; `found` is the case as it is recorded now."""

    found: VrCase | None = None
    day: date | None = None
    employed: bool | None = None


def judge_openings(organisation: UUID, rows: Sequence[Row], on: date) -> list[JudgedOpening]:
    """The verdict of each row as of `on`."""
    mine = Case.objects.filter(organisation=organisation, number__in=_numbers(rows, "case"), closed_on=None)
    cases = {row.number: row for row in mine}
    records = on_record({row.person_id for row in cases.values()})
    agency = Organisation.objects.values_list("number", flat=True).get(pk=organisation)
    there = dict(
        VrCase.objects.filter(case__in=[row.pk for row in cases.values()], superseded_at=None).values_list(
            "case", "ipe_signed_on"
        )
    )
    return [_opening(row, cases, records, agency, there, on) for row in rows]


def judge_closings(organisation: UUID, rows: Sequence[Row], on: date) -> list[JudgedClosing]:
    """The verdict of each row as of `on`."""
    mine = VrCase.objects.filter(
        organisation=organisation, number__in=_numbers(rows, "vr_case"), superseded_at=None
    )
    cases = {row.number: row for row in mine}
    return [_closing(row, cases, on) for row in rows]


def _numbers(rows: Sequence[Row], column: str) -> set[str]:
    return {number for row in rows if (number := read_number(row.cells.get(column, "")))}


def _opening(
    row: Row,
    cases: dict[str, Case],
    records: dict[UUID, OnRecord],
    agency: str,
    there: dict[UUID | None, date | None],
    on: date,
) -> JudgedOpening:
    values, problems = _read(OPENINGS, row, "case")
    case = cases.get(values.get("case") or "")
    judged = JudgedOpening(row, Verdict.REFUSED, problems)
    if values.get("case") and case is None:
        problems.append(
            Problem("case", "", "Your agency has no open case with this number.", "Check the number.")
        )
    if case is None:
        return judged
    judged.person, judged.case, judged.record = case.person_id, case.pk, records.get(case.person_id)
    judged.day = values["ipe_signed_on"]
    if problems or judged.record is None:
        return judged
    if case.pk in there and there[case.pk] == judged.day:
        judged.verdict = Verdict.ALREADY
        return judged
    known = judged.record.facts
    decision = judge_report(ReportFacts(agency, judged.day, known.assignments, known.vr_cases), on)
    _told(judged, decision, "ipe_signed_on")
    return judged


def _closing(row: Row, cases: dict[str, VrCase], on: date) -> JudgedClosing:
    values, problems = _read(CLOSINGS, row, "vr_case")
    found = cases.get(values.get("vr_case") or "")
    judged = JudgedClosing(row, Verdict.REFUSED, problems, found=found)
    if values.get("vr_case") and found is None:
        problems.append(
            Problem("vr_case", "", "Your agency has no case with this number.", "Check the number.")
        )
    if found is None:
        return judged
    judged.person, judged.case = found.person_id, found.case
    judged.day, judged.employed = values["closed_on"], values["status"]
    if problems:
        return judged
    if (found.closed_on, found.employed) == (judged.day, judged.employed):
        judged.verdict = Verdict.ALREADY
        return judged
    facts = ClosingFacts(True, found.opened_on, found.closed_on, judged.day, judged.employed)
    _told(judged, judge_closing(facts, on), "closed_on")
    return judged


def _read(layout: Layout, row: Row, key: str) -> tuple[dict[str, Any], list[Problem]]:
    if (wrong := misshapen(row.cells)) is not None:
        return {}, [wrong]
    values, problems = read_cells(layout, row.cells)
    if row.same_as is not None:
        same = f"Line {row.same_as} is about the same case."
        problems.append(Problem(key, "", same, "Leave one of them."))
    return values, problems


def _told(judged: Judged, decision: Decision, column: str) -> None:
    """Accepted, or every rule that is not met, with its citation. Facts of others are not in a verdict."""
    if decision.outcome is Outcome.GRANT:
        judged.verdict = Verdict.ACCEPTED
        return
    for one in decision.checks:
        if one.state != "held":
            reason = f"This is not met: {one.test.says}"
            judged.problems.append(Problem(column, one.test.citation, reason, f"{one.test.remedy} {_AGAIN}"))
