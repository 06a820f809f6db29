"""How a table is declared: who owns its rows, and what each role may do with them.

Every table stands in the `TABLES` of its room's `walls.py`; a repository test fails on one that does not.
"""

from dataclasses import dataclass
from enum import StrEnum

READ = ("select",)
ADD = ("select", "insert")
WRITE = ("select", "insert", "update")
ALL = ("select", "insert", "update", "delete")
NOTHING: tuple[str, ...] = ()


class Owned(StrEnum):
    """Whose rows these are."""

    ORGANISATION = "organisation"
    PERSON = "person"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Table:
    """One table's walls. `column` holds the owning organisation or person; a house table has none.

    The facts role may always read. A provider's role (`org`) sees its own organisation's rows, or those of
    the people it has sight of. A Ticketholder's role (`holder`) sees the rows of the one person it is, by
    `holder_column` where the rows belong to an organisation. Roles in `locks` may lock a row that a move is
    about, and of its columns change the `version` alone (PostgreSQL locks only what may be changed): what the
    move does, the system writes. `written_if` is what must be true, in SQL, of every row that any role of the
    walls writes. Without `row_walls` only the grants hold, for a house table whose writer has to be told with which
    row a new one collides: from a role behind row-level policies PostgreSQL keeps that.
    """

    name: str
    owned: Owned
    column: str = ""
    org: tuple[str, ...] = NOTHING
    holder: tuple[str, ...] = NOTHING
    holder_column: str = ""
    staff: tuple[str, ...] = READ
    worker: tuple[str, ...] = READ
    entrance: tuple[str, ...] = NOTHING
    side: tuple[str, ...] = NOTHING
    work: tuple[str, ...] = NOTHING
    locks: tuple[str, ...] = NOTHING
    written_if: str = ""
    tracked: bool = True
    row_walls: bool = True
    append_only: bool = False


def by_organisation(name: str, column: str = "organisation_id", **grants: object) -> Table:
    """A table whose rows belong to one organisation."""
    return Table(name, Owned.ORGANISATION, column, **grants)  # type: ignore[arg-type]


def by_person(name: str, column: str = "person_id", **grants: object) -> Table:
    """A table whose rows belong to one person, seen by the organisations with sight of that person."""
    return Table(name, Owned.PERSON, column, **grants)  # type: ignore[arg-type]


def of_the_house(name: str, **grants: object) -> Table:
    """A table whose rows belong to nobody outside."""
    return Table(name, Owned.HOUSE, **grants)  # type: ignore[arg-type]
