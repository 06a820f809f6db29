"""A file in its layout, line by line: header, rows, trailer."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from portal.exchange.checking import Totals


def lines(
    totals: Totals, file_number: int, created_on: date, as_of: date, rows: Iterable[Mapping[str, Any]]
) -> Iterator[bytes]:
    """The lines of a file of the layout that `totals` counts; what the trailer says is in it at the end."""
    layout = totals.layout
    yield layout.header.written(
        {"file_kind": layout.kind, "file_number": file_number, "created_on": created_on, "as_of": as_of}
    )
    for row in rows:
        line = layout.row.written(row)
        totals.add(line)
        yield line
    yield layout.trailer.written(totals.values(file_number))
