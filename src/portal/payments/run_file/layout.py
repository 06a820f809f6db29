"""The file of a payment run: fixed columns, one deposit a line, control totals at the end (row E10).

The same run is always the same bytes: everything in it stands in rows that no longer change.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from portal.payments.models import Deposit, PaymentRun

VERSION = 1
LENGTH = 100
_EIN_TOTAL = 10**10


class Field(NamedTuple):
    """One field of a line. Numbers are filled up with zeros on the left, text with blanks on the right."""

    name: str
    length: int
    says: str
    number: bool = False


class Line(NamedTuple):
    """One kind of line, known by its first letter."""

    letter: str
    says: str
    fields: tuple[Field, ...]


HEADER = Line(
    "H",
    "One, the first line.",
    (
        Field("version", 2, f"{VERSION:02d}: this layout", number=True),
        Field("run", 12, "the number of the run"),
        Field("released on", 8, "the day as YYYYMMDD"),
        Field("deposits", 6, "how many D lines follow", number=True),
        Field("total", 15, "the sum of all deposits in cents", number=True),
    ),
)
DEPOSIT = Line(
    "D",
    "One for each provider that is paid, in the order of `line`.",
    (
        Field("line", 6, "its place in the run", number=True),
        Field("deposit", 12, "the number of the deposit: the answer names it"),
        Field("EIN", 9, "the provider's Employer Identification Number"),
        Field("UEI", 12, "its Unique Entity Identifier"),
        Field("amount", 13, "to be paid, in cents", number=True),
        Field("payments", 6, "how many granted payments it is made of", number=True),
    ),
)
TRAILER = Line(
    "T",
    "One, the last line: what a reader counts and adds up to know that nothing is missing.",
    (
        Field("deposits", 6, "how many D lines there were", number=True),
        Field("payments", 8, "the sum of their `payments`", number=True),
        Field("total", 15, "the sum of their `amount`, in cents", number=True),
        Field("EIN total", 10, "the sum of their EINs, its last ten digits", number=True),
    ),
)
LINES = (HEADER, DEPOSIT, TRAILER)


def content(run: PaymentRun, deposits: Sequence[Deposit]) -> bytes:
    """The file of a released run. Deposits of nothing, because all of it is kept back, stand in no file.

    Raises ValueError for a run that was not released, and for a value that does not fit its field.
    """
    if run.released_on is None:
        raise ValueError("a run that was not released has no file")
    paid = [one for one in sorted(deposits, key=lambda one: one.place) if one.net_cents]
    return "".join(f"{line}\n" for line in _lines(run, run.released_on, paid)).encode("ascii")


def _lines(run: PaymentRun, released_on: date, paid: Sequence[Deposit]) -> Iterator[str]:
    total = sum(one.net_cents for one in paid)
    yield _line(
        HEADER,
        {
            "version": VERSION,
            "run": run.number,
            "released on": f"{released_on:%Y%m%d}",
            "deposits": len(paid),
            "total": total,
        },
    )
    for one in paid:
        yield _line(
            DEPOSIT,
            {
                "line": one.place,
                "deposit": one.number,
                "EIN": one.ein,
                "UEI": one.uei,
                "amount": one.net_cents,
                "payments": one.claims,
            },
        )
    yield _line(
        TRAILER,
        {
            "deposits": len(paid),
            "payments": sum(one.claims for one in paid),
            "total": total,
            "EIN total": sum(int(one.ein) for one in paid) % _EIN_TOTAL,
        },
    )


def _line(of: Line, values: Mapping[str, str | int]) -> str:
    text = of.letter + "".join(_cell(field, values[field.name]) for field in of.fields)
    return text.ljust(LENGTH)


def _cell(field: Field, value: str | int) -> str:
    text = str(value)
    if len(text) > field.length or not text.isascii():
        raise ValueError(f"{text!r} does not fit the field {field.name!r} of {field.length}")
    return text.rjust(field.length, "0") if field.number else text.ljust(field.length)
