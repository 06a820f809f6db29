"""What goes back about a file that came in: the rows that were refused as they were sent, each with why."""

from collections.abc import Iterator
from typing import BinaryIO

from portal.exchange.checking import Totals
from portal.exchange.layout import Layout
from portal.exchange.layouts import LAYOUTS
from portal.exchange.models import RecordFile

# After the row: field, problem, what to do.
REASONS = (20, 120, 120)
_LONGER = sum(REASONS)


def answer(file: RecordFile, content: BinaryIO) -> Iterator[bytes]:
    """Header, refused rows, trailer; every line longer by the reasons."""
    layout, padding = LAYOUTS[file.kind], b" " * _LONGER
    yield content.read(layout.length) + padding + b"\n"
    totals = Totals(layout)
    for line, *said in file.refused.order_by("line").values_list("line", "field", "problem", "what_to_do"):
        row = _line(layout, content, line)
        totals.add(row)
        yield row[:-1] + b"".join(map(_fitted, said, REASONS)) + b"\n"
    yield layout.trailer.written(totals.values(file.file_number or 0))[:-1] + padding + b"\n"


def refused_whole(file: RecordFile) -> bytes:
    """Why nothing of the file was taken, in a sentence."""
    return f"{file.name}: {file.problem}\n".encode()


def _line(layout: Layout, content: BinaryIO, line: int) -> bytes:
    content.seek((line - 1) * layout.stride)
    return content.read(layout.stride)


def _fitted(text: str, length: int) -> bytes:
    return text.encode()[:length].decode(errors="ignore").encode().ljust(length)
