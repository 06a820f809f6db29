"""Papers as the mail room's pages show them, and as a provider sees its own; the walls say which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from portal.casework.models import Case
from portal.casework.sealing import sealed
from portal.kernel import drafts, vault
from portal.kernel.desk_lists import Which, duty_on, part
from portal.kernel.drafts import OpenDraft
from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty, StoredFile
from portal.kernel.numbers import read_number
from portal.kernel.paging import Page, read
from portal.support.duties import TO_ENTER
from portal.support.facts import draft_of
from portal.support.models import PaperItem, PaperStep
from portal.support.moves import STATE_WORDS, move_named
from portal.support.sealing import sealed_note


class PaperLine(NamedTuple):
    """One paper in a list. `name` is the one its case was opened under, "" while it is put to none."""

    id: UUID
    number: str
    kind: str
    channel: str
    received_on: date
    pages: int | None
    sender: str
    state: str
    organisation_name: str
    case_number: str
    name: str
    entered_as: str
    version: int

    @property
    def kind_words(self) -> str:
        return str(PaperItem.Kind(self.kind).label)

    @property
    def channel_words(self) -> str:
        return str(PaperItem.Channel(self.channel).label)

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]


class QueueRow(NamedTuple):
    """A paper that waits, with its duty."""

    paper: PaperLine
    duty: DutyLine


class StepLine(NamedTuple):
    """One step of a paper's timeline."""

    move: str
    words: str
    state_words: str
    reason: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper with its note opened, and the case it is put to. `twins` are numbers of papers with the same scan."""

    line: PaperLine
    item: PaperItem
    of_case: Case | None
    note: str
    steps: tuple[StepLine, ...] = ()
    duty: DutyLine | None = None
    twins: tuple[str, ...] = ()

    @property
    def case(self) -> UUID | None:
        return self.item.case

    @property
    def person(self) -> UUID | None:
        return self.item.person_id

    @property
    def organisation(self) -> UUID | None:
        return self.item.organisation_id

    @property
    def file(self) -> StoredFile | None:
        """Its scan."""
        return self.item.file


class SentBack(NamedTuple):
    """What the letter to a paper that was sent back says; nobody is named in it."""

    number: str
    kind_words: str
    channel_words: str
    received_on: date
    to: str
    reason: str
    at: datetime


class OwnPaper(NamedTuple):
    """A paper as its provider sees it. `became` is what was made from it, `entered_at` when."""

    number: str
    kind_words: str
    channel_words: str
    received_on: date
    state: str
    state_words: str
    became: str
    entered_at: datetime | None
    file_number: str
    file_clean: bool


def queue(which: Which = Which.ALL, *, page: int = 1, size: int = 25) -> Page[QueueRow]:
    """A part of what waits, by due date, which follows the day of receipt; the names shown are looks."""
    return read(part(TO_ENTER, which), page, size).map(_queued)


def papers(
    *,
    find: str = "",
    state: str = "",
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
    page: int = 1,
    size: int = 25,
) -> Page[PaperLine]:
    """All papers, the last received first. `find` is a paper's or a case's number, or part of the sender."""
    rows = PaperItem.objects.select_related("organisation").order_by("-received_on", "-id")
    if find:
        rows = rows.filter(_found(find))
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if since:
        rows = rows.filter(received_on__gte=since)
    if until:
        rows = rows.filter(received_on__lte=until)
    return read(rows, page, size).map(_lines)


def paper(number: str) -> PaperRecord | None:
    """One paper by number; None where there is none. Opening it is a look, once it is somebody's."""
    row = PaperItem.objects.select_related("organisation", "file").filter(number=number).first()
    if row is None:
        return None
    steps = PaperStep.objects.filter(paper=row).order_by("version")
    return replace(
        _record(row),
        steps=tuple(_step(one) for one in steps),
        duty=duty_on(TO_ENTER, row.pk),
        twins=_twins(row),
    )


def to_enter(number: str) -> PaperRecord | None:
    """The same for who enters it: without its timeline, its duty and its copies."""
    row = PaperItem.objects.select_related("organisation", "file").filter(number=number).first()
    return None if row is None else _record(row)


def typed(paper: UUID) -> OpenDraft | None:
    """What was typed from a paper so far; None where nothing was. Opening it is a look."""
    found = draft_of(paper)
    return None if found is None else drafts.opened(found)


