"""What each template needs, as typed dictionaries, and the check that a mapping has that shape.

Texts are plain text. A `date` is printed as "December 15, 2025", an aware `datetime` in US Eastern time,
a `Decimal` as dollars and cents.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, NotRequired, TypedDict, get_args, get_origin, get_type_hints, is_typeddict

from portal.kernel.documents.errors import DocumentError


class Fact(TypedDict):
    """A question and its answer, or a named fact and its value."""

    name: str
    value: str | date | datetime | Decimal


class Section(TypedDict):
    """One page of a form: its questions and answers as they were shown."""

    title: str
    answers: Sequence[Fact]


class Submission(TypedDict):
    """A form as it was submitted. `submitted_at` is an instant with its time zone."""

    title: str
    form: str
    version: str
    number: str
    submitted_by: str
    organisation: str
    submitted_at: datetime
    sections: Sequence[Section]
    declarations: Sequence[str]
    next_steps: Sequence[str]


class Letter(TypedDict):
    """A letter or a cover sheet. `code` is printed large, "" where there is none."""

    title: str
    number: str
    code: str
    facts: Sequence[Fact]
    texts: Sequence[str]


class Check(TypedDict):
    """One check of a decision: the sentence, the rule it comes from, and what to do next."""

    sentence: str
    rule: str
    citation: str
    facts: Sequence[Fact]
    code: NotRequired[str]
    remedy: NotRequired[str]


class DenialNotice(TypedDict):
    """A denial, addressed to the Employment Network. Names nobody unless `ticketholder` is given."""

    number: str
    organisation: str
    claim_month: str
    payment: str
    decided_on: date
    primary: Check
    others: Sequence[Check]
    reconsideration: Sequence[str]
    claimed_amount: NotRequired[Decimal]
    note: NotRequired[str]
    deadline: NotRequired[date]
    ticketholder: NotRequired[str]


class Figure(TypedDict):
    """The dated figure a payment was computed from. `standing` says published or derived."""

    name: str
    value: str | Decimal
    citation: str
    standing: str


class Decision(TypedDict):
    """An approval, addressed to the Employment Network."""

    number: str
    organisation: str
    claim_month: str
    payment: str
    decided_on: date
    amount: Decimal
    figure: Figure
    checks: Sequence[Check]
    next_steps: Sequence[str]
    ticketholder: NotRequired[str]


class Certificate(TypedDict):
    """That a course was completed: what, when, by whom."""

    title: str
    facts: Sequence[Fact]


class SignedPart(TypedDict):
    """A plan or one of its amendments, with each signature on it."""

    title: str
    sections: Sequence[Section]
    signatures: Sequence[Section]


class Plan(TypedDict):
    """An Individual Work Plan with all its amendments."""

    title: str
    number: str
    facts: Sequence[Fact]
    notes: Sequence[str]
    forms: Sequence[SignedPart]


class Chapter(TypedDict):
    """A part of a file with its sections; `nothing` stands where there are none."""

    title: str
    nothing: str
    sections: Sequence[Section]


class CaseFile(TypedDict):
    """Everything of one provider's file on one person; `gaps` name what the file should have and has not."""

    title: str
    number: str
    facts: Sequence[Fact]
    notes: Sequence[str]
    gaps: Sequence[Check]
    forms: Sequence[SignedPart]
    chapters: Sequence[Chapter]


def require_shape(shape: Any, value: object, where: str) -> None:
    """Raise `DocumentError` naming the first field from `where` down that is missing, unknown or wrong."""
    if is_typeddict(shape):
        _require_fields(shape, value, where)
    elif get_origin(shape) is Sequence:
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            raise DocumentError(f"{where}: must be a list")
        (inner,) = get_args(shape)
        for place, item in enumerate(value):
            require_shape(inner, item, f"{where}[{place}]")
    elif not isinstance(value, _kinds(shape)):
        raise DocumentError(f"{where}: has the wrong type ({type(value).__name__})")
    elif isinstance(value, datetime) and value.utcoffset() is None:
        raise DocumentError(f"{where}: needs a time zone")


def _require_fields(shape: Any, value: object, where: str) -> None:
    if not isinstance(value, Mapping):
        raise DocumentError(f"{where}: must be a mapping")
    if missing := sorted(shape.__required_keys__ - value.keys()):
        raise DocumentError(f"{where}: missing {', '.join(missing)}")
    if unknown := sorted(str(key) for key in value.keys() - get_type_hints(shape).keys()):
        raise DocumentError(f"{where}: unknown {', '.join(unknown)}")
    for name, inner in get_type_hints(shape).items():
        if name in value:
            require_shape(inner, value[name], f"{where}.{name}")


def _kinds(shape: Any) -> tuple[type, ...]:
    return get_args(shape) if isinstance(shape, UnionType) else (shape or NoneType,)
