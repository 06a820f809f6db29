"""From a file's bytes to its rows, or the sentence that says why it cannot be read. Nothing is kept of such a file."""

import csv
import hashlib
import io
from typing import NamedTuple

from portal.kernel.uploads.kinds import kind_of
from portal.kernel.uploads.names import safe_name
from portal.providers.bring_over.columns import KEYS, LAYOUTS, SSN_NAME, SSN_SHAPE, Column

MOST_ROWS = 20_000
# Under this name a row keeps that it has another number of cells than the header; the value is the number.
MISSHAPEN = ""
_AS_CSV = "In your spreadsheet program, save it as “CSV UTF-8 (comma delimited)” and send that."


class Line(NamedTuple):
    """One row: the line it begins on, its cells by column, and an earlier line about the same."""

    line: int
    cells: dict[str, str]
    same_as: int | None


class Sheet(NamedTuple):
    """A file that can be read."""

    file_name: str
    sha256: str
    lines: list[Line]


class Unreadable(NamedTuple):
    """Why the file was not taken, and what to do."""

    sentence: str


def read_file(kind: str, name: str, content: bytes, limit: int) -> Sheet | Unreadable:
    """Read a file of `kind` ("users" or "history"); `limit` is the most bytes it may have."""
    if not content:
        return Unreadable("The file is empty. Choose the file again.")
    if len(content) > limit:
        return Unreadable(
            f"The file is larger than {limit // 1_000_000} MB, which is the most we take. Send it in parts."
        )
    text = _text(content)
    if isinstance(text, Unreadable):
        return text
    rows = _rows(text)
    if isinstance(rows, Unreadable):
        return rows
    if not rows:
        return Unreadable(f"The file has no lines. {_AS_CSV}")
    layout = LAYOUTS[kind]
    header = [cell.strip().lower() for cell in rows[0][1]]
    if (wrong := _wrong_header(header, layout)) is not None:
        return Unreadable(wrong)
    body = rows[1:]
    if not body:
        return Unreadable("The file has a header and no rows under it. Choose the file again.")
    if len(body) > MOST_ROWS:
        return Unreadable(
            f"The file has {len(body):,} rows. The most we take is {MOST_ROWS:,}. Send it in parts."
        )
    if (found := _looks_like_ssn(header, body)) is not None:
        return Unreadable(found)
    lines = list(_with_same(kind, [(line, _cells(header, cells)) for line, cells in body]))
    return Sheet(safe_name(name, ("csv",)), hashlib.sha256(content).hexdigest(), lines)


def _text(content: bytes) -> str | Unreadable:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Unreadable(f"The file is saved as Unicode text of another kind (UTF-16). {_AS_CSV}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        kind = kind_of(content)
        if kind.media_type or "kind we do not know" not in kind.words:
            return Unreadable(f"This file is {kind.words}, not a CSV file. {_AS_CSV}")
        line = content.count(b"\n", 0, error.start) + 1
        return Unreadable(
            f"Line {line} has a letter that is not written in UTF-8; accents would be lost. {_AS_CSV}"
        )
    if "\0" in text:
        return Unreadable(f"The file has characters that are no text. {_AS_CSV}")
    kind = kind_of(content)
    if kind.words not in ("a plain text file", "of a kind we do not know"):
        return Unreadable(f"This file is {kind.words}, not a CSV file. {_AS_CSV}")
    return text


def _rows(text: str) -> list[tuple[int, list[str]]] | Unreadable:
    """Rows that are not blank, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        return Unreadable(
            f"Line {reader.line_num} has a quotation mark in the wrong place: a cell is opened and not closed, "
            "or text follows a closed one. Correct the line and send the file again."
        )
    return rows


def _wrong_header(header: list[str], layout: tuple[Column, ...]) -> str | None:
    known = [column.name for column in layout]
    if any(SSN_NAME.search(name) for name in header):
        return (
            "The file has a column for Social Security numbers. They are not brought over this way. "
            "Take the column out and send the file again. Nothing of the file was kept."
        )
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        return f"The columns are not parted by commas. {_AS_CSV}"
    if twice := sorted({name for name in header if header.count(name) > 1}):
        return f"The header names a column twice: {', '.join(twice)}. Leave one of each."
    if missing := [name for name in known if name not in header]:
        return f"The first line must name the columns. These are missing: {', '.join(missing)}. Columns may be empty."
    if more := [name or "(no name)" for name in header if name not in known]:
        return f"These columns are not in the layout: {', '.join(more)}. Take them out, so that nothing is lost unsaid."
    return None


def _looks_like_ssn(header: list[str], body: list[tuple[int, list[str]]]) -> str | None:
    """Where a cell is written as a Social Security number is; the number itself is never repeated."""
    for line, cells in body:
        for place, cell in enumerate(cells):
            if SSN_SHAPE.search(cell):
                column = header[place] if place < len(header) else "past the last column"
                return (
                    f"Line {line}, column {column}, has what looks like a Social Security number. Take it out and "
                    "send the file again. Nothing of the file was kept."
                )
    return None


def _cells(header: list[str], cells: list[str]) -> dict[str, str]:
    read = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=False)}
    return read if len(cells) == len(header) else {**read, MISSHAPEN: str(len(cells))}


def _with_same(kind: str, rows: list[tuple[int, dict[str, str]]]) -> list[Line]:
    first: dict[tuple[str, ...], int] = {}
    lines = []
    for line, cells in rows:
        key = tuple(cells.get(name, "").lower() for name in KEYS[kind])
        same = first.setdefault(key, line) if all(key) else line
        lines.append(Line(line, cells, None if same == line else same))
    return lines
