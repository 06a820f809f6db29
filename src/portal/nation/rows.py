"""Rows on their way into the database by COPY, over the `loader` login, which the walls let through."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connections, models, transaction
from psycopg import sql
from psycopg.types.json import Jsonb

from portal.kernel.fields import MonthField

ACTOR = "nation"
_BATCH = 5_000


class Rows:
    """Collects rows by model and copies them in batches, in the one transaction around it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._waiting: dict[type[models.Model], list[tuple[Any, ...]]] = {}
        self._shapes: dict[type[models.Model], _Shape] = {}

    def add(self, model: type[models.Model], **values: Any) -> None:
        """Add a row; what is not named gets the column's default. Raises TypeError for an unknown column."""
        shape = self._shapes.get(model) or self._shapes.setdefault(model, _Shape(model))
        waiting = self._waiting.setdefault(model, [])
        waiting.append(shape.row(values))
        if len(waiting) >= _BATCH:
            self._copy(model)

    def flush(self) -> None:
        for model in list(self._waiting):
            self._copy(model)

    def _copy(self, model: type[models.Model]) -> None:
        rows = self._waiting.pop(model, [])
        if not rows:
            return
        with (
            connections["loader"].cursor() as cursor,
            cursor.cursor.copy(self._shapes[model].statement) as copy,
        ):
            for row in rows:
                copy.write_row(row)
        self.counts[model._meta.db_table] += len(rows)


class _Shape:
    """How a model's rows are written: its columns, their defaults, and what has to be converted."""

    def __init__(self, model: type[models.Model]) -> None:
        # Columns that the database fills in by itself (a serial key, a db_default) are left to it.
        fields = [
            field
            for field in model._meta.concrete_fields
            if not field.has_db_default() and not isinstance(field, models.AutoField)
        ]
        self.name = model.__name__
        self.columns = [field.attname for field in fields]
        self.defaults = {f.attname: f.get_default for f in fields if f.has_default() or f.null or _empty(f)}
        self.converted: list[tuple[int, Callable[[Any], Any]]] = []
        for place, field in enumerate(fields):
            if isinstance(field, MonthField):
                self.converted.append((place, _first_day))
            elif isinstance(field, models.JSONField):
                self.converted.append((place, _json_or_nothing if field.null else Jsonb))
        columns = [sql.Identifier(str(field.column)) for field in fields]
        self.statement = sql.SQL("copy {} ({}) from stdin").format(
            sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns)
        )

    def row(self, values: dict[str, Any]) -> tuple[Any, ...]:
        given = len(values)
        row = []
        for column in self.columns:
            if column in values:
                row.append(values[column])
                given -= 1
            elif column in self.defaults:
                row.append(self.defaults[column]())
            else:
                raise TypeError(f"{self.name} needs {column}")
        if given:
            raise TypeError(f"{self.name} has no {sorted(set(values) - set(self.columns))}")
        for place, convert in self.converted:
            row[place] = convert(row[place])
        return tuple(row)


def values_of(row: models.Model) -> dict[str, Any]:
    """The columns of a row that was made as a model first."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _json_or_nothing(value: Any) -> Jsonb | None:
    return None if value is None else Jsonb(value)


def _empty(field: Any) -> bool:
    return field.blank and field.empty_strings_allowed


def _first_day(month: Any) -> Any:
    return None if month is None else month.first


class loading:
    """`with loading() as rows:` one transaction as the nation's actor; all or nothing."""

    def __enter__(self) -> Rows:
        self._atomic = transaction.atomic(using="loader", durable=True)
        self._atomic.__enter__()
        with connections["loader"].cursor() as cursor:
            cursor.execute("select set_config('portal.actor', %s, true)", [ACTOR])
        self.rows = Rows()
        return self.rows

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            if error is None:
                self.rows.flush()
        except BaseException as failed:
            self._atomic.__exit__(type(failed), failed, failed.__traceback__)
            raise
        self._atomic.__exit__(kind, error, trace)
