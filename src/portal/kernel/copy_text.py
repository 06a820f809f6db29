"""Rows of a model as the text that COPY reads, a column at a time.

Several times as fast as a value at a time: how a column is written is settled once, and a value that many rows share
(the moment, the organisation) is written once.
"""

import json
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg.adapt import PyFormat, Transformer

_NULL = "\\N"
Writer = Callable[[Any], str]


class JsonText(str):
    """JSON that is written already, for a JSON column of a row that goes out by COPY."""

    __slots__ = ()


def copy_text(fields: Sequence[Any], rows: Sequence[Any]) -> str:
    """A line a row: its place among the rows, then the fields, as COPY's text format has them."""
    columns = [_column(field, list(map(attrgetter(field.attname), rows))) for field in fields]
    lines = map("\t".join, zip(map(str, range(len(rows))), *columns, strict=True))
    return "".join(f"{line}\n" for line in lines)


def _column(field: Any, values: list[Any]) -> list[str]:
    # By identity: rows that share a value hold the same object, and hashing a UUID costs as much as writing it.
    write, places = _writer(field), list(map(id, values))
    distinct = dict(zip(places, values, strict=True))
    texts = {place: _NULL if value is None else write(value) for place, value in distinct.items()}
    return [texts[place] for place in places]


def _writer(field: Any) -> Writer:
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    match target.get_internal_type():
        case "UUIDField":
            return _uuid
        case "TextField":
            return lambda value: escaped(str(value))
        case "IntegerField" | "BigIntegerField":
            return lambda value: int.__repr__(value)
        case "JSONField" if target.encoder is None:
            return lambda value: escaped(value if isinstance(value, JsonText) else json.dumps(value))
        case "BinaryField":
            return lambda value: f"\\\\x{value.hex()}"
        case "ArrayField" if _of_uuids(target):
            return lambda values: f"{{{','.join(map(_uuid, values))}}}"
        case _:
            return _adapted(field)


def _uuid(value: Any) -> str:
    # Without hyphens, which take four times as long.
    return f"{value.int:032x}" if isinstance(value, UUID) else str(value)


def _of_uuids(field: Any) -> bool:
    return isinstance(field, ArrayField) and isinstance(field.base_field, models.UUIDField)


def _adapted(field: Any) -> Writer:
    """As Django prepares the value and the driver writes it."""
    prepare, transformer = field.get_db_prep_save, Transformer.from_context(connection.connection)

    def write(value: Any) -> str:
        prepared = prepare(value, connection)
        if prepared is None:
            return _NULL
        dumped = transformer.get_dumper(prepared, PyFormat.TEXT).dump(prepared)
        return _NULL if dumped is None else escaped(bytes(dumped).decode())

    return write


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
