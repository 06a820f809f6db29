"""Writing many rows at once: COPY into a temporary table, then one statement over it.

PostgreSQL refuses COPY into a table with row-level security, and rows that come singly cost many times as much.
What is written still meets the walls, triggers and constraints of its table. Written as the system.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import connection, models
from psycopg import sql

from portal.kernel.copy_text import copy_text


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows in their order. They may be of several models, those of one model standing together.

    Columns that the database fills in by itself (a serial key, a default of its own) are left to it.
    """
    for model, group in groupby(rows, _model):
        insert_plain(model, list(group))


def insert_plain(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert rows of a model that are plain objects with its fields as attributes: Django's own cost most to make."""
    if not rows:
        return
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.has_db_default() and not isinstance(field, models.AutoField)
    ]
    columns = _names(str(field.column) for field in fields)
    held = _staged(model, fields, rows)
    _execute(
        sql.SQL("insert into {table} ({columns}) select {columns} from {held} order by nth").format(
            table=sql.Identifier(model._meta.db_table), columns=columns, held=held
        )
    )


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Set these fields of rows of one model, found by primary key; the caller holds their locks.

    Raises RuntimeError when a row is not there or the walls hide it.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    key = meta.pk
    changed: list[Any] = [meta.get_field(name) for name in names]
    held = _staged(type(rows[0]), [key, *changed], rows)
    pairs = sql.SQL(", ").join(
        sql.SQL("{0} = held.{0}").format(sql.Identifier(field.column)) for field in changed
    )
    count = _execute(
        sql.SQL("update {table} as own set {pairs} from {held} as held where own.{key} = held.{key}").format(
            table=sql.Identifier(meta.db_table), pairs=pairs, held=held, key=sql.Identifier(str(key.column))
        )
    )
    if count != len(rows):
        raise RuntimeError(f"{len(rows)} rows of {meta.db_table} were to be changed, {count} were")


def _staged(model: type[models.Model], fields: Sequence[Any], rows: Sequence[Any]) -> sql.Identifier:
    """The rows in a temporary table, with `nth` for their order; it ends with the unit."""
    table, columns = model._meta.db_table, _names(str(field.column) for field in fields)
    held = sql.Identifier("pg_temp", f"held_{table}")
    _execute(sql.SQL("drop table if exists {}").format(held))
    _execute(
        sql.SQL(
            "create temporary table {held} on commit drop as select 0 as nth, {columns} from {table} with no data"
        ).format(held=held, columns=columns, table=sql.Identifier(table))
    )
    copying = sql.SQL("copy {held} (nth, {columns}) from stdin").format(held=held, columns=columns)
    with connection.cursor() as cursor, cursor.cursor.copy(copying) as copy:
        copy.write(copy_text(fields, rows))
    return held


def _model(row: models.Model) -> type[models.Model]:
    return type(row)


def _names(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _execute(statement: sql.Composed) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)
