"""Files of notes that a provider sent, and the verdicts on their rows, as their pages show them."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count

from portal.casework.models import NoteFile, NoteRow
from portal.casework.services.bring_notes import sealed_cells
from portal.kernel import vault
from portal.kernel.paging import Page, read

Verdict = NoteRow.Verdict


class RowLine(NamedTuple):
    """One row with its latest verdict. `cells` is what it said."""

    line: int
    verdict: NoteRow.Verdict
    brought: bool
    cells: dict[str, str]
    problems: list[dict[str, str]]


class Counts(NamedTuple):
    """Rows by verdict."""

    accepted: int
    already: int
    refused: int


def files(*, page: int = 1, size: int = 25) -> Page[NoteFile]:
    """The organisation's files, the latest first."""
    return read(NoteFile.objects.order_by("-sent_at"), page, size)


def file(number: str) -> NoteFile | None:
    """One of them; None outside the reader's sight."""
    return NoteFile.objects.filter(number=number).first()


def sent_before(file: NoteFile) -> NoteFile | None:
    """An earlier file with the very same content that was brought in."""
    return (
        NoteFile.objects.filter(sha256=file.sha256, sent_at__lt=file.sent_at)
        .exclude(state=NoteFile.State.TRIED)
        .order_by("-sent_at")
        .first()
    )


def counts(file: NoteFile) -> Counts:
    """How many rows have each verdict."""
    column = _column(file)
    found = dict(file.rows.values_list(column).annotate(n=Count("id")).values_list(column, "n"))
    return Counts(*(found.get(one.value, 0) for one in (Verdict.ACCEPTED, Verdict.ALREADY, Verdict.REFUSED)))


def rows(file: NoteFile, *, verdict: str = "", page: int = 1, size: int = 25) -> Page[RowLine]:
    """The rows of a file in its order, of one verdict where asked. To read them is a look at whom they are about."""
    found = file.rows.order_by("line")
    if verdict:
        found = found.filter(**{_column(file): verdict})
    return read(found, page, size).map(_shown)


def _column(file: NoteFile) -> str:
    """Which verdict counts: while a file is being brought in, the one of the trial."""
    return "became" if file.state == NoteFile.State.DONE else "tried"


def _shown(found: Sequence[NoteRow]) -> list[RowLine]:
    """Whom the portal knows is looked at; a row that names no case is the sender's own words about nobody known."""
    known = [row for row in found if row.person_id is not None]
    others = [row for row in found if row.person_id is None]
    opened = [
        *zip(known, vault.show([sealed_cells(row) for row in known]), strict=True),
        *zip(others, vault.match([sealed_cells(row) for row in others]), strict=True),
    ]
    lines = [_line(row, text) for row, text in opened]
    return sorted(lines, key=lambda line: line.line)


def _line(row: NoteRow, text: str) -> RowLine:
    cells: dict[str, Any] = json.loads(text) if text.startswith("{") else {}
    return RowLine(row.line, Verdict(row.became or row.tried), bool(row.became), cells, row.problems)
