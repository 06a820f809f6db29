"""What goes in and comes out, as the OpenAPI description has it. Amounts are whole cents, months "2025-02"."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from portal.earnings.models import EarningsMonth
from portal.payments.form import MAX_CLAIMS
from portal.payments.models import PaymentRequest

MOST_CENTS = 100_000_000


def _readable(text: str) -> str:
    """No text of the database holds these, and no page could show them."""
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) < 0xE000 for letter in text):
        raise ValueError("has characters that cannot be written")
    return text


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_readable)
]
Number = Annotated[
    str,
    StringConstraints(min_length=4, max_length=20),
    AfterValidator(_readable),
    Field(examples=["TK-7K4M-2Q9X"]),
]
Ssn = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{3}-?[0-9]{2}-?[0-9]{4}$"), Field(examples=["900-12-3456"])
]
MonthText = Annotated[
    str,
    StringConstraints(pattern=r"^(19[5-9][0-9]|20[0-9]{2})-(0[1-9]|1[0-2])$"),
    Field(examples=["2025-02"]),
]


def _known_to_providers(source: EarningsMonth.Source) -> EarningsMonth.Source:
    """The agency's own records come from the agency."""
    if source in (EarningsMonth.Source.SSA_RECORD, EarningsMonth.Source.TAX_RECORD):
        raise ValueError("is the agency's own record: leave these earnings out, they are on record already")
    return source


Source = Annotated[EarningsMonth.Source, AfterValidator(_known_to_providers)]


class In(Schema):
    """What is sent: a field that is not known is a mistake to be told, not to be passed over."""

    model_config = ConfigDict(extra="forbid")


class ProblemOut(Schema):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] = []
    decision: dict[str, Any] | None = None


class AssignmentOut(Schema):
    """One assignment with your organization. `ended_on` is the first day no longer assigned."""

    ticket_number: str
    system: str
    assigned_on: date
    ended_on: date | None
    first_claim_month: MonthText


class TicketholderOut(Schema):
    """A Ticketholder assigned to your organization, now or before."""

    number: str
    name: str
    assignments: list[AssignmentOut]


class TicketholderPage(Schema):
    """A part of a list. `total` may be a lower bound for long lists."""

    page: int
    size: int
    total: int
    ticketholders: list[TicketholderOut]


class SsnIn(In):
    """A number as your records have it. It is looked for and not kept."""

    ssn: Ssn


class AssignabilityIn(In):
    """Whom, and for State agencies whether it is found eligible for vocational rehabilitation."""

    ssn: Ssn
    vr_eligible: StrictBool | None = None


class AnswerOut(Schema):
    """An answer kept under a number, with the Decision: every check with its rule, citation and remedy."""

    number: str
    on: date
    decision: dict[str, Any]


class ClaimIn(In):
    """One payment for one month."""

    payment: PaymentRequest.Kind
    claim_month: MonthText


class EarningsIn(In):
    """Gross pay of one month from one employer (net, for self-employment)."""

    month: MonthText
    gross_cents: Annotated[StrictInt, Field(ge=0, le=MOST_CENTS)]
    employer: Text
    kind: EarningsMonth.Kind = EarningsMonth.Kind.WAGES
    source: Source = EarningsMonth.Source.PAY_SLIP


class RequestIn(In):
    """A payment request (Form SSA-1391). The Ticketholder by number; `basis` says how the earnings are shown.

    Evidence is uploaded to the request on its page, once it has its number.
    """

    ticketholder: Number
    claims: Annotated[list[ClaimIn], Field(min_length=1, max_length=MAX_CLAIMS)]
    basis: Literal["evidence", "certification", "proven"]
    earnings: Annotated[list[EarningsIn], Field(max_length=400)] = []
    services_described: StrictBool = False
    services_statement_on: date | None = None
    services_contributed: StrictBool | None = None
    job_started_on: date | None = None
    declared: Annotated[
        Literal[True],
        Field(description="The answers were checked and are true as far as is known; the records are kept."),
    ]


class TryOut(Schema):
    """What each claim would get if it were sent now. Nothing was written."""

    decisions: list[dict[str, Any]]


class LineOut(Schema):
    """One claim of a request, as it stands now."""

    number: str
    payment: str
    claim_month: MonthText
    state: str
    amount_cents: int | None
    next_step: str
    next_by: date | None


class ReceiptOut(Schema):
    """What was submitted, by whom, when, and what happens next."""

    number: str
    submitted_by: str
    submitted_at: datetime
    submitted_on: date
    requests: list[LineOut]


class ClaimableOut(Schema):
    """A payment that could still be claimed. `month` is null for one not reached yet; `missing` says what lacks."""

    payment: str
    month: MonthText | None
    amount_cents: int | None
    payable_now: bool
    missing: list[str]


class ClaimablePage(Schema):
    claims: list[ClaimableOut]


class RequestOut(Schema):
    """A payment request. `decision` is the latest answer of the rules as your organization may see it."""

    number: str
    ticketholder: str
    ticket_number: str
    payment: str
    claim_month: MonthText
    state: str
    amount_cents: int | None
    denial_code: str
    submitted_on: date
    decided_on: date | None
    next_step: str
    next_by: date | None
    version: int
    decision: dict[str, Any] | None = None


class RequestPage(Schema):
    page: int
    size: int
    total: int
    requests: list[RequestOut]


class WithdrawIn(In):
    """The version is the one that was read; another means that somebody was faster."""

    version: Annotated[StrictInt, Field(ge=0, le=1_000_000)]
    reason: Annotated[str, StringConstraints(max_length=2000), AfterValidator(_readable)] = ""


class DoneOut(Schema):
    number: str
    state: str


class FileOut(Schema):
    """A file that was sent. `accepted`, `already` and `refused` count its rows so far."""

    number: str
    name: str
    state: str
    rows: int
    accepted: int
    already: int
    refused: int


class FileRowOut(Schema):
    """A row's verdict. `made` is the number of what it became: the payment request, or the case its note stands in."""

    line: int
    verdict: str
    reference: str
    made: str | None
    problems: list[dict[str, Any]]


class FileRows(Schema):
    page: int
    size: int
    total: int
    rows: list[FileRowOut]
