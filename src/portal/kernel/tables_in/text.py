"""The rows of a CSV file."""

import csv
import io

from portal.kernel.tables_in.results import Rows, TableLimits, Unreadable
from portal.kernel.uploads.kinds import kind_of

AS_CSV = "In your spreadsheet program, save it as “CSV UTF-8 (comma delimited)” and send that."


def read_text(content: bytes, limits: TableLimits) -> Rows | Unreadable:
    """Rows that are not blank, each with the line it begins on."""
    text = _decoded(content)
    return text if isinstance(text, Unreadable) else _rows(text, limits)


def _decoded(content: bytes) -> str | Unreadable:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Unreadable(f"The file is saved as Unicode text of another kind (UTF-16). {AS_CSV}")
    kind = kind_of(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if kind.media_type or "kind we do not know" not in kind.words:
            return Unreadable(f"This file is {kind.words}, not a CSV file. {AS_CSV}")
        line = content.count(b"\n", 0, error.start) + 1
        return Unreadable(
            f"Line {line} has a letter that is not written in UTF-8; accents would be lost. {AS_CSV}"
        )
    if "\0" in text:
        return Unreadable(f"The file has characters that are no text. {AS_CSV}")
    if kind.words not in ("a plain text file", "of a kind we do not know"):
        return Unreadable(f"This file is {kind.words}, not a CSV file. {AS_CSV}")
    return text


def _rows(text: str, limits: TableLimits) -> Rows | Unreadable:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: Rows = []
    before = 0
    try:
        for cells in reader:
            if (wrong := wrong_row(before + 1, cells, limits)) is not None:
                return wrong
            if any(cell.strip() for cell in cells):
                rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        if "field larger" in str(error):
            return _too_long(before + 1, limits)
        return Unreadable(
            f"Line {reader.line_num} has a quotation mark in the wrong place: a cell is opened and not closed, "
            "or text follows a closed one. Correct the line and send the file again."
        )
    return rows


def wrong_row(line: int, cells: list[str], limits: TableLimits) -> Unreadable | None:
    """A row that no person wrote: more cells than any layout has, or a cell without end."""
    if len(cells) > limits.cells:
        return Unreadable(
            f"Line {line} has {len(cells):,} cells. The most we take is {limits.cells:,}. "
            "Check that this is the right file."
        )
    if any(len(cell) > limits.characters for cell in cells):
        return _too_long(line, limits)
    return None


def _too_long(line: int, limits: TableLimits) -> Unreadable:
    return Unreadable(
        f"Line {line} has a cell of more than {limits.characters:,} characters, which is the most we take. "
        "Look for a quotation mark that is not closed, or shorten the text."
    )
