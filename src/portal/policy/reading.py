"""Reading facts from JSON, writing them back, and their JSON Schema: three views of one declaration.

Everything wrong is a `FactsError` whose sentence begins with the field's path, as in
`earnings[2].gross: must be dollars like "1160.00"`. What reads a value does not know where it stands: each object
and list that an error passes on its way out puts its own part of the path before it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from portal.policy.core import Json, Month, dollars


class FactsError(ValueError):
    """Facts that cannot be read; the message is one sentence naming the field."""


class Kind(NamedTuple):
    """How one kind of value is read, written, and described."""

    read: Callable[[object], Any]
    write: Callable[[Any], Json]
    schema: dict[str, Json]


class Field(NamedTuple):
    """A key of an object; `default` is what an omitted key means, `REQUIRED` that it may not be omitted."""

    key: str
    kind: Kind
    default: object
    attribute: str


REQUIRED = object()
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII).fullmatch
_MONEY = re.compile(r"(0|[1-9]\d{0,8})\.\d\d", re.ASCII).fullmatch
_NEGATIVE = re.compile(r"-\d+\.\d\d", re.ASCII).fullmatch
_SHARE = re.compile(r"\d{1,6}(/0*[1-9]\d{0,5})?", re.ASCII).fullmatch
_NEAR = {str(month): month for month in map(Month, range(2000 * 12, 2050 * 12))}
"""The months most facts name, by their text: found faster than they are read. Others are read."""


def field(key: str, kind: Kind, default: object = REQUIRED) -> Field:
    return Field(key, kind, default, "from_" if key == "from" else key)


def _as_is(value: Any) -> Any:
    return value


def _read_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\x00" in value or len(value) > 500:
        raise FactsError(": must be a text of 1 to 500 characters")
    return value


def _read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise FactsError(": must be true or false")
    return value


def _read_day(value: object) -> date:
    if isinstance(value, str) and _DAY(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise FactsError(f": there is no day {value}") from None
    raise FactsError(': must be a day like "2025-02-28"')


def _read_month(value: object) -> Month:
    text = value if isinstance(value, str) else ""
    try:
        return _NEAR.get(text) or Month.parse(text)
    except ValueError:
        raise FactsError(': must be a month like "2025-02"') from None


def _read_money(value: object) -> int:
    if isinstance(value, str) and _MONEY(value):
        return int(value.replace(".", ""))
    if isinstance(value, str) and _NEGATIVE(value):
        raise FactsError(": must not be negative")
    raise FactsError(': must be dollars like "1160.00"')


def _read_number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
        raise FactsError(": must be a whole number from 1 to 1000")
    return value


def _read_share(value: object) -> Fraction:
    if not isinstance(value, str) or not _SHARE(value):
        raise FactsError(': must be a share like "3/5"')
    return Fraction(value)


TEXT = Kind(_read_text, _as_is, {"type": "string", "minLength": 1, "maxLength": 500})
FLAG = Kind(_read_flag, _as_is, {"type": "boolean"})
DAY = Kind(_read_day, date.isoformat, {"type": "string", "format": "date"})
MONTH = Kind(_read_month, str, {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})
MONEY = Kind(_read_money, dollars, {"type": "string", "pattern": r"^(0|[1-9]\d{0,8})\.\d\d$"})
NUMBER = Kind(_read_number, _as_is, {"type": "integer", "minimum": 1, "maximum": 1000})
SHARE = Kind(_read_share, str, {"type": "string", "pattern": r"^\d{1,6}(/0*[1-9]\d{0,5})?$"})


def choice(*values: str) -> Kind:
    """One of the given texts."""

    own = {value: value for value in values}

    def read(value: object) -> str:
        # Our own copy of the text: equal texts of many rows are then one object, found without comparing.
        found = own.get(value) if isinstance(value, str) else None
        if found is None:
            raise FactsError(f": must be one of {', '.join(values)}")
        return found

    return Kind(read, _as_is, {"enum": list(values)})


def nullable(kind: Kind) -> Kind:
    """The kind, or null."""

    def read(value: object) -> object:
        return None if value is None else kind.read(value)

    def write(value: object) -> Json:
        return None if value is None else kind.write(value)

    return Kind(read, write, {"anyOf": [kind.schema, {"type": "null"}]})


def list_of(kind: Kind) -> Kind:
    """A list, read as a tuple."""

    def read(value: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise FactsError(": must be a list")
        read_one, found = kind.read, []
        try:
            for one in value:
                found.append(read_one(one))
        except FactsError as error:
            raise FactsError(f"[{len(found)}]{error}") from None
        return tuple(found)

    def write(value: tuple[object, ...]) -> Json:
        return [kind.write(one) for one in value]

    return Kind(read, write, {"type": "array", "items": kind.schema})


def map_of(kind: Kind) -> Kind:
    """An object whose keys are names, read as a dict."""

    def read(value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise FactsError(": must be an object")
        found: dict[str, object] = {}
        for name, one in value.items():
            _read_text(name)
            try:
                found[name] = kind.read(one)
            except FactsError as error:
                raise FactsError(f".{name}{error}") from None
        return found

    def write(value: Mapping[str, object]) -> Json:
        return {name: kind.write(one) for name, one in value.items()}

    return Kind(read, write, {"type": "object", "additionalProperties": kind.schema})


def record(make: Callable[..., object], *fields: Field) -> Kind:
    """An object with exactly these keys, read by `make` with the attributes' names as keywords."""
    known = frozenset([one.key for one in fields])
    steps = [(one.key, one.attribute, one.kind.read, one.default) for one in fields]

    def read(value: object) -> object:
        if not isinstance(value, dict):
            raise FactsError(": must be an object")
        if not known >= value.keys():
            key = next(key for key in value if key not in known)
            raise FactsError(f".{key}: is not a field; known are {', '.join(sorted(known))}")
        values: dict[str, object] = {}
        for key, attribute, read_field, default in steps:
            if key in value:
                try:
                    values[attribute] = read_field(value[key])
                except FactsError as error:
                    raise FactsError(f".{key}{error}") from None
            elif default is REQUIRED:
                raise FactsError(f".{key}: is missing")
            else:
                values[attribute] = default
        return make(**values)

    def write(value: object) -> Json:
        return {one.key: one.kind.write(getattr(value, one.attribute)) for one in fields}

    return Kind(read, write, _object_schema(fields))


def read_whole(kind: Kind, value: object) -> Any:
    """Read a value that stands by itself. Raises FactsError with the whole path."""
    try:
        return kind.read(value)
    except FactsError as error:
        text = str(error)
        raise FactsError(text[1:] if text.startswith(".") else f"facts{text}") from None


def titled(kind: Kind, title: str) -> dict[str, Json]:
    """The JSON Schema (2020-12) of a whole file of facts."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": "Intervals are half-open: `until` is the first day or month not covered, null while open.",
        **kind.schema,
    }


def _object_schema(fields: tuple[Field, ...]) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": {one.key: one.kind.schema for one in fields},
        "required": [one.key for one in fields if one.default is REQUIRED],
        "additionalProperties": False,
    }
