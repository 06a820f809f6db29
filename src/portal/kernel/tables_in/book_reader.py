"""Reads the first sheet of an XLSX file, in a process of its own: `python book_reader.py ROWS CELLS INFLATED MEMORY`.

Takes the file on standard input and prints `{"rows": [[row, [cell, ...]], ...]}`, `{"wide": columns}` or
`{"refused": "reason"}`. It stands alone (nothing of the portal is imported): a crash, a loop or a decompression
bomb ends this process only. Cells become text as a person would type them; at most ROWS rows that are not blank.
"""

import io
import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any

import python_calamine

BOOK = "xl/workbook.xml"
CHUNK = 1 << 20
OVERLAP = 64
MOST_PARTS = 2_000
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


class RefusedError(Exception):
    """The file is refused; the message is the reason's code."""


def look_inside(content: bytes, most: int) -> None:
    """Refuse what is no workbook, has a program or a formula, or is far larger once unpacked, whatever it declares."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = [part.filename for part in parts.infolist()]
            if BOOK not in names:
                raise RefusedError("not-a-workbook")
            if len(names) > MOST_PARTS or len(names) != len(set(names)):
                raise RefusedError("too-complex")
            if any(name.lower().endswith(("vbaproject.bin", "vbaprojectsignature.bin")) for name in names):
                raise RefusedError("program")
            left = most
            for name in names:
                left = read_part(parts, name, left)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise RefusedError("damaged") from None
    except Exception as error:
        # zlib's and lzma's own errors, which share no class with the others.
        raise error if isinstance(error, RefusedError) else RefusedError("damaged") from None


def read_part(parts: zipfile.ZipFile, name: str, left: int) -> int:
    """Read a part to its end and give the bytes that are left to unpack."""
    is_sheet = name.startswith("xl/worksheets/")
    before = b""
    with parts.open(name) as part:
        while chunk := part.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise RefusedError("too-complex")
            if is_sheet and FORMULA.search(before + chunk):
                raise RefusedError("formula")
            before = chunk[-OVERLAP:]
    return left


def text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def read_sheet(content: bytes, most_rows: int, most_cells: int) -> dict[str, Any]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    if not book.sheet_names:
        return {"rows": []}
    sheet = book.get_sheet_by_index(0)
    width = sheet.end[1] + 1 if sheet.end else 0
    if width > most_cells:
        return {"wide": width}
    rows: list[tuple[int, list[str]]] = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [text_of(value) for value in values]
        if any(cell.strip() for cell in cells):
            rows.append((number, cells))
        if len(rows) >= most_rows:
            break
    return {"rows": rows}


def answer(content: bytes, most_rows: int, most_cells: int, most_inflated: int) -> dict[str, Any]:
    try:
        look_inside(content, most_inflated)
        return read_sheet(content, most_rows, most_cells)
    except RefusedError as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": "too-complex"}
    except Exception:
        # Whatever the parser raises, the file cannot be read.
        return {"refused": "damaged"}


if __name__ == "__main__":
    *limits, memory = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    print(json.dumps(answer(sys.stdin.buffer.read(), *limits)))
