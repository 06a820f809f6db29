"""Asking whether a Ticket can be assigned: one person, or a file of many (row D1).

Whoever has no Ticket, known or not, gets the same words in the same time. What is kept is the answer, not the number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from portal.kernel import decisions, vault
from portal.kernel.dated import on as in_force
from portal.kernel.ids import new_id
from portal.kernel.models import StoredDecision
from portal.kernel.numbers import new_number
from portal.kernel.sets import insert_rows
from portal.kernel.tables_in import Line, Problem, Sheet, TableLimits, misshapen, read_cells
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Outcome
from portal.tickets.assignability import Judged, judge_people
from portal.tickets.layout import ELIGIBLE, LAYOUT, REFERENCE, SSN
from portal.tickets.models import AssignabilityCheck, AssignabilityFile
from portal.tickets.parameters import ASSIGNABILITY_FILES, ASSIGNABILITY_ROWS
from portal.tickets.services.look_up import TooMany, by_ssn

Verdict = AssignabilityCheck.Verdict
_VERDICTS = {
    Outcome.GRANT: Verdict.ASSIGNABLE,
    Outcome.REFUSE: Verdict.NOT_NOW,
    Outcome.ASK: Verdict.ASK,
    Outcome.REFER: Verdict.REFER,
}
_HOUR = timedelta(hours=1)
WAIT = "Your organization has sent as many files as it may in an hour. Send this one an hour after the first."


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer, or the file's answers, are kept under this number."""

    number: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a file: what it asks, and why it cannot be judged."""

    line: Line
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)


def check(*, ssn: str, vr_eligible: bool | None = None) -> Checked | TooMany:
    """Judge one person by the SSN as typed, for the actor's organisation, as of today."""
    organisation = _organisation()
    judged: list[Judged] = []

    def known(person: UUID) -> Judged | None:
        one = judge_people([person], organisation, current().on, vr_eligible={person: vr_eligible})[person]
        judged.append(one)
        return one if one.person else None

    found = by_ssn(ssn, known)
    if isinstance(found, TooMany):
        return found
    row = _row(judged[0], organisation)
    with as_system():
        _store(judged[0], row).save(force_insert=True)
        row.save(force_insert=True)
    note(
        "assignability-checked",
        subject_kind="assignability",
        subject=row.pk,
        people=[row.person_id] if row.person_id else [],
        detail={"verdict": row.verdict},
    )
    return Checked(row.number)


def limits() -> TableLimits:
    """What a file may have today."""
    return TableLimits(bytes=1_000_000, rows=int(in_force(ASSIGNABILITY_ROWS, current().on)))


def check_file(*, sheet: Sheet) -> Checked | TooMany:
    """Judge each row of a file that was read; rows that cannot be judged say why. A constant number of queries."""
    organisation = _organisation()
    if _must_wait(organisation):
        note("assignability-file-stopped")
        return TooMany(WAIT)
    asked = [_asked(line) for line in sheet.lines]
    _same_people(asked)
    people = vault.find_people(row.values[SSN] for row in asked if not row.problems)
    # Somebody unknown is judged like anybody else.
    ids = {row.line.line: people.get(row.values[SSN] or "", new_id()) for row in asked if not row.problems}
    eligible = {ids[row.line.line]: row.values[ELIGIBLE] for row in asked if not row.problems}
    judged = judge_people(list(eligible), organisation, current().on, vr_eligible=eligible)
    file = _file(sheet, organisation)
    answers = [judged[ids[row.line.line]] if not row.problems else None for row in asked]
    rows = [_of_file(file, row, answer) for row, answer in zip(asked, answers, strict=True)]
    kept = [_store(answer, row) for answer, row in zip(answers, rows, strict=True) if answer is not None]
    with as_system():
        file.save(force_insert=True)
        insert_rows(kept)
        insert_rows(rows)
    note(
        "assignability-file-checked",
        subject_kind="assignability-file",
        subject=file.pk,
        people=sorted({row.person_id for row in rows if row.person_id}),
        detail={"rows": file.rows, "assignable": sum(row.verdict == Verdict.ASSIGNABLE for row in rows)},
    )
    return Checked(file.number)


def _organisation() -> UUID:
    organisation = current().actor.organisation
    if organisation is None:
        raise PermissionError("assignability is asked for an organisation")
    return organisation


def _account() -> UUID:
    account = current().actor.account
    if account is None:
        raise PermissionError("assignability is asked by a person")
    return account


def _must_wait(organisation: UUID) -> bool:
    """Are the hour's files used up? Files of one organisation are judged one after the other, to be counted."""
    unit = current()
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"assignability/{organisation}"]
        )
    sent = AssignabilityFile.objects.filter(organisation=organisation, at__gt=unit.at - _HOUR).count()
    return sent >= in_force(ASSIGNABILITY_FILES, unit.on)


def _asked(line: Line) -> _Row:
    if (wrong := misshapen(line.cells)) is not None:
        return _Row(line, {SSN: None, REFERENCE: None, ELIGIBLE: None}, [wrong])
    return _Row(line, *read_cells(LAYOUT, line.cells))


def _same_people(rows: Sequence[_Row]) -> None:
    """The same number twice, however it is written, is judged once."""
    first: dict[str, int] = {}
    for row in rows:
        if row.problems:
            continue
        before = first.setdefault(row.values[SSN], row.line.line)
        if before != row.line.line:
            row.problems.append(
                Problem(
                    SSN,
                    "Each number once in a file.",
                    f"Line {before} has the same number.",
                    "Read the answer there. Leave one of the two rows out next time.",
                )
            )


def _file(sheet: Sheet, organisation: UUID) -> AssignabilityFile:
    unit = current()
    return AssignabilityFile(
        number=new_number("AF"),
        organisation_id=organisation,
        file_name=sheet.file_name,
        rows=len(sheet.lines),
        on=unit.on,
        at=unit.at,
        by=_account(),
        by_name=unit.actor.name,
    )


def _of_file(file: AssignabilityFile, row: _Row, judged: Judged | None) -> AssignabilityCheck:
    made = _row(judged, file.organisation_id)
    made.file, made.line = file, row.line.line
    made.reference = row.values[REFERENCE] or ""
    made.problems = [one._asdict() for one in row.problems]
    return made


def _row(judged: Judged | None, organisation: UUID) -> AssignabilityCheck:
    unit = current()
    return AssignabilityCheck(
        id=new_id(),
        number=new_number("AC"),
        organisation_id=organisation,
        person_id=judged.person if judged else None,
        on=unit.on,
        at=unit.at,
        by=_account(),
        by_name=unit.actor.name,
        verdict=_VERDICTS[judged.decision.outcome] if judged else Verdict.NOT_JUDGED,
        shown=judged.shown if judged else None,
    )


def _store(judged: Judged, row: AssignabilityCheck) -> StoredDecision:
    kept = decisions.decision_row(
        facts=judged.facts,
        answer=judged.answer,
        subject_kind="assignability",
        subject=row.pk,
        person=judged.person,
    )
    row.decision = kept.pk
    return kept
