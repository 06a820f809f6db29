"""Contact notes as their pages show them. To read what a note says is a look at the person."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from portal.casework.models import ContactNote, GoalsDiscussion
from portal.casework.sealing import sealed
from portal.kernel import vault
from portal.kernel.paging import Page, read
from portal.policy.amendment import Discussion, Follows, what_follows

_TEXTS = ("purpose", "content", "result")


class NoteLine(NamedTuple):
    """One note. `file_number` names its evidence; `standing` is False for one that was corrected or struck out."""

    id: UUID
    happened_on: date
    method: str
    method_words: str
    two_way: bool
    no_more_contact: bool
    purpose: str
    content: str
    result: str
    services: tuple[str, ...]
    follow_up_on: date | None
    file_number: str
    file_state: str
    recorded_by_name: str
    recorded_at: datetime
    source: str
    standing: bool


class GoalsTalk(NamedTuple):
    """A talk about goals that are not met, and what follows from its answers."""

    held_on: date
    answers: Discussion
    said: str
    follows: Follows | None
    recorded_by_name: str


class LastTalk(NamedTuple):
    """When goals not met were talked about last, and what follows; what was said stays sealed."""

    held_on: date
    follows: Follows | None


def last_talk(case: UUID) -> LastTalk | None:
    """The latest talk of a case in the reader's sight."""
    rows = GoalsDiscussion.objects.filter(case=case).order_by("-held_on", "-recorded_at")
    found = rows.values_list("held_on", *Discussion._fields).first()
    return None if found is None else LastTalk(found[0], what_follows(Discussion(*found[1:])))


def goals_talks(case: UUID) -> list[GoalsTalk]:
    """The talks of a case in the reader's sight, the latest first."""
    rows = list(GoalsDiscussion.objects.filter(case=case).order_by("-held_on", "-recorded_at"))
    texts = vault.show([sealed(row, "said") for row in rows])
    found = []
    for row, text in zip(rows, texts, strict=True):
        answers = Discussion(*(getattr(row, name) for name in Discussion._fields))
        found.append(GoalsTalk(row.held_on, answers, text, what_follows(answers), row.recorded_by_name))
    return found


def notes_of(case: UUID, *, superseded: bool = False, page: int = 1, size: int = 25) -> Page[NoteLine]:
    """The notes of a case in the reader's sight, the latest first; with those corrected since where asked."""
    rows = ContactNote.objects.filter(case=case).select_related("file")
    if not superseded:
        rows = rows.filter(superseded_at=None)
    return read(rows.order_by("-happened_on", "-ordinal", "-recorded_at"), page, size).map(_shown)


def last_notes(case: UUID, most: int) -> tuple[list[NoteLine], int]:
    """The standing notes of a case, the oldest first; of more than `most` the latest, and how many are left out."""
    rows = ContactNote.objects.filter(case=case, superseded_at=None).select_related("file")
    latest = list(rows.order_by("-happened_on", "-ordinal", "-recorded_at")[:most])
    left_out = rows.count() - most if len(latest) == most else 0
    return _shown(latest[::-1]), left_out


def note_of(note: UUID) -> tuple[UUID, NoteLine] | None:
    """One note with the ID of its case; None outside the reader's sight."""
    row = ContactNote.objects.filter(pk=note).select_related("file").first()
    return None if row is None else (row.case_id, _shown([row])[0])


def _shown(rows: Sequence[ContactNote]) -> list[NoteLine]:
    """All texts of a page are opened at once."""
    asked = [(row, name) for row in rows for name in _TEXTS if getattr(row, name) is not None]
    texts = vault.show([sealed(row, name) for row, name in asked])
    said = {(row.pk, name): text for (row, name), text in zip(asked, texts, strict=True)}
    return [_line(row, *(said.get((row.pk, name), "") for name in _TEXTS)) for row in rows]


def _line(row: ContactNote, purpose: str, content: str, result: str) -> NoteLine:
    return NoteLine(
        row.pk,
        row.happened_on,
        row.method,
        str(ContactNote.Method(row.method).label),
        row.two_way,
        row.no_more_contact,
        purpose,
        content,
        result,
        tuple(row.services),
        row.follow_up_on,
        row.file.number if row.file else "",
        row.file.state if row.file else "",
        row.recorded_by_name,
        row.recorded_at,
        str(ContactNote.Source(row.source).label),
        row.superseded_at is None,
    )
