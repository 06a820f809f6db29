"""Reading facts from JSON, writing them back, and their JSON Schema: three views of one declaration.

Everything wrong is a `FactsError` whose sentence begins with the field's path, as in
`earnings[2].gross: must be dollars like "1160.00"`.
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
    """How one kind of value is read (value, path), written, and described."""

    read: Callable[[object, str], Any]
    write: Callable[[Any], Json]
    schema: dict[str, Json]


class Field(NamedTuple):
    """A key of an object; `default` is what an omitted key means, `REQUIRED` that it may not be omitted."""

    key: str
    kind: Kind
    default: object
    attribute: str


REQUIRED = object()


def field(key: str, kind: Kind, default: object = REQUIRED) -> Field:
    return Field(key, kind, default, "from_" if key == "from" else key)


def _as_is(value: Any) -> Any:
    return value


def _read_text(value: object, path: str) -> str:
    if not isinstance(value, str) or not value.strip() or "\x00" in value or len(value) > 500:
        raise FactsError(f"{path}: must be a text of 1 to 500 characters")
    return value


def _read_flag(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise FactsError(f"{path}: must be true or false")
    return value


def _read_day(value: object, path: str) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise FactsError(f"{path}: there is no day {value}") from None
    raise FactsError(f'{path}: must be a day like "2025-02-28"')


def _read_month(value: object, path: str) -> Month:
    try:
        return Month.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise FactsError(f'{path}: must be a month like "2025-02"') from None


def _read_money(value: object, path: str) -> int:
    if isinstance(value, str) and re.fullmatch(r"-\d+\.\d\d", value, re.ASCII):
        raise FactsError(f"{path}: must not be negative")
    if not isinstance(value, str) or not re.fullmatch(r"(0|[1-9]\d{0,8})\.\d\d", value, re.ASCII):
        raise FactsError(f'{path}: must be dollars like "1160.00"')
    return int(value.replace(".", ""))


def _read_share(value: object, path: str) -> Fraction:
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,6}(/0*[1-9]\d{0,5})?", value, re.ASCII):
        raise FactsError(f'{path}: must be a share like "3/5"')
    return Fraction(value)


TEXT = Kind(_read_text, _as_is, {"type": "string", "minLength": 1, "maxLength": 500})
FLAG = Kind(_read_flag, _as_is, {"type": "boolean"})
DAY = Kind(_read_day, date.isoformat, {"type": "string", "format": "date"})
MONTH = Kind(_read_month, str, {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})
MONEY = Kind(_read_money, dollars, {"type": "string", "pattern": r"^(0|[1-9]\d{0,8})\.\d\d$"})
SHARE = Kind(_read_share, str, {"type": "string", "pattern": r"^\d{1,6}(/0*[1-9]\d{0,5})?$"})


def choice(*values: str) -> Kind:
    """One of the given texts."""

    def read(value: object, path: str) -> str:
        if not isinstance(value, str) or value not in values:
            raise FactsError(f"{path}: must be one of {', '.join(values)}")
        return value

    return Kind(read, _as_is, {"enum": list(values)})


def nullable(kind: Kind) -> Kind:
    """The kind, or null."""

    def read(value: object, path: str) -> object:
        return None if value is None else kind.read(value, path)

    def write(value: object) -> Json:
        return None if value is None else kind.write(value)

    return Kind(read, write, {"anyOf": [kind.schema, {"type": "null"}]})


def list_of(kind: Kind) -> Kind:
    """A list, read as a tuple."""

    def read(value: object, path: str) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise FactsError(f"{path}: must be a list")
        return tuple(kind.read(one, f"{path}[{index}]") for index, one in enumerate(value))

    def write(value: tuple[object, ...]) -> Json:
        return [kind.write(one) for one in value]

    return Kind(read, write, {"type": "array", "items": kind.schema})


def map_of(kind: Kind) -> Kind:
    """An object whose keys are names, read as a dict."""

    def read(value: object, path: str) -> dict[str, object]:
        if not isinstance(value, dict):
            raise FactsError(f"{path}: must be an object")
        return {_read_text(name, path): kind.read(one, f"{path}.{name}") for name, one in value.items()}

    def write(value: Mapping[str, object]) -> Json:
        return {name: kind.write(one) for name, one in value.items()}

    return Kind(read, write, {"type": "object", "additionalProperties": kind.schema})


def record(make: Callable[..., object], *fields: Field) -> Kind:
    """An object with exactly these keys, read by `make` with the attributes' names as keywords."""
    known = {one.key for one in fields}

    def read(value: object, path: str) -> object:
        if not isinstance(value, dict):
            raise FactsError(f"{path or 'facts'}: must be an object")
        inside = f"{path}." if path else ""
        for key in value:
            if key not in known:
                raise FactsError(f"{inside}{key}: is not a field; known are {', '.join(sorted(known))}")
        values: dict[str, object] = {}
        for one in fields:
            if one.key in value:
                values[one.attribute] = one.kind.read(value[one.key], f"{inside}{one.key}")
            elif one.default is REQUIRED:
                raise FactsError(f"{inside}{one.key}: is missing")
            else:
                values[one.attribute] = one.default
        return make(**values)

    def write(value: object) -> Json:
        return {one.key: one.kind.write(getattr(value, one.attribute)) for one in fields}

    return Kind(read, write, _object_schema(fields))


def _object_schema(fields: tuple[Field, ...]) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": {one.key: one.kind.schema for one in fields},
        "required": [one.key for one in fields if one.default is REQUIRED],
        "additionalProperties": False,
    }
