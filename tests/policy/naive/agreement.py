"""Where the law and its naive second statement differ; a counterexample is made as small as it gets."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any


def smaller(value: Any) -> Iterator[Any]:
    """The same facts with one thing less: an entry of a list left out, something optional not there."""
    for name in _names(value):
        part = getattr(value, name)
        if isinstance(part, tuple) and not hasattr(part, "_fields"):
            if len(part) > 3:
                half = len(part) // 2
                yield _with(value, name, part[half:])
                yield _with(value, name, part[:half])
            for index in range(len(part)):
                yield _with(value, name, part[:index] + part[index + 1 :])
            for index, one in enumerate(part):
                for less in smaller(one):
                    yield _with(value, name, (*part[:index], less, *part[index + 1 :]))
        elif hasattr(part, "_fields") or is_dataclass(part):
            for less in smaller(part):
                yield _with(value, name, less)
        elif part is not None and _may_be_none(value, name):
            yield _with(value, name, None)


def shrunk[Facts](facts: Facts, still: Callable[[Facts], bool]) -> Facts:
    """The smallest facts found that are still a counterexample."""
    found = True
    while found:
        found = False
        for less in smaller(facts):
            if _holds(still, less):
                facts, found = less, True
                break
    return facts


def _holds(still: Callable[[Any], bool], facts: Any) -> bool:
    try:
        return still(facts)
    except (ValueError, KeyError, IndexError, AttributeError, AssertionError, TypeError):
        return False  # facts that make no sense are no counterexample


def _names(value: Any) -> tuple[str, ...]:
    if hasattr(value, "_fields"):
        return tuple(value._fields)
    return tuple(one.name for one in fields(value) if one.init) if is_dataclass(value) else ()


def _may_be_none(value: Any, name: str) -> bool:
    return "None" in str(type(value).__annotations__.get(name, ""))


def _with(value: Any, name: str, part: Any) -> Any:
    return value._replace(**{name: part}) if hasattr(value, "_fields") else replace(value, **{name: part})
