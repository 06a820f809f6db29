"""The JSON form of facts as their records declare them: read with sentences that name the field, and described.

`facts_json` reads what the portal has written itself; this reads what a person has written by hand.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

from portal.policy.core import Json, Month
from portal.policy.reading import (
    DAY,
    FLAG,
    MONTH,
    TEXT,
    FactsError,
    Field,
    Kind,
    choice,
    field,
    list_of,
    nullable,
    record,
)

_MOST = 10**9


def _read_whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        raise FactsError(f": must be a whole number from 0 to {_MOST}")
    return value


WHOLE = Kind(_read_whole, int, {"type": "integer", "minimum": 0, "maximum": _MOST}, _read_whole)
_PLAIN: dict[Any, Kind] = {bool: FLAG, int: WHOLE, str: TEXT, date: DAY, Month: MONTH}


@cache
def declared(kind: Any) -> Kind:
    """How a record of facts is read from JSON, and its schema. What has a default or may be unknown may be left out."""
    if isinstance(kind, TypeAliasType):
        return declared(kind.__value__)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (one,) = [part for part in inner if part is not NoneType]
        return nullable(declared(one))
    if origin is tuple:
        return list_of(declared(inner[0])) if inner[-1] is Ellipsis else _row(tuple(map(declared, inner)))
    if origin is frozenset:
        return _changed(list_of(declared(inner[0])), frozenset)
    if hasattr(kind, "_fields"):
        return record(kind, *_fields(kind))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _changed(choice(*(one.value for one in kind)), kind)
    return _PLAIN[kind]


def _fields(kind: Any) -> list[Field]:
    hints, defaults = get_type_hints(kind), kind._field_defaults
    found = []
    for name in kind._fields:
        # What may be unknown and is left out is not known.
        unknown = (None,) if NoneType in get_args(hints[name]) else ()
        known = (defaults[name],) if name in defaults else unknown
        found.append(field(name.removesuffix("_"), declared(hints[name]), *known)._replace(attribute=name))
    return found


def _changed(kind: Kind, make: Callable[[Any], object]) -> Kind:
    return kind._replace(
        read=lambda value: make(kind.read(value)), quick=lambda value: make(kind.quick(value))
    )


def _row(parts: tuple[Kind, ...]) -> Kind:
    """A list of exactly these, as the two days of an agreement are."""

    def read(value: object) -> tuple[object, ...]:
        if not isinstance(value, list) or len(value) != len(parts):
            raise FactsError(f": must be a list of {len(parts)}")
        found = []
        for place, (part, one) in enumerate(zip(parts, value, strict=True)):
            try:
                found.append(part.read(one))
            except FactsError as error:
                raise FactsError(f"[{place}]{error}") from None
        return tuple(found)

    items: list[Json] = [part.schema for part in parts]
    schema: dict[str, Json] = {
        "type": "array",
        "prefixItems": items,
        "minItems": len(parts),
        "maxItems": len(parts),
    }
    return Kind(read, list, schema, read)
