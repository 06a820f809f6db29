"""Reading facts from JSON, writing them back, and their JSON Schema: three views of one declaration.

Everything wrong is a `FactsError` whose sentence begins with the field's path, as in
`earnings[2].gross: must be dollars like "1160.00"`. What reads a value does not know where it stands: each object
and list that an error passes on its way out puts its own part of the path before it.

Most facts are right, and thousands are read at once: they are read quickly, and only what cannot be is read again by
what finds the words for it.
"""

import contextlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial
from inspect import signature
from operator import call, itemgetter
from typing import Any, NamedTuple

from portal.policy.core import Json, Month, dollars


class FactsError(ValueError):
    """Facts that cannot be read; the message is one sentence naming the field."""


class Kind(NamedTuple):
    """How one kind of value is read, written, and described.

    `quick` gives what `read` gives, or raises one of UNREAD where the value is wrong or out of the ordinary.
    """

    read: Callable[[object], Any]
    write: Callable[[Any], Json]
    schema: dict[str, Json]
    quick: Callable[[Any], Any]


class Field(NamedTuple):
    """A key of an object; `default` is what an omitted key means, `REQUIRED` that it may not be omitted."""

    key: str
    kind: Kind
    default: object
    attribute: str


REQUIRED = object()
UNREAD = (LookupError, TypeError, ValueError)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII).fullmatch
_MONEY = re.compile(r"(0|[1-9]\d{0,8})\.\d\d", re.ASCII).fullmatch
_NEGATIVE = re.compile(r"-\d+\.\d\d", re.ASCII).fullmatch
_SHARE = re.compile(r"\d{1,6}(/0*[1-9]\d{0,5})?", re.ASCII).fullmatch
_NEAR = {str(month): month for month in map(Month, range(1950 * 12, 2100 * 12))}
"""The months facts name, by their text: found faster than they are read. Others are read."""
_remembered = lru_cache(maxsize=8192)
"""The same texts stand in many facts. Only for what reads texts: 1 and True are one key."""


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


_A_MONTH, _DOLLARS = r"^\d{4}-(0[1-9]|1[0-2])$", r"^(0|[1-9]\d{0,8})\.\d\d$"
_A_SHARE = r"^\d{1,6}(/0*[1-9]\d{0,5})?$"
TEXT = Kind(_read_text, _as_is, {"type": "string", "minLength": 1, "maxLength": 500}, _remembered(_read_text))
FLAG = Kind(_read_flag, _as_is, {"type": "boolean"}, _read_flag)
DAY = Kind(_read_day, date.isoformat, {"type": "string", "format": "date"}, _remembered(_read_day))
MONTH = Kind(_read_month, str, {"type": "string", "pattern": _A_MONTH}, _NEAR.__getitem__)
MONEY = Kind(_read_money, dollars, {"type": "string", "pattern": _DOLLARS}, _remembered(_read_money))
NUMBER = Kind(_read_number, _as_is, {"type": "integer", "minimum": 1, "maximum": 1000}, _read_number)
SHARE = Kind(_read_share, str, {"type": "string", "pattern": _A_SHARE}, _read_share)


def choice(*values: str) -> Kind:
    """One of the given texts."""

    own = {value: value for value in values}

    def read(value: object) -> str:
        # Our own copy of the text: equal texts of many rows are then one object, found without comparing.
        found = own.get(value) if isinstance(value, str) else None
        if found is None:
            raise FactsError(f": must be one of {', '.join(values)}")
        return found

    return Kind(read, _as_is, {"enum": list(values)}, own.__getitem__)


def nullable(kind: Kind) -> Kind:
    """The kind, or null."""

    def read(value: object) -> object:
        return None if value is None else kind.read(value)

    def write(value: object) -> Json:
        return None if value is None else kind.write(value)

    inner = kind.quick

    def quick(value: object) -> object:
        return None if value is None else inner(value)

    return Kind(read, write, {"anyOf": [kind.schema, {"type": "null"}]}, quick)


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

    def quick(value: list[object]) -> tuple[object, ...]:
        return tuple(map(kind.quick, value)) if isinstance(value, list) else read(value)

    return Kind(read, write, {"type": "array", "items": kind.schema}, quick)


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

    return Kind(read, write, {"type": "object", "additionalProperties": kind.schema}, read)


def record(make: Callable[..., object], *fields: Field) -> Kind:
    """An object with exactly these keys, read by `make` with the attributes' names as keywords."""
    read = _key_by_key(make, fields)
    quick = _at_once(make, fields) if isinstance(make, type) else read

    def write(value: object) -> Json:
        return {one.key: one.kind.write(getattr(value, one.attribute)) for one in fields}

    return Kind(read, write, _object_schema(fields), quick)


def _key_by_key(make: Callable[..., object], fields: tuple[Field, ...]) -> Callable[[object], object]:
    """How a record is read with words for what is wrong."""
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

    return read


def _at_once(make: type, fields: tuple[Field, ...]) -> Callable[[Any], Any]:
    """How a record is read without a step of Python for each of its fields."""
    of = {one.attribute: one for one in fields}
    given = [of[name] for name in signature(make).parameters]
    known, quicks = frozenset([one.key for one in given]), [one.kind.quick for one in given]
    unsaid = {one.key: one.kind.write(one.default) for one in given if one.default is not REQUIRED}
    values: Callable[[Any], Any] = itemgetter(*[one.key for one in given])
    # A named tuple's own constructor is a Python function and takes twice as long.
    named = issubclass(make, tuple)
    whole: Callable[..., Any] = partial(tuple.__new__, make) if named else lambda found: make(*found)

    def quick(value: object) -> object:
        if not isinstance(value, dict):
            raise FactsError(": must be an object")
        if value.keys() != known:
            value = {**unsaid, **value}
            if value.keys() != known:
                raise FactsError(": lacks a field, or has one that is not known")
        found = values(value)
        return whole(map(call, quicks, found if len(quicks) > 1 else (found,)))

    return quick


def read_whole(kind: Kind, value: object) -> Any:
    """Read a value that stands by itself. Raises FactsError with the whole path."""
    with contextlib.suppress(*UNREAD):
        return kind.quick(value)
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
