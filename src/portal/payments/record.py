"""One payment request in full: its timeline, what was determined, its files, what can be done with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.kernel import files, vault
from portal.kernel.actor import Wall
from portal.kernel.duties import DutyLine
from portal.kernel.duties import line as duty_line
from portal.kernel.files import FileLine
from portal.kernel.models import StoredDecision
from portal.kernel.unit import current
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place
from portal.payments.models import Determination, PaymentRequest, RequestStep
from portal.payments.moves import STATE_WORDS, Move, open_moves, rests_on
from portal.payments.record_rows import RecordRows, rows_of
from portal.payments.rows import RequestRow, line
from portal.tickets.queries import OnTicket, sealed_name

_DETERMINED = {
    "approve": "approved",
    "deny": "denied",
    "ask": "information asked for",
    "return": "returned for information",
    "refer": "given to an analyst",
    "refer-to-ssa": "referred to Social Security",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the status timeline."""

    at: datetime
    on: date
    by_name: str
    from_state: str
    from_words: str
    to_state: str
    to_words: str
    note: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DeterminationShown:
    """One determination. `shown` is the answer the provider sees; `full` has every fact, for staff only."""

    id: UUID
    at: datetime
    on: date
    by_name: str
    outcome: str
    determined: str
    determined_words: str
    denial_code: str
    amount_cents: int | None
    shown: dict[str, Any]
    full: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A request with everything about it that the reader may see; `request` is its row, for the rules."""

    request: PaymentRequest
    row: RequestRow
    assignment: UUID
    submission_number: str
    submitted_at: datetime
    submitted_by_name: str
    services_described: bool
    earnings_already_proven: bool
    earnings_shown: dict[str, Any]
    timeline: tuple[Step, ...]
    determinations: tuple[DeterminationShown, ...]
    files: tuple[FileLine, ...]
    duty: DutyLine | None
    moves: tuple[Move, ...]

    @property
    def latest(self) -> DeterminationShown | None:
        """The determination that stands."""
        return self.determinations[-1] if self.determinations else None


def request_record(number: str) -> RequestRecord | None:
    """A request by its number; None outside the reader's scope. Names and notes are opened together, which is a look."""
    actor = current().actor
    rows = rows_of(number, actor.organisation if actor.wall is Wall.ORGANISATION else None)
    if rows is None:
        return None
    request, steps = rows.request, rows.steps
    name, notes, file_names = _opened(rows)
    before = rests_on(request.state, [(step.to_state, step.by) for step in steps])
    submission = request.submission
    return RequestRecord(
        request=request,
        row=line(
            request,
            OnTicket(rows.ticket.number, rows.ticket.person.number, name),
            steps[-1].due_on if steps else None,
        ),
        assignment=request.assignment_id,
        submission_number=submission.number if submission else "",
        submitted_at=request.submitted_at,
        submitted_by_name=submission.submitted_by_name if submission else "",
        services_described=request.services_described,
        earnings_already_proven=request.earnings_already_proven,
        earnings_shown=request.shown_at_submit,
        timeline=tuple(_step(step, notes.get(step.pk, "")) for step in steps),
        determinations=_determinations(rows.determinations),
        files=tuple(files.line(row, text) for row, text in zip(rows.files, file_names, strict=True)),
        duty=duty_line(rows.duties[0]) if rows.duties else None,
        moves=tuple(open_moves(request.state, actor, before)),
    )


def _opened(rows: RecordRows) -> tuple[str, dict[UUID, str], list[str]]:
    """The person's name, the notes by step and the names of the files: their keys in one query."""
    noted = [step for step in rows.steps if step.note is not None]
    about = rows.request.person_id
    notes = [Sealed(step.note, place("payments_requeststep", "note", step.pk), about) for step in noted]
    name, *texts = vault.show([sealed_name(rows.ticket.person), *notes, *map(files.sealed_name, rows.files)])
    by_step = {step.pk: text for step, text in zip(noted, texts, strict=False)}
    return name, by_step, texts[len(noted) :]


def _step(step: RequestStep, note: str) -> Step:
    return Step(
        step.at,
        step.on,
        step.by_name,
        step.from_state,
        STATE_WORDS.get(step.from_state, ""),
        step.to_state,
        STATE_WORDS[step.to_state],
        note,
        step.due_on,
    )


def _determinations(rows: list[Determination]) -> tuple[DeterminationShown, ...]:
    full: dict[UUID, dict[str, Any]] = {}
    if current().actor.wall is Wall.STAFF:
        full = dict(
            StoredDecision.objects.filter(pk__in=[row.decision_id for row in rows]).values_list(
                "pk", "answer"
            )
        )
    return tuple(
        DeterminationShown(
            row.pk,
            row.at,
            row.on,
            row.by_name,
            row.outcome,
            row.determined,
            _DETERMINED.get(row.determined, row.determined),
            row.denial_code,
            row.amount_cents,
            row.shown,
            full.get(row.decision_id),
        )
        for row in rows
    )
