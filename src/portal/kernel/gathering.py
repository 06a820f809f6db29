"""Rows of many tables in one query: each row comes as JSON beside its part's name, and becomes a model again.

A decision stands on a dozen small tables; a query each would cost a dozen round trips. Sealed columns are left
out, as is everything else that is bytes. The statement is text made once: building it anew from a dozen querysets
takes longer than the database needs to answer it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models.base import ModelState

from portal.kernel.fields import MonthField
from portal.policy.core import Month

Reader = Callable[[Any], Any]
Rows = Iterable[tuple[Any, ...]]


class Part(NamedTuple):
    """Rows of one table. `where`: SQL of our own, with named parameters, in which the table is `t`.

    `related`: foreign keys followed one step; each is the name of the table it leads to in `where`.
    """

    model: type[models.Model]
    where: str
    related: tuple[str, ...] = ()


Parts = Mapping[str, Part]


def statement(parts: Parts) -> str:
    """One query for the rows of all parts, unordered; its rows are read by `gathered`."""
    return " union all ".join(_select(name, part) for name, part in parts.items())


def gathered(parts: Parts, rows: Rows) -> dict[str, list[Any]]:
    """The models of each part, from the rows of its `statement`."""
    found: dict[str, list[Any]] = {name: [] for name in parts}
    for name, row in rows:
        found[name].append(_built(parts[name], json.loads(row)))
    return found


def _select(name: str, part: Part) -> str:
    columns = [f"t.{column}" for column, _, _ in _readers(part.model)]
    tables = [f"{part.model._meta.db_table} t"]
    for relation in part.related:
        other = _other(part.model, relation)
        columns += [f"{relation}.{column}" for column, _, _ in _readers(other)]
        key = f"{relation}_id"
        tables.append(
            f"left join {other._meta.db_table} {relation} on {relation}.{other._meta.pk.column} = t.{key}"
        )
    built = ", ".join(columns)
    return f"select '{name}', json_build_array({built})::text from {' '.join(tables)} where {part.where}"  # noqa: S608 -- our own words


def _other(model: type[models.Model], relation: str) -> type[models.Model]:
    return model._meta.get_field(relation).related_model  # type: ignore[return-value]


def _built(part: Part, values: list[Any]) -> Any:
    taken = iter(values)
    instance = _instance(part.model, taken)
    for relation in part.related:
        other = _instance(_other(part.model, relation), taken)
        instance._state.fields_cache[relation] = None if other.pk is None else other
    return instance


def _instance(model: type[models.Model], values: Iterator[Any]) -> Any:
    """As `from_db`, without the model's own constructor: that takes longer than all the rest of gathering."""
    instance = model.__new__(model)
    instance._state = ModelState()
    instance._state.db, instance._state.adding = "default", False
    readers = zip(_readers(model), values, strict=False)
    instance.__dict__.update({name: read(value) for (_, name, read), value in readers})
    return instance


@cache
def _readers(model: type[models.Model]) -> tuple[tuple[str, str, Reader], ...]:
    """Each column that is not bytes: its name in the table, in the model, and how it is read back from JSON."""
    return tuple(_columns(model))


def _columns(model: type[models.Model]) -> Iterator[tuple[str, str, Reader]]:
    for column in model._meta.concrete_fields:
        target = column
        while isinstance(target, models.ForeignKey):
            target = target.target_field
        if not isinstance(target, models.BinaryField):
            yield str(column.column), column.attname, _reader(target)


def _reader(column: Any) -> Reader:
    match column:
        case MonthField():
            return _optional(lambda text: Month.of(date.fromisoformat(text)))
        case models.DateTimeField():
            return _optional(datetime.fromisoformat)
        case models.DateField():
            return _optional(date.fromisoformat)
        case models.UUIDField():
            return _optional(UUID)
        case _ if hasattr(column, "base_field"):
            inner = _reader(column.base_field)
            return _optional(lambda values: [inner(value) for value in values])
        case _:
            return lambda value: value


def _optional(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)
