"""Facts of casework as JSON and back, read from their declaration: what is stored with a decision replays it.

Payment facts have a form of their own (`payment_facts.py`), made to be written by hand.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

from portal.policy.core import Json, Month

_PLAIN = (bool, int, str)


def to_json(value: object) -> Json:
    """Facts as JSON: an object for each record, its keys the names of its fields."""
    match value:
        case StrEnum():
            return value.value
        case Month():
            return str(value)
        case None | bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case tuple() if (names := getattr(value, "_fields", None)) is not None:
            return {_key(name): to_json(getattr(value, name)) for name in names}
        case tuple():
            return [to_json(one) for one in value]
        case frozenset():
            return [to_json(one) for one in sorted(value)]
    raise TypeError(f"no fact: {type(value).__name__}")


def from_json[Facts](kind: type[Facts], value: object) -> Facts:
    """The facts that `to_json` wrote. Raises ValueError, KeyError or TypeError for JSON of another shape."""
    read: Facts = _reader(kind)(value)  # type: ignore[arg-type] # a class is hashable
    return read


def _key(name: str) -> str:
    return name.removesuffix("_")


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, TypeAliasType):
        return _reader(kind.__value__)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(inner)
    if origin is tuple:
        return _tuple(inner)
    if origin is frozenset:
        one = _reader(inner[0])
        return lambda value: frozenset(map(one, value))
    if hasattr(kind, "_fields"):
        return _record(kind)
    if issubclass(kind, Month):
        return Month.parse
    if kind is date:
        return date.fromisoformat
    return kind if issubclass(kind, StrEnum) else _plain(kind)


def _optional(inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    (one,) = [_reader(kind) for kind in inner if kind is not NoneType]
    return lambda value: None if value is None else one(value)


def _tuple(inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    if inner[-1] is Ellipsis:
        one = _reader(inner[0])
        return lambda value: tuple(map(one, value))
    parts = [_reader(kind) for kind in inner]
    return lambda value: tuple(read(part) for read, part in zip(parts, value, strict=True))


def _record(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {name: _reader(hints[name]) for name in kind._fields}
    defaults: Mapping[str, Any] = kind._field_defaults

    def read(value: Any) -> Any:
        unknown = set(value) - {_key(name) for name in readers}
        if unknown:
            raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
        given = {
            name: one(value[_key(name)])
            for name, one in readers.items()
            if _key(name) in value or name not in defaults
        }
        return kind(**given)

    return read


def _plain(kind: Any) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if kind not in _PLAIN or not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            raise ValueError(f"must be {kind.__name__}: {value!r}")
        return value

    return read
