"""Bringing over a file: tried at once, brought over in batches that may be killed at any point (mission row A7).

A batch is one transaction: its rows, what they make and their verdicts stand or fall together, so a batch that
was killed is simply done again. A row that meets another change at the same moment is refused alone.
"""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel.outbox import enqueue, enqueue_many
from portal.kernel.sets import insert_rows, update_rows
from portal.kernel.tables_in import Problem, Sheet, Unreadable, read_table
from portal.kernel.trail import note
from portal.kernel.trail.writing import note_many
from portal.kernel.unit import as_system, current
from portal.policy.roles import Permission
from portal.providers.bring_over import history, users
from portal.providers.bring_over.columns import LAYOUTS
from portal.providers.bring_over.judging import Judged, Verdict
from portal.providers.bring_over.users import Moment
from portal.providers.models import BringOver, BroughtRow
from portal.providers.results import NotAllowed, NotFound
from portal.providers.services.enrolment import INVITE
from portal.providers.services.telling import all_enrolled

BRING = "providers.bring_over"
BATCH = 500
_JUDGES = {BringOver.Kind.USERS: users.judge, BringOver.Kind.HISTORY: history.judge}
_MET = Problem(
    "the row",
    "As the portal stands.",
    "The same was entered in the portal at the same moment.",
    "Send the file again; the row is then judged against what is there.",
)


class Tried(NamedTuple):
    """A file was read and tried; nothing is brought over yet."""

    run: UUID


class Started(NamedTuple):
    """The worker brings it over now, or has."""

    run: UUID


def receive(*, kind: str, name: str, content: bytes) -> Tried | Unreadable | NotFound:
    """Read a file and try it: a verdict for every row, and nothing changed but the record of the trial."""
    unit = current()
    if not unit.actor.may(Permission.BRING_OVER) or unit.actor.account is None:
        return NotFound()
    read = read_table(LAYOUTS[kind], name, content)
    if isinstance(read, Unreadable):
        note("bring-over-unreadable", detail={"kind": kind})
        return read
    with as_system():
        run = _run_of(kind, read, unit.actor.account)
        run.save(force_insert=True)
        rows = [
            BroughtRow(run=run, line=line.line, cells=line.cells, same_as=line.same_as) for line in read.lines
        ]
        for part in batched(rows, BATCH, strict=False):
            for judged in _JUDGES[BringOver.Kind(kind)](run, part, Moment(unit.on, unit.at)):
                judged.row.tried = judged.verdict
                judged.row.problems = [problem._asdict() for problem in judged.problems]
        insert_rows(rows)
        note(
            "bring-over-tried",
            subject_kind="bring-over",
            subject=run.pk,
            detail={"kind": kind, "rows": run.rows_total},
        )
    return Tried(run.pk)


def start(*, run: UUID) -> Started | NotAllowed | NotFound:
    """Bring over a file that was tried. Asked for twice, it is done once."""
    unit = current()
    if not unit.actor.may(Permission.BRING_OVER):
        return NotFound()
    with as_system():
        row = BringOver.objects.select_for_update().filter(pk=run).first()
        if row is None:
            return NotFound()
        if row.state != BringOver.State.TRIED:
            return Started(row.pk)
        if not row.rows.filter(tried=Verdict.ACCEPTED).exists():
            return NotAllowed(
                "No row of this file can be brought over. Correct the rows and send the file again."
            )
        row.state, row.started_at, row.started_by = BringOver.State.RUNNING, unit.at, unit.actor.account
        row.save(update_fields=["state", "started_at", "started_by"])
        note("bring-over-started", subject_kind="bring-over", subject=row.pk, detail={"rows": row.rows_total})
        enqueue(BRING, row.pk)
    return Started(row.pk)


def step(*, run: UUID, size: int = BATCH) -> bool:
    """Bring over the next rows; True while there are more. Run by the worker, as the system, a unit each."""
    row = BringOver.objects.select_for_update().filter(pk=run, state=BringOver.State.RUNNING).first()
    if row is None:
        return False
    waiting = list(BroughtRow.objects.filter(run=row, became="").order_by("line")[:size])
    _bring(row, waiting)
    row.rows_done += len(waiting)
    if len(waiting) < size:
        row.state, row.finished_at = BringOver.State.DONE, current().at
        note("bring-over-done", subject_kind="bring-over", subject=row.pk, detail={"rows": row.rows_done})
    row.save(update_fields=["rows_done", "state", "finished_at"])
    return row.state == BringOver.State.RUNNING


def _bring(run: BringOver, rows: Sequence[BroughtRow]) -> None:
    judge = _JUDGES[BringOver.Kind(run.kind)]
    moment = Moment(current().on, current().at)
    judged = judge(run, rows, moment)
    try:
        with transaction.atomic():
            _make(judged)
    except IntegrityError:
        judged = [one for row in rows for one in _alone(judge(run, [row], moment))]
    for one in judged:
        one.row.became = one.verdict
        one.row.problems = [problem._asdict() for problem in one.problems]
    update_rows(list(rows), ["became", "problems"])
    enqueue_many(INVITE, all_enrolled({one.invites for one in judged if one.invites}))


def _alone(judged: list[Judged]) -> Iterator[Judged]:
    """A row by itself, for when one of the batch has met another change."""
    for one in judged:
        try:
            with transaction.atomic():
                _make([one])
        except IntegrityError:
            one.verdict, one.problems, one.invites = Verdict.REFUSED, [_MET], None
        yield one


def _make(judged: Sequence[Judged]) -> None:
    """Write what the accepted rows make, a statement a table."""
    made = [row for one in judged if one.verdict == Verdict.ACCEPTED for row in one.makes]
    for model in dict.fromkeys(type(row) for row in made):
        insert_rows([row for row in made if type(row) is model])
    note_many(one.entry for one in judged if one.verdict == Verdict.ACCEPTED and one.entry)


def _run_of(kind: str, read: Sheet, account: UUID) -> BringOver:
    unit = current()
    return BringOver(
        kind=kind,
        file_name=read.file_name,
        sha256=read.sha256,
        made_by=account,
        made_by_name=unit.actor.name,
        made_at=unit.at,
        rows_total=len(read.lines),
    )
