"""The shape of a file: lines of one length, a header, rows, a trailer. What stands where is data (layouts.py)."""

from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from struct import Struct
from typing import Any, NamedTuple

from portal.exchange.cells import DAY, NUMBER, Cell, Wrong

HEADER, ROW, TRAILER = b"HD", b"DT", b"TR"


class Field(NamedTuple):
    """`length` bytes of a line. `goes` is the column it becomes, or comes from."""

    name: str
    length: int
    cell: Cell
    meaning: str
    goes: str = ""
    required: bool = True


_KIND = Cell("text", str, str)
# What every header and trailer says; a line's first two bytes say which it is.
_HEADER = (
    Field("file_kind", 2, _KIND, "Which layout the rows have."),
    Field("file_number", 8, NUMBER, "Counts the files of a kind, from 1, without gaps."),
    Field("created_on", 8, DAY, "The day the file was made."),
    Field("as_of", 8, DAY, "The day on which what the rows say was so on the sender's record."),
)
_TRAILER = (
    Field("file_kind", 2, _KIND, "As in the header."),
    Field("file_number", 8, NUMBER, "As in the header."),
    Field("rows", 12, NUMBER, "How many rows stand between header and trailer."),
    Field(
        "number_total",
        18,
        NUMBER,
        "The sum of the Social Security numbers; one that is no nine digits counts as 0.",
    ),
    Field("amount_total", 18, NUMBER, "The sum of the amounts in cents; 0 in a layout that has none."),
)


class Line:
    """Fields one after the other: lines of `length` bytes and a line feed, read many at once."""

    def __init__(self, mark: bytes, fields: tuple[Field, ...], length: int) -> None:
        self.mark, self.fields, self.length = mark, fields, length
        used = len(mark) + sum(field.length for field in fields)
        parts = "".join(f"{field.length}s" for field in fields)
        self.struct = Struct(f"{len(mark)}s{parts}{length - used}s1s")

    @cached_property
    def starts(self) -> list[int]:
        """Where each field starts, counted from 1."""
        return list(accumulate((field.length for field in self.fields), initial=len(self.mark) + 1))[:-1]

    def written(self, values: Mapping[str, Any]) -> bytes:
        """One line. Raises ValueError for what does not fit."""
        return self.mark + b"".join(_put(field, values.get(field.name)) for field in self.fields) + self._rest

    @cached_property
    def _rest(self) -> bytes:
        used = len(self.mark) + sum(field.length for field in self.fields)
        return b" " * (self.length - used) + b"\n"

    def read(self, line: bytes) -> dict[str, Any]:
        """One line in words and numbers. Raises Wrong."""
        mark, *cells, _, end = self.struct.unpack(line)
        if mark != self.mark or end != b"\n":
            raise Wrong(f"The line does not start with {self.mark.decode()}.", "Send the file in its layout.")
        return {field.name: value(field, cell) for field, cell in zip(self.fields, cells, strict=False)}


class Layout:
    """One kind of file. `inward` comes from Social Security; the others go there."""

    def __init__(self, kind: str, title: str, says: str, fields: tuple[Field, ...], *, inward: bool) -> None:
        self.kind, self.title, self.says, self.inward = kind, title, says, inward
        self.fields = fields
        longest = max(sum(field.length for field in some) for some in (fields, _HEADER, _TRAILER))
        self.length = len(ROW) + longest
        self.header = Line(HEADER, _HEADER, self.length)
        self.row = Line(ROW, fields, self.length)
        self.trailer = Line(TRAILER, _TRAILER, self.length)

    @property
    def stride(self) -> int:
        """Bytes of a line, its line feed among them."""
        return self.length + 1

    def place(self, name: str) -> int | None:
        """The field's place among the fields; None where the layout has none of this name."""
        names = [field.name for field in self.fields]
        return names.index(name) if name in names else None


def value(field: Field, cell: bytes) -> Any:
    """What stands in a field; None where it is blank and may be. Raises Wrong."""
    try:
        text = cell.decode().strip(" ")
    except UnicodeDecodeError:
        raise Wrong("The bytes are not UTF-8.", "Send the file in UTF-8.") from None
    if text:
        return field.cell.read(text)
    if field.required:
        raise Wrong("Nothing stands here.", "Fill in the field.")
    return None


def _put(field: Field, given: Any) -> bytes:
    text = "" if given is None else field.cell.write(given)
    raw = text.encode()
    if len(raw) > field.length or b"\n" in raw:
        raise ValueError(f"{field.name} has {field.length} bytes; {len(raw)} were given")
    return raw.rjust(field.length, b"0") if field.cell.numeric and raw else raw.ljust(field.length)
