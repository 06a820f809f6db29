"""From a file's bytes to its rows by a layout, or why it cannot be read."""

import hashlib
import re

from portal.kernel.tables_in.book import read_book
from portal.kernel.tables_in.columns import MISSHAPEN, Column, Layout, Wrong
from portal.kernel.tables_in.results import Line, Rows, Sheet, TableLimits, Unreadable
from portal.kernel.tables_in.text import AS_CSV, read_text
from portal.kernel.uploads.names import safe_name

# Nine digits grouped as a Social Security number is, whatever stands between the groups.
SSN_SHAPE = re.compile(r"(?<!\d)\d{3}[-.\s/]\d{2}[-.\s/]\d{4}(?!\d)")
SSN_NAME = re.compile(r"ssn|social[\s_-]*sec|soc[\s_-]*sec|\btin\b|taxpayer", re.IGNORECASE)
_SHIELDED = re.compile("'[=+@\uff1d\uff0b\uff0d\uff20-]")
_ZIP = b"PK\x03\x04"


def read_table(
    layout: Layout, name: str, content: bytes, limits: TableLimits | None = None
) -> Sheet | Unreadable:
    """Read the file `name`, CSV or XLSX by its content. Call it before the unit; an XLSX file may take seconds."""
    limits = limits or TableLimits()
    rows = _rows(content, limits)
    if isinstance(rows, Unreadable):
        return rows
    if not rows:
        return Unreadable(f"The file has no lines. {AS_CSV}")
    header = [cell.strip().lower() for cell in rows[0][1]]
    body = rows[1:]
    wrong = _wrong_header(header, layout) or _wrong_size(body, limits)
    if wrong is None and not layout.has_ssn:
        wrong = _looks_like_ssn(header, body)
    if wrong is not None:
        return Unreadable(wrong)
    lines = _with_same(layout, [(line, _cells(header, cells)) for line, cells in body])
    ending = "xlsx" if content.startswith(_ZIP) else "csv"
    return Sheet(safe_name(name, (ending,)), hashlib.sha256(content).hexdigest(), lines)


def _rows(content: bytes, limits: TableLimits) -> Rows | Unreadable:
    if not content:
        return Unreadable("The file is empty. Choose the file again.")
    if len(content) > limits.bytes:
        return Unreadable(
            f"The file is larger than {limits.bytes / 1_000_000:.3g} MB, which is the most we take. Send it in parts."
        )
    return read_book(content, limits) if content.startswith(_ZIP) else read_text(content, limits)


def _wrong_header(header: list[str], layout: Layout) -> str | None:
    known = [column.name for column in layout.columns]
    if not layout.has_ssn and any(SSN_NAME.search(name) for name in header):
        return (
            "The file has a column for Social Security numbers. They are not taken this way. "
            "Take the column out and send the file again. Nothing of the file was kept."
        )
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        return f"The columns are not parted by commas. {AS_CSV}"
    if twice := sorted({name for name in header if header.count(name) > 1}):
        return f"The header names a column twice: {_named(twice)}. Leave one of each."
    needed = [column.name for column in layout.columns if column.required]
    if missing := [name for name in needed if name not in header]:
        return f"The first line must name the columns. These are missing: {_named(missing)}."
    if more := [name or "(no name)" for name in header if name not in known]:
        return f"These columns are not in the layout: {_named(more)}. Take them out, so that nothing is lost unsaid."
    return None


def _named(columns: list[str]) -> str:
    """A few column names, none of them at length: the file may come from anywhere."""
    shown = [name if len(name) <= 40 else f"{name[:40]}…" for name in columns[:10]]
    return ", ".join(shown) + (f" and {len(columns) - 10} more" if len(columns) > 10 else "")


def _wrong_size(body: Rows, limits: TableLimits) -> str | None:
    if not body:
        return "The file has a header and no rows under it. Choose the file again."
    if len(body) > limits.rows:
        return f"The file has {len(body):,} rows. The most we take is {limits.rows:,}. Send it in parts."
    return None


def _looks_like_ssn(header: list[str], body: Rows) -> str | None:
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
    read = {name: _cell(cell) for name, cell in zip(header, cells, strict=False)}
    return read if len(cells) == len(header) else {**read, MISSHAPEN: str(len(cells))}


def _cell(text: str) -> str:
    """The text on one line, without the apostrophe that our own files put before what would be a formula."""
    one = " ".join(text.split())
    return one[1:] if _SHIELDED.match(one) else one


def _as_read(column: Column, text: str) -> str:
    """What makes two cells alike: 900-01-0001 and 900010001 are, as are two spellings of one month."""
    try:
        return str(column.read(text)).lower() if text else ""
    except Wrong:
        return text.lower()


def _with_same(layout: Layout, rows: list[tuple[int, dict[str, str]]]) -> list[Line]:
    first: dict[tuple[str, ...], int] = {}
    lines = []
    for line, cells in rows:
        key = tuple(_as_read(layout.column(name), cells.get(name, "")) for name in layout.key)
        same = first.setdefault(key, line) if key and all(key) else line
        lines.append(Line(line, cells, None if same == line else same))
    return lines
