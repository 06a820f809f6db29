"""The layout of a file of payment requests: one declaration a column, one payment for one month a row."""

import re
from datetime import date
from typing import NamedTuple

from portal.earnings.models import EarningsMonth
from portal.kernel import vault
from portal.kernel.sent_files.kinds import FILLED
from portal.kernel.tables_in import Column, Layout, TableLimits, Wrong
from portal.kernel.tables_in.columns import DAY_RULE, read_day, read_text
from portal.payments.models import PaymentRequest
from portal.policy.core import Month

LIMITS = TableLimits(rows=20_000)
EVIDENCE, CERTIFICATION, PROVEN = "evidence", "certification", "proven"
_BASES = (EVIDENCE, CERTIFICATION, PROVEN)
_PAYMENTS = {
    **{str(one.value).lower(): str(one.value) for one in PaymentRequest.Kind},
    **{str(one.label).lower(): str(one.value) for one in PaymentRequest.Kind},
}
_KINDS = {
    **{str(one.value): str(one.value) for one in EarningsMonth.Kind},
    **{str(one.label): str(one.value) for one in EarningsMonth.Kind},
}
_SOURCES = {
    str(one.value): str(one.value)
    for one in EarningsMonth.Source
    if one not in (EarningsMonth.Source.SSA_RECORD, EarningsMonth.Source.TAX_RECORD)
}
_YES_NO = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}
_MOST_CENTS = 100_000_000


class Pay(NamedTuple):
    """Gross pay of one month from one employer, in whole cents."""

    month: Month
    cents: int
    employer: str


def read_ein(text: str) -> str:
    digits = re.sub(r"[-\s]", "", text)
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise Wrong("This is not an EIN.")
    return digits


def read_ssn(text: str) -> str:
    # A spreadsheet program takes leading zeros away.
    digits = vault.ssn_digits(text.zfill(9) if text.isascii() and text.isdigit() else text)
    if digits is None or not vault.well_formed_ssn(digits):
        raise Wrong("This cannot be a Social Security number.")
    return digits


def read_payment(text: str) -> str:
    if (kind := _PAYMENTS.get(text.lower())) is None:
        raise Wrong("There is no such payment.")
    return kind


def read_month(text: str) -> Month:
    """2025-02 or 02/2025; a spreadsheet program may have made a day of it, the first of the month."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-0?1)?|(\d{1,2})/(?:0?1/)?(\d{4})", text, re.ASCII)
    year, number = (int(found[1] or found[4]), int(found[2] or found[3])) if found else (0, 0)
    if not (1 <= number <= 12 and 1950 <= year <= 2199):
        raise Wrong("This is not a month.")
    return Month.of(date(year, number, 1))


def read_basis(text: str) -> str:
    if text.lower() not in _BASES:
        raise Wrong("This is none of the three.")
    return text.lower()


def read_yes_no(text: str) -> bool:
    if text.lower() not in _YES_NO:
        raise Wrong("This is neither yes nor no.")
    return _YES_NO[text.lower()]


def read_cents(text: str) -> int:
    found = re.fullmatch(r"\$?((?:\d{1,3}(?:,\d{3})+)|\d{1,9})(?:\.(\d{1,2}))?", text.strip(), re.ASCII)
    if not found:
        raise Wrong("This is not an amount in dollars.")
    cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    if cents > _MOST_CENTS:
        raise Wrong("This is more than anybody is paid in a month.")
    return cents


def read_amounts(text: str) -> tuple[int, ...]:
    return tuple(read_cents(part) for part in _parts(text))


def read_names(text: str) -> tuple[str, ...]:
    return tuple(read_text(part) for part in _parts(text))


def read_other_pay(text: str) -> tuple[Pay, ...]:
    """`2025-03 1250.00 County Works; 2025-04 1300 County Works`."""
    found = []
    for part in _parts(text):
        month, _, rest = part.partition(" ")
        amount, _, employer = rest.strip().partition(" ")
        if not employer.strip():
            raise Wrong("One of the parts is not a month, an amount and an employer.")
        found.append(Pay(read_month(month), read_cents(amount), read_text(employer.strip())))
    return tuple(found)


def read_kind(text: str) -> str:
    if (kind := _KINDS.get(text.lower())) is None:
        raise Wrong("There is no such kind of earnings.")
    return kind


def read_source(text: str) -> str:
    if (source := _SOURCES.get(text.lower())) is None:
        raise Wrong("This is not where you can know earnings from.")
    return source


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


LAYOUT = Layout(
    (
        Column(
            "ein",
            "Your organization's Employer Identification Number.",
            "Nine digits, as 12-3456789. Your own.",
            "12-3456789",
            read_ein,
        ),
        Column(
            "ssn",
            "The Ticketholder's Social Security number.",
            "Nine digits, as 900-12-3456.",
            "900-12-3456",
            read_ssn,
        ),
        Column(
            "payment",
            "The payment you ask for.",
            f"One of: {', '.join(PaymentRequest.Kind.values)}.",
            "P1M1",
            read_payment,
        ),
        Column(
            "claim_month", "The month you ask for.", "A month as 2025-02 or 02/2025.", "2025-02", read_month
        ),
        Column(
            "basis",
            "How the earnings are shown. Evidence: you upload the papers at the request once it has its number.",
            "evidence, certification or proven.",
            "evidence",
            read_basis,
        ),
        Column(
            "services_described",
            "Were the services of the plan given, and are they in your records?",
            "yes or no; empty is no.",
            "yes",
            read_yes_no,
            required=False,
        ),
        Column(
            "gross",
            "Gross pay of the claim month in dollars. Several employers: a semicolon between the amounts.",
            "Amounts as 1250.00; as many as employers.",
            "1250.00",
            read_amounts,
            required=False,
        ),
        Column(
            "employer",
            "Who paid it. Several: a semicolon between them, in the order of the amounts.",
            "At most 200 characters each; as many as amounts.",
            "County Works",
            read_names,
            required=False,
        ),
        Column(
            "other_pay",
            "Pay of other months that count: month, amount, employer, with a semicolon before the next.",
            "Parts as 2025-03 1250.00 County Works.",
            "2025-03 1250.00 County Works; 2025-04 1300.00 County Works",
            read_other_pay,
            required=False,
        ),
        Column(
            "kind",
            "Kind of earnings; empty is wages.",
            f"One of: {', '.join(EarningsMonth.Kind.values)}.",
            "wages",
            read_kind,
            required=False,
        ),
        Column(
            "source",
            "Where you know the earnings from; empty is pay-slip.",
            f"One of: {', '.join(_SOURCES)}.",
            "pay-slip",
            read_source,
            required=False,
        ),
        Column(
            "job_started_on", "The first day of the job.", DAY_RULE, "2025-01-20", read_day, required=False
        ),
        Column(
            "services_statement_on",
            "The day of your statement of services. Needed after the Ticket was unassigned.",
            DAY_RULE,
            "",
            read_day,
            required=False,
        ),
        Column(
            "services_contributed",
            "Did your services help the Ticketholder to reach this? Needed with that statement.",
            "yes or no.",
            "",
            read_yes_no,
            required=False,
        ),
        Column(
            "reference",
            "Your own number for it. It is shown with the row.",
            "At most 200 characters.",
            "B-2025-0117",
            read_text,
            required=False,
        ),
        *FILLED,
    ),
    key=("ssn", "payment", "claim_month"),
    has_ssn=True,
)
