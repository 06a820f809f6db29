"""One payment request in full: its timeline, what was determined, its files, what can be done with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.kernel import files, vault
from portal.kernel.actor import Wall
from portal.kernel.duties import DutyLine, open_on
from portal.kernel.files import FileLine
from portal.kernel.models import StoredDecision
from portal.kernel.unit import current
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place
from portal.payments.models import Determination, PaymentRequest, RequestStep
from portal.payments.moves import STATE_WORDS, Move, open_moves
from portal.payments.rows import RequestRow, shown, with_all

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
    """A request with everything about it that the reader may see."""

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
    """A request by its number; None outside the reader's scope."""
    rows = PaymentRequest.objects.filter(number=number)
    actor = current().actor
    if actor.wall is Wall.ORGANISATION:
        rows = rows.filter(organisation=actor.organisation)
    request = with_all(rows).select_related("submission", "organisation").first()
    lines = [] if request is None else shown([request])
    if request is None or not lines:
        return None
    steps = list(RequestStep.objects.filter(request=request).order_by("at", "version"))
    people = [step.by for step in steps if step.by != "system"]
    submission = request.submission
    duties = open_on(request.pk)
    return RequestRecord(
        row=lines[0],
        assignment=request.assignment_id,
        submission_number=submission.number if submission else "",
        submitted_at=request.submitted_at,
        submitted_by_name=submission.submitted_by_name if submission else "",
        services_described=request.services_described,
        earnings_already_proven=request.earnings_already_proven,
        earnings_shown=request.shown_at_submit,
        timeline=_timeline(request, steps),
        determinations=_determinations(request),
        files=tuple(files.of(request.pk, *([submission.draft_id] if submission else []))),
        duty=duties[0] if duties else None,
        moves=tuple(open_moves(request.state, actor, people[-1] if people else None)),
    )


def _timeline(request: PaymentRequest, steps: list[RequestStep]) -> tuple[Step, ...]:
    noted = [step for step in steps if step.note is not None]
    opened = vault.show(
        [
            Sealed(step.note, place("payments_requeststep", "note", step.pk), request.person_id)
            for step in noted
        ]
    )
    notes = {step.pk: text for step, text in zip(noted, opened, strict=True)}
    return tuple(
        Step(
            step.at,
            step.on,
            step.by_name,
            STATE_WORDS.get(step.from_state, ""),
            step.to_state,
            STATE_WORDS[step.to_state],
            notes.get(step.pk, ""),
            step.due_on,
        )
        for step in steps
    )


def _determinations(request: PaymentRequest) -> tuple[DeterminationShown, ...]:
    rows = list(Determination.objects.filter(request=request).order_by("at", "id"))
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
