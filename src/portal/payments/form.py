"""The payment request as a form: what the provider gives, and what it is told back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from portal.policy.core import Month

FORM = "payment-request"
FORM_NAME = "EN Payment Request (SSA-1391)"
FORM_VERSION = "2025-12"
# EVD-04's 25 rows are a parameter here (decisions.md): rows a month.
MAX_EARNINGS_ROWS = 200
# Claims of one request: as many as there are outcome payments. Each is judged while the provider waits.
MAX_CLAIMS = 60
DECLARATION = (
    "I have checked these answers. They are true as far as I know, "
    "and my organization keeps the records behind them."
)


class ClaimAsked(NamedTuple):
    """One payment asked for; each is judged and numbered alone."""

    asks: str
    claim_month: Month


class EarningsGiven(NamedTuple):
    """Gross pay of a month (net, if self-employed) in whole cents, as the provider states it."""

    month: Month
    gross_cents: int
    kind: str
    employer: str
    source: str


class PaperGiven(NamedTuple):
    """One paper that shows earnings, and what can be read on it (EVD-01)."""

    file_number: str | None
    kind: str
    issuer: str
    months: tuple[Month, ...]
    shows_name: bool
    shows_gross: bool
    shows_pay_date: bool
    shows_pay_period: bool
    legible: bool


@dataclass(frozen=True, slots=True)
class RequestForm:
    """A filled-in payment request."""

    assignment: UUID
    form: str
    claims: tuple[ClaimAsked, ...]
    services_described: bool = False
    services_statement_on: date | None = None
    services_contributed: bool | None = None
    earnings_already_proven: bool = False
    job_started_on: date | None = None
    earnings: tuple[EarningsGiven, ...] = ()
    papers: tuple[PaperGiven, ...] = ()


class Section(NamedTuple):
    """A heading of the form with its questions and answers, as they were shown."""

    title: str
    rows: list[tuple[str, str]]


class ReceiptLine(NamedTuple):
    """One claim of a submission, as it stands."""

    number: str
    kind: str
    kind_words: str
    claim_month: Month
    state: str
    state_words: str
    amount_cents: int | None
    next_step: str
    next_by: date | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was submitted, by whom, when, under which number, and what happens next."""

    number: str
    form_name: str
    form_version: str
    organisation_name: str
    submitted_by_name: str
    submitted_at: datetime
    submitted_on: date
    requests: tuple[ReceiptLine, ...]


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """A submission opened: the receipt with all questions and answers."""

    receipt: Receipt
    person: UUID
    sections: list[Section]
