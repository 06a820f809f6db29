"""Rows of a block in columns: what each field says, and which rows cannot be taken."""

from collections.abc import Iterator, Sequence
from typing import Any

from portal.exchange.cells import Wrong
from portal.exchange.layout import Field, Layout, value
from portal.kernel.stated import NotTaken

_FORWARD = {("from_month", "until_month"): False, ("begun_on", "ended_on"): True}


class Rows:
    """Columns of values by field; `nth` says which row of the block each place is. Rows drop out when refused."""

    def __init__(self, layout: Layout, block: bytes) -> None:
        unpacked = list(zip(*layout.row.struct.iter_unpack(block), strict=True))[1:-2]
        self.nth = list(range(len(block) // layout.stride))
        self.refused: list[NotTaken] = []
        self.columns: dict[str, list[Any]] = {}
        wrong: dict[int, NotTaken] = {}
        for field, cells in zip(layout.fields, unpacked, strict=False):
            self.columns[field.name] = _read(field, cells, wrong)
        self.refuse(wrong.values())

    def __len__(self) -> int:
        return len(self.nth)

    def __getitem__(self, name: str) -> list[Any]:
        return self.columns[name]

    def refuse(self, said: Any) -> None:
        """Leave these rows out, with what is said about each."""
        out = {one.nth: one for one in said}
        if not out:
            return
        self.refused += out.values()
        kept = [place for place, nth in enumerate(self.nth) if nth not in out]
        self.nth = [self.nth[place] for place in kept]
        self.columns = {name: [column[place] for place in kept] for name, column in self.columns.items()}

    def refuse_backward(self) -> None:
        """Leave out rows whose end comes before their beginning."""
        for (first, last), same in _FORWARD.items():
            if first in self.columns:
                self.refuse(list(self._backward(first, last, same)))

    def _backward(self, first: str, last: str, same: bool) -> Iterator[NotTaken]:
        for nth, begins, ends in zip(self.nth, self[first], self[last], strict=True):
            if ends is not None and not (begins < ends or (same and begins == ends)):
                yield NotTaken(nth, last, "The end comes before the beginning.", "Send both as they are.")


def _read(field: Field, cells: Sequence[bytes], wrong: dict[int, NotTaken]) -> list[Any]:
    """Each cell's value. What many rows share is read once."""
    known: dict[bytes, Any] = {}
    for cell in set(cells):
        try:
            known[cell] = value(field, cell)
        except Wrong as said:
            known[cell] = said
    values = [known[cell] for cell in cells]
    if any(isinstance(one, Wrong) for one in known.values()):
        for nth, one in enumerate(values):
            if isinstance(one, Wrong):
                wrong.setdefault(nth, NotTaken(nth, field.name, one.says, one.remedy))
    return values
