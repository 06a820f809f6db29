"""The file in which the Treasury answers a payment run: its columns, and how a row of it is read (row E10)."""

import re
from datetime import date

from portal.kernel.numbers import read_number
from portal.kernel.sent_files.kinds import FILLED
from portal.kernel.tables_in import Column, Layout, Wrong
from portal.kernel.tables_in.columns import DAY_RULE, MOST_CHARACTERS, read_day, read_text
from portal.payments.models import Deposit
from portal.policy.core import dollars

PAID, RETURNED = "paid", "returned"


def _numbered(text: str) -> str:
    number = read_number(text)
    if number is None:
        raise Wrong("This is not a number of the portal, or it is mistyped.")
    return number


def _cents(text: str) -> int:
    plain = text.replace(",", "").removeprefix("$")
    if not re.fullmatch(r"\d{1,11}(\.\d{2})?", plain, re.ASCII):
        raise Wrong("This is not an amount in dollars.")
    whole, _, cents = plain.partition(".")
    return int(whole) * 100 + int(cents or 0)


def _result(text: str) -> str:
    said = text.lower()
    if said not in (PAID, RETURNED):
        raise Wrong("This is neither of the two.")
    return said


def cells_of(deposit: Deposit, result: str, on: date, reason: str, trace: str) -> dict[str, str]:
    """The row of a file that answers this deposit."""
    return {
        "run": deposit.run.number,
        "deposit": deposit.number,
        "amount": dollars(deposit.net_cents),
        "result": result,
        "on": on.isoformat(),
        "reason": reason,
        "trace": trace,
    }


LAYOUT = Layout(
    (
        Column("run", "The number of the run.", "A number as RN-7K4M-2Q9X.", "RN-0000-0000", _numbered),
        Column(
            "deposit",
            "The number of the deposit, as in the file of the run.",
            "A number as DP-7K4M-2Q9X, each once.",
            "DP-0000-0000",
            _numbered,
        ),
        Column(
            "amount",
            "Its amount in dollars.",
            "An amount as 12345.00, the same as in the file of the run.",
            "3700.00",
            _cents,
        ),
        Column("result", "What became of it.", f"{PAID} or {RETURNED}.", PAID, _result),
        Column("on", "The day it was paid or came back.", DAY_RULE, "2025-12-15", read_day),
        Column(
            "reason",
            "Why it came back, in the bank's words. Needed with returned.",
            f"At most {MOST_CHARACTERS} characters.",
            "",
            read_text,
            required=False,
        ),
        Column(
            "trace",
            "The number under which the Treasury and the bank find the payment.",
            f"At most {MOST_CHARACTERS} characters.",
            "091000019000001",
            read_text,
            required=False,
        ),
        *FILLED,
    ),
    key=("deposit",),
)
