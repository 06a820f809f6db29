"""Rows of many tables in one query: each row comes as JSON beside its part's name, and becomes a model again.

A decision stands on a dozen small tables; a query each would cost a dozen round trips. Sealed columns are left
out unless they are named, as is everything else that is bytes. Where only some columns are wanted, the rows are plain
tuples of those. The statement is text made once: building it anew
from a dozen querysets takes longer than the database needs to answer it.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models.base import ModelState

from portal.kernel.fields import MonthField
from portal.policy.core import Month

Reader = Callable[[Any], Any]
Rows = Iterable[tuple[Any, ...]]
Column = tuple[str, str, Reader]

# The same few people, Tickets and organisations stand in most rows.
_uuid = lru_cache(maxsize=4096)(UUID)


class Part(NamedTuple):
    """Rows of one table. `where`: SQL of our own, with named parameters, in which the table is `t`.

    `related`: foreign keys followed one step; each is the name of the table it leads to in `where`.
    `sealed`: columns of bytes, of the table or a related one, that are wanted as they stand: still sealed.
    `only`: the columns wanted beside the primary key, which is `pk`; those of a related table as "employer.name". A row
    has no attribute for any other: it is no model that would fetch it.
    """

    model: type[models.Model]
    where: str
    related: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def of(self, relation: str) -> tuple[str, ...]:
        """The columns wanted of a related table, or ("") of its own; none where all are."""
        split = [name.rpartition(".") for name in self.only]
        return tuple(name for table, _, name in split if table == relation)


Parts = Mapping[str, Part]


def statement(parts: Parts) -> str:
    """One query for the rows of all parts, unordered; its rows are read by `gathered`."""
    return " union all ".join(_select(name, part) for name, part in parts.items())


def gathered(parts: Parts, rows: Rows) -> dict[str, list[Any]]:
    """The models of each part, from the rows of its `statement`."""
    texts: dict[str, list[str]] = {name: [] for name in parts}
    for name, row in rows:
        texts[name].append(row)
    # One text a part: to begin reading one takes longer than to read a row.
    return {
        name: list(map(_builder(parts[name]), json.loads(f"[{','.join(of_part)}]")))
        for name, of_part in texts.items()
    }


def _select(name: str, part: Part) -> str:
    columns = _asked("t", part.model, part.sealed, part.of(""))
    tables = [f"{part.model._meta.db_table} t"]
    for relation in part.related:
        other = _other(part.model, relation)
        columns += _asked(relation, other, part.sealed, part.of(relation))
        key = f"{relation}_id"
        tables.append(
            f"left join {other._meta.db_table} {relation} on {relation}.{other._meta.pk.column} = t.{key}"
        )
    built = ", ".join(columns)
    return f"select '{name}', json_build_array({built})::text from {' '.join(tables)} where {part.where}"  # noqa: S608 -- our own words


def _asked(
    table: str, model: type[models.Model], sealed: tuple[str, ...], only: tuple[str, ...]
) -> list[str]:
    return [
        f"encode({table}.{column}, 'hex')" if name in sealed else f"{table}.{column}"
        for column, name, _ in _readers(model, sealed, only)
    ]


def _other(model: type[models.Model], relation: str) -> type[models.Model]:
    return model._meta.get_field(relation).related_model  # type: ignore[return-value]


@cache
def _builder(part: Part) -> Callable[[list[Any]], Any]:
    """How the values of a row become what the part says."""
    return _tuples(part) if part.only else partial(_built, part)


def _tuples(part: Part) -> Callable[[list[Any]], Any]:
    own = _Shape(part.model.__name__, _readers(part.model, part.sealed, part.of("")), part.related)
    others = [
        _Shape(relation, _readers(_other(part.model, relation), part.sealed, part.of(relation)))
        for relation in part.related
    ]

    def built(values: list[Any]) -> Any:
        cells, start = own.cells(values, 0), own.size
        for other in others:
            found = other.cells(values, start)
            cells.append(other.kind._make(found) if values[start + other.key] is not None else None)
            start += other.size
        return own.kind._make(cells)

    return built


class _Shape:
    """A table's part of a row of plain tuples; `key` is the place of its primary key."""

    def __init__(self, name: str, readers: tuple[Column, ...], related: tuple[str, ...] = ()) -> None:
        names = [name for _, name, _ in readers]
        self.kind: Any = namedtuple(name, [*names, *related])  # type: ignore[misc]
        self.read = [read for _, _, read in readers]
        self.size = len(names)
        self.key = names.index("pk")

    def cells(self, values: list[Any], start: int) -> list[Any]:
        return [read(value) for read, value in zip(self.read, values[start : start + self.size], strict=True)]


def _built(part: Part, values: list[Any]) -> Any:
    taken = iter(values)
    instance = _instance(part.model, part.sealed, taken)
    for relation in part.related:
        other = _instance(_other(part.model, relation), part.sealed, taken)
        instance._state.fields_cache[relation] = None if other.pk is None else other
    return instance


def _instance(model: type[models.Model], sealed: tuple[str, ...], values: Iterator[Any]) -> Any:
    """As `from_db`, without the model's own constructor: that takes longer than all the rest of gathering."""
    instance = model.__new__(model)
    instance._state = ModelState()
    instance._state.db, instance._state.adding = "default", False
    readers = zip(_readers(model, sealed, ()), values, strict=False)
    instance.__dict__.update({name: read(value) for (_, name, read), value in readers})
    return instance


@cache
def _readers(model: type[models.Model], sealed: tuple[str, ...], only: tuple[str, ...]) -> tuple[Column, ...]:
    """Each column wanted: its name in the table, in the row, and how it is read back from JSON."""
    return tuple(_columns(model, sealed, only))


def _columns(model: type[models.Model], sealed: tuple[str, ...], only: tuple[str, ...]) -> Iterator[Column]:
    for column in model._meta.concrete_fields:
        target = column
        while isinstance(target, models.ForeignKey):
            target = target.target_field
        name = "pk" if only and column.primary_key else column.attname
        if only and name != "pk" and name not in only:
            continue
        if not isinstance(target, models.BinaryField) or column.attname in sealed:
            yield str(column.column), name, _reader(target)


def _reader(column: Any) -> Reader:
    match column:
        case MonthField():
            return _optional(lambda text: Month.of(date.fromisoformat(text)))
        case models.BinaryField():
            return _optional(bytes.fromhex)
        case models.DateTimeField():
            return _optional(datetime.fromisoformat)
        case models.DateField():
            return _optional(date.fromisoformat)
        case models.UUIDField():
            return _optional(_uuid)
        case _ if hasattr(column, "base_field"):
            inner = _reader(column.base_field)
            return _optional(lambda values: [inner(value) for value in values])
        case _:
            return lambda value: value


def _optional(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)
