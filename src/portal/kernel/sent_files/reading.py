"""Files that were sent, and the verdicts on their rows, as their pages show them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from portal.kernel.paging import Page, read
from portal.kernel.sent_files.cells import shown
from portal.kernel.sent_files.kinds import Kind
from portal.kernel.sent_files.tables import SentFile, SentRow

Verdict = SentRow.Verdict


class RowLine(NamedTuple):
    """One row with its latest verdict (None: not tried yet).

    `person` is whom it is about, where the portal knows; `made` is what it has become.
    """

    line: int
    verdict: SentRow.Verdict | None
    brought: bool
    cells: dict[str, str]
    problems: list[dict[str, str]]
    person: UUID | None
    made: UUID | None


class Counts(NamedTuple):
    """Rows by verdict, those that count now."""

    accepted: int
    already: int
    refused: int


def files(*kinds: Kind, page: int = 1, size: int = 25) -> Page[SentFile]:
    """The files of kinds that share a table, the latest first, as far as the reader may see them."""
    found = kinds[0].files._default_manager.filter(kind__in=[one.name for one in kinds])
    return read(found.order_by("-sent_at"), page, size)


def sent_before(file: SentFile) -> SentFile | None:
    """An earlier file with the very same content that was brought in."""
    same = type(file)._default_manager.filter(sha256=file.sha256, kind=file.kind, sent_at__lt=file.sent_at)
    brought = same.filter(state__in=(SentFile.State.RUNNING, SentFile.State.DONE))
    return brought.order_by("-sent_at").first()


def counts(kind: Kind, file: SentFile) -> Counts:
    """How many rows have each verdict. While a file is brought in, rows not reached yet count as they were tried."""
    found = kind.rows_of(file).aggregate(
        **{verdict.name: Count("pk", filter=_with(verdict)) for verdict in Verdict}
    )
    return Counts(found["ACCEPTED"], found["ALREADY"], found["REFUSED"])


def rows(kind: Kind, file: SentFile, *, verdict: str = "", page: int = 1, size: int = 25) -> Page[RowLine]:
    """The rows of a file in its order, of one verdict where asked. To read them is a look at whom they are about."""
    found = kind.rows_of(file).order_by("line")
    if verdict:
        found = found.filter(_with(verdict))
    return read(found, page, size).map(lambda part: _lines(kind, part))


def _with(verdict: str) -> Q:
    return Q(became=verdict) | Q(became="", tried=verdict)


def _lines(kind: Kind, part: Sequence[SentRow]) -> list[RowLine]:
    return [
        RowLine(
            row.line,
            Verdict(told) if (told := row.became or row.tried) else None,
            bool(row.became),
            cells,
            row.problems,
            getattr(row, "person_id", None),
            getattr(row, f"{kind.made}_id") if kind.made else None,
        )
        for row, cells in zip(part, shown(part), strict=True)
    ]
