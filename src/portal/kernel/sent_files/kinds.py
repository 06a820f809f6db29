"""What a room declares of a kind of file: its columns, who sends it, how its rows are judged and brought in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.kernel.sent_files.tables import SentFile, SentRow
from portal.kernel.tables_in import Column, Layout, Problem, TableLimits
from portal.policy.roles import Permission

Verdict = SentRow.Verdict
BATCH = 500


class Row(NamedTuple):
    """A row as it was sent."""

    line: int
    cells: dict[str, str]
    same_as: int | None = None


@dataclass(slots=True)
class Judged:
    """A row with its verdict. `problems` of a row that is there already say what differs.

    `person` and `case` are whom and what it is about, where it names somebody known. `made` is what it has become.
    A kind of file may keep more beside it until the row is brought in.
    """

    row: Row
    verdict: str
    problems: list[Problem] = field(default_factory=list)
    person: UUID | None = None
    case: UUID | None = None
    made: UUID | None = None


class Words(NamedTuple):
    """How the pages speak of it: "Bring in", "brought in", "notes"."""

    do: str = "Bring in"
    done: str = "brought in"
    rows: str = "rows"


Step = Callable[[Any, Sequence[Row]], Sequence[Judged]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file.

    `judge` gives the verdicts of a batch as of the unit's day and changes nothing; `bring` takes what it needs to
    lock, judges again, writes what the accepted rows make, and gives the verdicts that hold. Both are called as the
    system with the file and a batch of rows, and ask a constant number of queries a batch. `about` is the file in the
    trail, `made` the row's field that keeps what it has become, `finished` is
    called once its last row is done. Files of more than `at_once` rows are tried by the
    worker.
    """

    name: str
    prefix: str
    about: str
    task: str
    files: type[SentFile]
    rows: type[SentRow]
    layout: Layout
    permission: Permission
    judge: Step
    bring: Step
    words: Words = field(default_factory=Words)
    limits: Callable[[], TableLimits] = TableLimits
    made: str = ""
    finished: Callable[[Any], None] | None = None
    batch: int = BATCH
    at_once: int = BATCH

    @property
    def owned(self) -> bool:
        """Do its files belong to the organisation that sends them?"""
        return any(one.name == "organisation" for one in self.files._meta.get_fields())

    def rows_of(self, file: SentFile) -> QuerySet[Any]:
        """The rows of one of its files."""
        return self.rows._default_manager.filter(Q(("file", file)))


KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Enter a room's kind of file; a name stands for one."""
    if KINDS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"the kind of file {kind.name} is declared twice")
    return kind


_FILLED_IN = "Filled in by the portal in the file of refused rows. Not read."
# The last columns of a layout whose refused rows come back as a file that can be sent again.
FILLED = (
    Column("problem", _FILLED_IN, "Anything.", "", str, required=False),
    Column("what_to_do", _FILLED_IN, "Anything.", "", str, required=False),
)
