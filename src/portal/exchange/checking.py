"""Is a file whole? Its lines, header, trailer, count and totals, before anything of it is taken.

The file is streamed once, in blocks, whatever its size; nothing it says of people is kept.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO, NamedTuple

from portal.exchange.cells import CENTS, Wrong
from portal.exchange.layout import ROW, Layout
from portal.exchange.layouts import LAYOUTS

_LINES = 50_000
_TOTAL = 10**18


class Checked(NamedTuple):
    """A file as it is: its bytes' hash; what header and trailer say; why it is refused whole, if it is."""

    sha256: str
    file_number: int | None = None
    created_on: date | None = None
    as_of: date | None = None
    rows: int = 0
    number_total: int = 0
    amount_total: int = 0
    problem: str = ""


class Totals:
    """Count and control totals over rows, as a trailer has them."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.rows = self.numbers = self.amounts = 0
        self._number = _place(layout, "ssn")
        self._amount = next(
            (_place(layout, field.name) for field in layout.fields if field.cell is CENTS), None
        )

    def add(self, block: bytes) -> None:
        """Whole lines of rows."""
        columns = list(zip(*self.layout.row.struct.iter_unpack(block), strict=True))
        self.rows += len(block) // self.layout.stride
        self.numbers += _sum(columns[self._number or 0])
        if self._amount is not None:
            self.amounts += _sum(columns[self._amount])

    def values(self, file_number: int) -> dict[str, Any]:
        """The trailer's fields."""
        return {
            "file_kind": self.layout.kind,
            "file_number": file_number,
            "rows": self.rows,
            "number_total": self.numbers % _TOTAL,
            "amount_total": self.amounts % _TOTAL,
        }


def check(kind: str, number: int, content: BinaryIO, on: date) -> Checked:
    """Read the file once. `kind` and `number` are those of its name; `on` is today."""
    layout, digest = LAYOUTS.get(kind), hashlib.sha256()
    if layout is None or not layout.inward:
        known = ", ".join(one.kind for one in LAYOUTS.values() if one.inward)
        return Checked(_rest(digest, content), problem=f"There is no kind of file {kind}. Kinds are {known}.")
    try:
        return _checked(layout, number, content, digest, on)
    except Wrong as wrong:
        return Checked(_rest(digest, content), problem=f"{wrong.says} {wrong.remedy} Nothing was taken.")


def _checked(layout: Layout, number: int, content: BinaryIO, digest: Any, on: date) -> Checked:
    first = content.read(layout.stride)
    digest.update(first)
    header = _line(layout, first, "header")
    _agree(header, {"file_kind": layout.kind, "file_number": number}, "header", "the file's name")
    if header["as_of"] > on:
        raise Wrong(f"The as-of date is {header['as_of']}, which is not yet.", "Send the file on that day.")
    totals, last, line = Totals(layout), b"", 1
    for block in _blocks(layout, content, digest):
        rows, last = last + block[: -layout.stride], block[-layout.stride :]
        _shaped(layout, rows, line)
        totals.add(rows) if rows else None
        line += len(rows) // layout.stride
    trailer = _line(layout, last, "trailer")
    _agree(trailer, totals.values(number), "trailer", "the rows")
    return Checked(
        digest.hexdigest(),
        number,
        header["created_on"],
        header["as_of"],
        totals.rows,
        trailer["number_total"],
        trailer["amount_total"],
    )


def _blocks(layout: Layout, content: BinaryIO, digest: Any) -> Iterator[bytes]:
    while block := content.read(layout.stride * _LINES):
        digest.update(block)
        yield block


def _shaped(layout: Layout, rows: bytes, line: int) -> None:
    """Lines of the layout's length that are rows. Says which line is not; `line` is the one before them."""
    stride, count = layout.stride, len(rows) // layout.stride
    if len(rows) == count * stride and (
        rows[stride - 1 :: stride] == b"\n" * count
        and rows[0::stride] == ROW[:1] * count
        and rows[1::stride] == ROW[1:] * count
        and rows.count(b"\n") == count
    ):
        return
    for nth, one in enumerate(rows.split(b"\n")[:-1], start=line + 1):
        if len(one) != layout.length:
            raise Wrong(
                f"Line {nth} has {len(one)} bytes; lines of this kind have {layout.length}.",
                "Send the whole file again, every line of that length.",
            )
        if one[:2] != ROW:
            raise Wrong(f"Line {nth} does not start with {ROW.decode()}.", "Send the whole file again.")
    raise Wrong("The last line has no end.", "Send the whole file again.")


def _line(layout: Layout, raw: bytes, name: str) -> dict[str, Any]:
    if len(raw) != layout.stride:
        raise Wrong(
            f"There is no {name} of {layout.length} bytes with a line feed.",
            "Send the whole file in its layout.",
        )
    try:
        return (layout.header if name == "header" else layout.trailer).read(raw)
    except Wrong as wrong:
        raise Wrong(f"The {name} cannot be read. {wrong.says}", wrong.remedy) from None


def _agree(said: dict[str, Any], found: dict[str, Any], where: str, beside: str) -> None:
    for name, value in found.items():
        if said[name] != value:
            raise Wrong(
                f"The {where} says {name} {said[name]}; it is {value} by {beside}.",
                "Find out what was lost or changed, and send the whole file again.",
            )


def _place(layout: Layout, name: str) -> int:
    """The field's place in an unpacked line, after the two letters that mark it."""
    return 1 + [field.name for field in layout.fields].index(name)


def _sum(cells: tuple[bytes, ...]) -> int:
    if b"".join(cells).isdigit():
        return sum(map(int, cells))
    return sum(int(cell) for cell in cells if cell.isdigit())


def _rest(digest: Any, content: BinaryIO) -> str:
    """The hash of the whole, of which some may have been read."""
    while block := content.read(1 << 20):
        digest.update(block)
    return str(digest.hexdigest())
