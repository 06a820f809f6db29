"""What views hand to the components that need more than a few words: rows, events, tables, charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


class Answer(NamedTuple):
    """A question as asked and its answer as given. `change` leads to where it can be changed."""

    question: str
    answer: object
    change: str = ""
    hidden: str = ""


class Task(NamedTuple):
    """A part of a longer job. `state`: done, started, todo or cannot (then it is no link)."""

    label: str
    url: str
    state: str
    hint: str = ""


class Event(NamedTuple):
    """A step that was taken (done), is being taken (now) or will be (next)."""

    title: str
    when: date | datetime | str | None = None
    by: str = ""
    text: str = ""
    state: str = "done"


class Column(NamedTuple):
    """A column. `order` is its name in ?order=; a `header` names the row to screen readers."""

    label: str
    order: str = ""
    numeric: bool = False
    header: bool = False
    label_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. `order` is the order shown, as in the URL: "amount" or "-amount"."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    order: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    empty: str = "Nothing to show."
    caption_hidden: bool = False


class Bar(NamedTuple):
    """One bar: `value` draws it (not below 0), `shown` is written beside it (else the value as `unit`)."""

    label: str
    value: int
    shown: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars with an optional level across them (a threshold, say). `unit` is "cents" or "count"."""

    title: str
    description: str
    bars: Sequence[Bar]
    level: int | None = None
    level_label: str = ""
    unit: str = "cents"
