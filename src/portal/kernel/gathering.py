"""Rows of many tables in one query: each row comes as JSON beside its part's name, and becomes a model again.

A decision stands on a dozen small tables; a query each would cost a dozen round trips. Sealed columns are left
out, as is everything else that is bytes.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import JSONObject

from portal.kernel.fields import MonthField
from portal.policy.core import Month

Reader = Callable[[Any], Any]


def gather(parts: Mapping[str, QuerySet[Any]]) -> dict[str, list[Any]]:
    """The rows of each part, unordered, in one query. `select_related` of a part is followed one step."""
    found: dict[str, list[Any]] = {name: [] for name in parts}
    selects = [_select(name, rows) for name, rows in parts.items()]
    models_of = {name: (rows.model, _related(rows)) for name, rows in parts.items()}
    for name, row in selects[0].union(*selects[1:], all=True):
        found[name].append(_built(*models_of[name], row))
    return found


def _select(name: str, rows: QuerySet[Any]) -> Any:
    model: type[models.Model] = rows.model
    columns = {field: F(field) for field in _readers(model)}
    for relation, other in _related(rows).items():
        columns |= {f"{relation}__{field}": F(f"{relation}__{field}") for field in _readers(other)}
    return (
        rows.select_related(None)
        .order_by()
        .annotate(part_name=Value(name, output_field=models.TextField()), part_row=JSONObject(**columns))
        .values_list("part_name", "part_row")
    )


def _related(rows: QuerySet[Any]) -> dict[str, type[models.Model]]:
    chosen = rows.query.select_related
    names = chosen if isinstance(chosen, dict) else {}
    return {name: rows.model._meta.get_field(name).related_model for name in names}


def _built(model: type[models.Model], related: Mapping[str, type[models.Model]], row: dict[str, Any]) -> Any:
    instance = _instance(model, row, "")
    for relation, other in related.items():
        present = row[f"{relation}__{other._meta.pk.attname}"] is not None
        setattr(instance, relation, _instance(other, row, f"{relation}__") if present else None)
    return instance


def _instance(model: type[models.Model], row: dict[str, Any], prefix: str) -> Any:
    readers = _readers(model)
    return model.from_db(
        "default", list(readers), [read(row[prefix + name]) for name, read in readers.items()]
    )


@cache
def _readers(model: type[models.Model]) -> dict[str, Reader]:
    """How each column that is not bytes is read back from JSON."""
    return dict(_columns(model))


def _columns(model: type[models.Model]) -> Iterator[tuple[str, Reader]]:
    for column in model._meta.concrete_fields:
        target = column
        while isinstance(target, models.ForeignKey):
            target = target.target_field
        if not isinstance(target, models.BinaryField):
            yield column.attname, _reader(target)


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
