"""One page of a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Model, QuerySet, Window

COUNTED = 1_000
"""How far a long list is counted at a time. Nobody turns to the last page of thousands: they find by name or number."""


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """`number` counts from 1; `total` is all rows of the list, or those counted where there are `more`."""

    rows: Sequence[Row]
    total: int
    number: int
    size: int
    more: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the page's first row in the list, counted from 1; 0 in an empty list."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    def map[Other](self, change: Callable[[Sequence[Row]], Sequence[Other]]) -> "Page[Other]":
        """The same page with its rows changed together, so that what they need is loaded once."""
        return Page(change(self.rows), self.total, self.number, self.size, self.more)


def slice_of(page: int, size: int, total: int) -> tuple[int, slice]:
    """The page's number, brought into what there is, and its slice of the list."""
    number = min(max(page, 1), max(1, -(-total // size)))
    return number, slice((number - 1) * size, number * size)


def count_to(page: int, size: int) -> int:
    """How many rows to count for a page of a long list: up to a round number behind it, and one to tell of more."""
    return COUNTED * (page * size // COUNTED + 1) + 1


def counted[Row](rows: Sequence[Row], found: int, page: int, size: int) -> Page[Row]:
    """A page of a long list of which `found` rows were counted, no more than `count_to` says."""
    bound = count_to(page, size) - 1
    return Page(rows, min(found, bound), page, size, found > bound)


def read[Row: Model](rows: QuerySet[Row], page: int, size: int) -> Page[Row]:
    """A page of rows with their total in one query; past the end, which takes two more, the last page."""
    number = max(page, 1)
    counted = rows.annotate(total_rows=Window(Count("pk")))
    found = list(counted[(number - 1) * size : number * size])
    if found or number == 1:
        return Page(found, vars(found[0])["total_rows"] if found else 0, number, size)
    total = rows.count()
    number, part = slice_of(page, size, total)
    return Page(list(rows[part]), total, number, size)
