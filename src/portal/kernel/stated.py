"""Facts that a record of Social Security states, written in sets. Facts are added, not changed.

Each fact keeps the day as of which the record said so: a statement replaces what was said as of the same or an
earlier day, in whatever order the statements arrive. Run as the system.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from psycopg import sql

from portal.kernel.copy_text import escaped

HELD = sql.Identifier("pg_temp", "stated")


class NotTaken(NamedTuple):
    """A statement that cannot be recorded; `nth` is its place among those given, `field` what is wrong."""

    nth: int
    field: str
    says: str
    remedy: str


@dataclass(slots=True)
class Recorded:
    """What became of statements: how many changed something, whom they are about, and which were not taken."""

    changed: int = 0
    people: set[UUID] = field(default_factory=set)
    refused: list[NotTaken] = field(default_factory=list)


class Keyed(NamedTuple):
    """A table in which one row in force says one thing: `value` of `key`. `also` is SQL true of its stated rows.

    `fixed` are columns that every new row has the same, each with its SQL.
    """

    table: str
    key: tuple[str, ...]
    value: tuple[str, ...]
    also: str = "true"
    fixed: Mapping[str, str] = {}


class Column(NamedTuple):
    """Values of one column, in the order of the statements, with their type in SQL."""

    type: str
    values: Sequence[Any]


def stage(columns: Mapping[str, Column]) -> None:
    """The statements in a temporary table `stated`, with `nth` for their order; it ends with the unit."""
    count = len(next(iter(columns.values())).values)
    texts = [_texts(column.values) for column in columns.values()]
    lines = map("\t".join, zip(map(str, range(count)), *texts, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.stated")
        cursor.execute(
            sql.SQL("create temporary table stated (nth integer, {}) on commit drop").format(
                _comma(
                    sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(column.type))
                    for name, column in columns.items()
                )
            )
        )
        copying = sql.SQL("copy {} from stdin").format(HELD)
        with cursor.cursor.copy(copying) as copy:
            copy.write("".join(f"{line}\n" for line in lines))
        # Nobody else counts its rows; without, they are joined one by one.
        cursor.execute("analyze pg_temp.stated")


def state(table: Keyed, as_of: date, at: datetime) -> Recorded:
    """Record what is staged (with `id`, `person_id`, and the columns of key and value).

    Of several about one thing the last counts. What is on record already, or as of a later day, is left.
    """
    names = {
        "t": sql.Identifier(table.table),
        "held": HELD,
        "same_key": _same("t", "s", table.key),
        "same_value": _same("t", "s", table.value),
        "also": sql.SQL(table.also),
    }
    _run("delete from {held} s using {held} t where {same_key} and s.nth < t.nth", names)
    _run(
        "delete from {held} s using {t} t where {same_key} and t.superseded_at is null and {also}"
        " and t.stated_on > %(as_of)s",
        names,
        as_of=as_of,
    )
    _run(
        "with same as (delete from {held} s using {t} t where {same_key} and {same_value} and {also}"
        " and t.superseded_at is null returning t.id)"
        " update {t} own set stated_on = %(as_of)s from same where own.id = same.id"
        " and own.stated_on is distinct from %(as_of)s",
        names,
        as_of=as_of,
    )
    _run(
        "update {t} t set superseded_at = %(at)s from {held} s where {same_key} and t.superseded_at is null"
        " and {also}",
        names,
        at=at,
    )
    return insert_staged(table.table, (*table.key, *table.value), table.fixed, as_of, at)


def insert_staged(
    table: str, columns: Sequence[str], fixed: Mapping[str, str], as_of: date, at: datetime
) -> Recorded:
    """Insert what is still staged, as recorded now and stated as of that day."""
    given = _comma(sql.Identifier(name) for name in dict.fromkeys(("id", "person_id", *columns)))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "insert into {} ({}, stated_on, recorded_at{}) select {}, %(as_of)s, %(at)s{} from {} order by nth"
                " returning person_id"
            ).format(
                sql.Identifier(table),
                given,
                sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(name)) for name in fixed),
                given,
                sql.SQL("").join(sql.SQL(f", {value}") for value in fixed.values()),
                HELD,
            ),
            {"as_of": as_of, "at": at},
        )
        people = [row[0] for row in cursor.fetchall()]
    return Recorded(len(people), set(people))


def _run(statement: str, names: Mapping[str, sql.Composable], **parameters: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**names), parameters)


def _same(one: str, other: str, columns: Iterable[str]) -> sql.Composed:
    """Equal in these columns. The person with a plain sign: by any other, every row would be held against every row."""
    return sql.SQL(" and ").join(
        sql.SQL("{0}.{2} {3} {1}.{2}").format(
            sql.Identifier(one),
            sql.Identifier(other),
            sql.Identifier(name),
            sql.SQL("=" if name == "person_id" else "is not distinct from"),
        )
        for name in columns
    )


def _comma(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)


def _texts(values: Sequence[Any]) -> list[str]:
    """As COPY reads them. A value that many rows share is written once."""
    different = set(values)
    if len(different) == len(values) and None not in different:
        return _written(values)
    known = dict(zip(different, _written(different), strict=True)) | (
        {None: "\\N"} if None in different else {}
    )
    return list(map(known.__getitem__, values))


def _written(values: Collection[Any]) -> list[str]:
    """Each looked through for what COPY reads otherwise, where there is any in all of them."""
    texts = list(map(str, values))
    joined = "".join(texts)
    return texts if escaped(joined) == joined else list(map(escaped, texts))
