"""Reviews as pages show them; the walls say whose. What a provider and a Ticketholder see names nobody's earnings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel import vault
from portal.kernel.desk_lists import Which, duty_on, part
from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty
from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist, duties
from portal.policy.core import Month
from portal.policy.progress_notices import NOTICES
from portal.progress.duties import APPEALS, TO_ANSWER, TO_DECIDE
from portal.progress.models import ProgressNotice, ProgressReply, ProgressReview, ProgressStep
from portal.progress.moves import OPEN, STATE_WORDS, move_named
from portal.tickets.queries import sealed_name


class ReviewLine(NamedTuple):
    """A review in a list. `name` is a look at the person."""

    id: UUID
    number: str
    person: UUID
    name: str
    ticket_number: str
    period: int
    months: tuple[Month, ...]
    due_on: date
    state: str
    version: int
    organisation_name: str

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def open(self) -> bool:
        return self.state in OPEN


class QueueRow(NamedTuple):
    """A review that waits, with its duty."""

    review: ReviewLine
    duty: DutyLine


class LetterLine(NamedTuple):
    """A letter that was sent. `content` is what it says, without a name."""

    code: str
    title: str
    to: str
    sent_on: date
    last_day: date | None
    posted_at: datetime | None
    content: dict[str, Any]


class ReplyLine(NamedTuple):
    """An answer as it was shown."""

    number: str
    by: str
    received_on: date
    entered_by_name: str
    entered_at: datetime
    shown: tuple[tuple[str, str], ...]


class StepLine(NamedTuple):
    """One step of a review's timeline."""

    state_words: str
    words: str
    reason: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """A review with its letters and answers, as far as the reader's wall shows them."""

    line: ReviewLine
    ticket: UUID
    row: ProgressReview
    letters: tuple[LetterLine, ...]
    replies: tuple[ReplyLine, ...]

    def letter(self, code: str) -> LetterLine | None:
        return next((one for one in self.letters if one.code == code), None)


class Receipt(NamedTuple):
    """What a provider submitted."""

    reply: ReplyLine
    review: ReviewLine


def to_answer(*, page: int = 1, size: int = 25) -> Page[QueueRow]:
    """What the provider was asked, by due date; names are looks. Four queries."""
    return read(duties(TO_ANSWER, current()), page, size).map(_queued)


def queue(which: Which = Which.ALL, *, page: int = 1, size: int = 25) -> Page[QueueRow]:
    """A part of what waits for a decision, by due date; names are looks."""
    return read(part(TO_DECIDE, which), page, size).map(_queued)


def appeals(*, page: int = 1, size: int = 25) -> Page[QueueRow]:
    """Decisions that Social Security was asked to review, by due date; names are looks."""
    return read(duties(APPEALS, current()), page, size).map(_queued)


def review_record(number: str) -> ReviewRecord | None:
    """One review in the reader's scope by number; None outside it. Showing the name is a look. Five queries."""
    row = _rows().filter(number=number).first()
    return None if row is None else _record(row)


def own_review() -> ReviewRecord | None:
    """The latest review of the Ticketholder who acts; None where there is none."""
    row = _rows().filter(person=current().actor.person).order_by("-period", "-opened_on").first()
    return None if row is None else _record(row)


def reviews_of(keys: Iterable[UUID]) -> dict[UUID, ReviewLine]:
    """Lines of reviews by ID, those in the reader's scope; names are looks. Two queries."""
    found = _lines(list(_rows().filter(pk__in=list(keys))))
    return {one.id: one for one in found}


def reviews_numbered(numbers: Iterable[str]) -> dict[str, ReviewLine]:
    """The same by number."""
    return {one.number: one for one in _lines(list(_rows().filter(number__in=list(numbers))))}


def receipts(numbers: Sequence[str]) -> list[Receipt]:
    """What the actor's organisation submitted under these numbers; names are looks. Three queries."""
    mine = ProgressReply.objects.filter(number__in=numbers, organisation=current().actor.organisation)
    rows = list(mine.order_by("entered_at", "number"))
    lines = reviews_of(row.review_id for row in rows)
    return [Receipt(_reply(row), lines[row.review_id]) for row in rows if row.review_id in lines]


def steps_of(review: UUID) -> list[StepLine]:
    """The timeline, for staff."""
    rows = ProgressStep.objects.filter(review=review).order_by("version")
    return [
        StepLine(STATE_WORDS[row.to_state], move_named(row.move).words, row.reason, row.at, row.by_name)
        for row in rows
    ]


def duty_of(worklist: Worklist, review: UUID) -> DutyLine | None:
    """What is due on a review in this queue."""
    return duty_on(worklist, review)


def _rows() -> Any:
    found = ProgressReview.objects.select_related("ticket", "organisation", "person")
    return found.defer("person__ssn", "person__birth_date")


def _record(row: ProgressReview) -> ReviewRecord:
    sent = ProgressNotice.objects.filter(review=row).order_by("sent_on", "id")
    replies = ProgressReply.objects.filter(review=row).order_by("entered_at")
    return ReviewRecord(
        _lines([row])[0],
        row.ticket_id,
        row,
        tuple(_letter(one) for one in sent),
        tuple(_reply(one) for one in replies),
    )


def _letter(row: ProgressNotice) -> LetterLine:
    kind = NOTICES[row.code]
    return LetterLine(
        row.code, kind.title, kind.to, row.sent_on, row.last_day, row.posted_at, dict(row.content)
    )


def _reply(row: ProgressReply) -> ReplyLine:
    shown = tuple((question, answer) for question, answer in row.shown)
    return ReplyLine(row.number, row.by, row.received_on, row.entered_by_name, row.entered_at, shown)


def _queued(rows: Sequence[Duty]) -> list[QueueRow]:
    found = reviews_of(row.subject for row in rows)
    return [QueueRow(found[row.subject], line(row)) for row in rows if row.subject in found]


def _lines(rows: Sequence[ProgressReview]) -> list[ReviewLine]:
    named = vault.show([sealed_name(row.person) for row in rows]) if rows else []
    return [
        ReviewLine(
            row.pk,
            row.number,
            row.person_id,
            name,
            row.ticket.number,
            row.period,
            tuple(Month.of(day) for day in row.months),
            row.due_on,
            row.state,
            row.version,
            row.organisation.name if row.organisation else "",
        )
        for row, name in zip(rows, named, strict=True)
    ]
