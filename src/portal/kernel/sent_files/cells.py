"""What the rows of a file say: kept sealed where it is about people, and opened again."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.made import made
from portal.kernel.sent_files.kinds import Judged, Kind, Row
from portal.kernel.sent_files.tables import SealedRow, SentFile, SentRow
from portal.kernel.vault import Sealed
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place, seal_many


def new_rows(kind: Kind, file: SentFile, judged: Sequence[Judged], *, tried: bool) -> list[SentRow]:
    """Rows to be inserted; `tried` where their verdicts are those of a trial, otherwise they wait for one."""
    rows = [
        made(kind.rows, id=new_id(), line=one.row.line, same_as=one.row.same_as, **_of(file))
        for one in judged
    ]
    if tried:
        tell(rows, judged, "tried")
    put(kind, file, rows, judged)
    return rows


def tell(rows: Iterable[SentRow], judged: Iterable[Judged], when: str) -> None:
    """Write verdicts on rows: those of the trial ("tried") or of bringing in ("became")."""
    for row, one in zip(rows, judged, strict=True):
        setattr(row, when, one.verdict)
        row.problems = [problem._asdict() for problem in one.problems]


def put(kind: Kind, file: SentFile, rows: Sequence[Any], judged: Sequence[Judged]) -> None:
    """The cells of rows, sealed under the key of the case each is about."""
    if not issubclass(kind.rows, SealedRow):
        for row, one in zip(rows, judged, strict=True):
            row.cells = one.row.cells
        return
    organisation = file.organisation_id or file.pk
    values = [
        (
            file_subject(one.person or file.pk, organisation, one.case or file.pk),
            _place(row),
            json.dumps(one.row.cells),
        )
        for row, one in zip(rows, judged, strict=True)
    ]
    for row, one, sealed in zip(rows, judged, seal_many(vault.FILE, values), strict=True):
        row.cells, row.person_id = sealed, one.person


def opened(rows: Sequence[SentRow]) -> list[Row]:
    """What rows say, in memory, to judge it: no look."""
    return [
        Row(row.line, cells, row.same_as) for row, cells in zip(rows, _read(rows, look=False), strict=True)
    ]


def shown(rows: Sequence[SentRow]) -> list[dict[str, str]]:
    """What rows say, to a reader: a look at whom the portal knows. Others are the sender's words about nobody known."""
    return _read(rows, look=True)


def _read(rows: Sequence[Any], *, look: bool) -> list[dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {row.pk: row.cells for row in rows if not isinstance(row, SealedRow)}
    sealed = [row for row in rows if isinstance(row, SealedRow)]
    for known in (True, False):
        part = [row for row in sealed if (_person(row) is not None) == known]
        opening = vault.show if look and known else vault.match
        texts = opening([Sealed(row.cells, _place(row), _person(row)) for row in part])
        found.update((row.pk, _parsed(text)) for row, text in zip(part, texts, strict=True))
    return [found[row.pk] for row in rows]


def _parsed(text: str) -> dict[str, str]:
    """The cells; none where the key they were sealed under has been destroyed."""
    read: dict[str, str] = json.loads(text) if text.startswith("{") else {}
    return read


def _person(row: Any) -> UUID | None:
    person: UUID | None = row.person_id
    return person


def _place(row: SentRow) -> str:
    return place(row._meta.db_table, "cells", row.pk)


def _of(file: SentFile) -> dict[str, Any]:
    """What ties a row to its file and, where it has one, to its organisation."""
    if getattr(file, "organisation_id", None) is None:
        return {"file": file}
    return {"file": file, "organisation_id": file.organisation_id}
