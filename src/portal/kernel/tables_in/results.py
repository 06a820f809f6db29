"""What reading a table's file answers, and the limits it is held against."""

from typing import NamedTuple

from portal.kernel.uploads.results import MEBIBYTE


class TableLimits(NamedTuple):
    """The most bytes of the file, rows under the header, cells of one row and characters of one cell.

    `inflated` is the most bytes an XLSX file may have once unpacked; `seconds` and `memory` hold for reading one.
    """

    bytes: int = 8_000_000
    rows: int = 20_000
    cells: int = 200
    characters: int = 20_000
    inflated: int = 160_000_000
    seconds: int = 30
    memory: int = 1024 * MEBIBYTE


class Line(NamedTuple):
    """One row: the line it begins on, its cells by column, and an earlier line about the same."""

    line: int
    cells: dict[str, str]
    same_as: int | None


class Sheet(NamedTuple):
    """A file that can be read."""

    file_name: str
    sha256: str
    lines: list[Line]


class Unreadable(NamedTuple):
    """Why the file was not taken, and what to do. Nothing of such a file is kept."""

    sentence: str


# The rows of a file that are not blank, the header among them, each with the line it begins on.
type Rows = list[tuple[int, list[str]]]