def scan_of(number: str) -> str | None:
    """The number of a paper's scan; None where there is no such paper, or none was taken. No look at anybody."""
    return PaperItem.objects.filter(number=number).values_list("file__number", flat=True).first()


def sent_back(number: str) -> SentBack | None:
    """What was said with a paper that was sent back; None for any other. No look at anybody."""
    step = (
        PaperStep.objects.filter(paper__number=number, move="send-back")
        .select_related("paper__organisation")
        .order_by("-version")
        .first()
    )
    if step is None:
        return None
    row = step.paper
    to = row.organisation.name if row.organisation else row.sender
    return SentBack(
        row.number,
        str(PaperItem.Kind(row.kind).label),
        str(PaperItem.Channel(row.channel).label),
        row.received_on,
        to or "Who sent this paper",
        step.reason,
        step.at,
    )


def papers_of_case(case: UUID) -> list[OwnPaper]:
    """What came in on paper for a case, the last first, as its provider sees it. One query."""
    rows = PaperItem.objects.filter(case=case).select_related("file").order_by("-received_on", "-id")
    return [_own(row) for row in rows]


def paper_of(form: str) -> OwnPaper | None:
    """The paper that a form of this number was entered from, as its provider sees it. One query."""
    row = PaperItem.objects.filter(entered_as=form).select_related("file").first()
    return None if row is None else _own(row)


def _record(row: PaperItem) -> PaperRecord:
    note, cases = sealed_note(row), _cases([row.case])
    return PaperRecord(
        _lines_with([row], cases)[0],
        row,
        cases.get(row.case),
        vault.show([note])[0] if note else "",
    )


def _own(row: PaperItem) -> OwnPaper:
    return OwnPaper(
        row.number,
        str(PaperItem.Kind(row.kind).label),
        str(PaperItem.Channel(row.channel).label),
        row.received_on,
        row.state,
        STATE_WORDS[row.state],
        row.entered_as,
        row.entered_at,
        row.file.number if row.file else "",
        row.file is not None and row.file.state == StoredFile.State.CLEAN,
    )


def _found(find: str) -> Q:
    number = read_number(find)
    if number is None:
        return Q(sender__icontains=find)
    cases = Case.objects.filter(number=number).values("pk")
    return Q(number=number) | Q(case__in=cases) | Q(entered_as=number)


def _queued(rows: Sequence[Duty]) -> list[QueueRow]:
    found = PaperItem.objects.select_related("organisation").filter(pk__in=[row.subject for row in rows])
    by_key = {one.id: one for one in _lines(list(found))}
    return [QueueRow(by_key[row.subject], line(row)) for row in rows if row.subject in by_key]


def _lines(rows: Sequence[PaperItem]) -> list[PaperLine]:
    return _lines_with(rows, _cases(row.case for row in rows))


def _lines_with(rows: Sequence[PaperItem], cases: Mapping[UUID | None, Case]) -> list[PaperLine]:
    named = [row for row in rows if row.case in cases]
    names = vault.show([sealed(cases[row.case], "name") for row in named if row.case]) if named else []
    by_paper = {row.pk: name for row, name in zip(named, names, strict=True)}
    return [
        PaperLine(
            row.pk,
            row.number,
            row.kind,
            row.channel,
            row.received_on,
            row.pages,
            row.sender,
            row.state,
            row.organisation.name if row.organisation else "",
            cases[row.case].number if row.case in cases else "",
            by_paper.get(row.pk, ""),
            row.entered_as,
            row.version,
        )
        for row in rows
    ]


def _cases(wanted: Iterable[UUID | None]) -> dict[UUID | None, Case]:
    keys = {case for case in wanted if case is not None}
    return {**Case.objects.in_bulk(list(keys))} if keys else {}


def _step(row: PaperStep) -> StepLine:
    words = move_named(row.move).words
    return StepLine(row.move, words, STATE_WORDS[row.to_state], row.reason, row.at, row.by_name)


def _twins(row: PaperItem) -> tuple[str, ...]:
    if row.file is None:
        return ()
    same = PaperItem.objects.filter(file__digest=row.file.digest).exclude(pk=row.pk)
    return tuple(same.order_by("received_on").values_list("number", flat=True)[:5])
