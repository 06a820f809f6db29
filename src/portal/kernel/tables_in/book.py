"""The rows of an XLSX file's first sheet."""

from pathlib import Path
from typing import Any

from portal.kernel.tables_in.results import Rows, TableLimits, Unreadable
from portal.kernel.tables_in.text import AS_CSV, wrong_row
from portal.kernel.uploads.apart import read_apart

_READER = Path(__file__).with_name("book_reader.py")
_SENTENCES = {
    "not-a-workbook": f"This file is a Word or zip file, not an XLSX file. {AS_CSV}",
    "damaged": f"This XLSX file is damaged or incomplete. {AS_CSV}",
    "too-complex": f"This XLSX file is built in a way that we cannot read safely. {AS_CSV}",
    "program": f"This file contains a program (a macro). For safety we do not take it. {AS_CSV}",
    "formula": (
        "The first sheet has formulas. They are not read: what they show may not be what they hold. "
        "Copy the sheet, paste it as values only, save it and send that."
    ),
}


def read_book(content: bytes, limits: TableLimits) -> Rows | Unreadable:
    """Rows that are not blank, each with its row in the sheet. Read in a process of its own."""
    numbers = (limits.rows + 2, limits.cells, limits.inflated, limits.memory)
    found: dict[str, Any] | None = read_apart(_READER, numbers, content, limits.seconds)
    if found is None:
        return Unreadable(_SENTENCES["too-complex"])
    if "refused" in found:
        return Unreadable(_SENTENCES[found["refused"]])
    if "wide" in found:
        return Unreadable(
            f"The first sheet has {found['wide']:,} columns. The most we take is {limits.cells:,}. "
            "Check that this is the right file."
        )
    rows: Rows = [(line, cells) for line, cells in found["rows"]]
    return next((wrong for line, cells in rows if (wrong := wrong_row(line, cells, limits))), rows)
