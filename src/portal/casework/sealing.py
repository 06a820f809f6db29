"""Texts of a provider's file on a person, sealed under the key of its case and opened again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from portal.kernel import vault
from portal.kernel.vault import Sealed
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place, seal_many


def seal(row: Any, column: str, text: str, case: UUID | None = None) -> bytes:
    """Seal a text for this column of a row; `case` is the row's own where it is not told."""
    key = file_subject(row.person_id, row.organisation_id, case or row.case_id)
    return vault.seal(vault.FILE, key, _place(row, column), text)


def seal_texts(texts: Sequence[tuple[Any, str, str]]) -> list[bytes]:
    """Seal many texts, each with its row and column, with a constant number of queries for their keys."""
    keys = [file_subject(row.person_id, row.organisation_id, row.case_id) for row, _, _ in texts]
    return seal_many(
        vault.FILE,
        [(key, _place(row, column), text) for key, (row, column, text) in zip(keys, texts, strict=True)],
    )


def seal_json(row: Any, column: str, content: Mapping[str, Any], case: UUID | None = None) -> bytes:
    """The same for answers."""
    return seal(row, column, json.dumps(dict(content), sort_keys=True), case)


def sealed(row: Any, column: str) -> Sealed:
    """The sealed text of a row's column, to be shown or matched."""
    return Sealed(bytes(getattr(row, column)), _place(row, column), row.person_id)


def show(rows: Iterable[Any], column: str) -> list[str]:
    """The texts of a column, in the order of the rows; empty where there is none. A look at each person."""
    found = list(rows)
    opened = iter(vault.show([sealed(row, column) for row in found if getattr(row, column) is not None]))
    return ["" if getattr(row, column) is None else next(opened) for row in found]


def show_json(row: Any, column: str) -> dict[str, Any]:
    """Answers opened, which is a look; empty where the key was destroyed."""
    [text] = show([row], column)
    answers: dict[str, Any] = json.loads(text) if text.startswith("{") else {}
    return answers


def _place(row: Any, column: str) -> str:
    return place(row._meta.db_table, column, row.pk)
