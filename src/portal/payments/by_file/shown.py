"""The form that a row of a file fills in: its questions and answers, kept with the submission as they were sent."""

from datetime import date
from typing import NamedTuple

from portal.earnings.models import EarningsMonth
from portal.payments.by_file.columns import CERTIFICATION, PROVEN
from portal.payments.by_file.reading import Asked
from portal.payments.form import DECLARATION, Section
from portal.payments.models import PaymentRequest
from portal.policy.core import Month
from portal.tickets.models import Assignment

_BASES = {
    CERTIFICATION: "Certification of earnings",
    PROVEN: "Already proven",
}


class From(NamedTuple):
    """What all rows of a file have alike: the organisation's name, EIN and PID, and the file."""

    name: str
    ein: str
    pid: str
    file: str


def sections(one: Asked, person: str, number: str, sent: From) -> list[Section]:
    """Every question with its answer. `person` is the Ticketholder's name, `number` the public number."""
    assignment, form = one.assignment, one.form
    if assignment is None or form is None:
        raise LookupError("a row that names nobody fills in no form")
    basis = _BASES.get(one.values["basis"], "Evidence of earnings")
    return [
        Section("Employment Network", [("Name", sent.name), ("EIN", sent.ein), ("PID", sent.pid)]),
        Section(
            "Ticketholder",
            [
                ("Name", person),
                ("Ticketholder number", number),
                ("Ticket number", assignment.ticket_number),
                ("Assigned on", _day(assignment.assigned_on)),
                ("Payment method of this assignment", str(Assignment.System(assignment.system).label)),
            ],
        ),
        Section(
            "Payments asked for",
            [
                (
                    "Payment 1",
                    f"{PaymentRequest.Kind(one.claim.asks).label} for {_month(one.claim.claim_month)}",
                ),
                ("How the earnings are shown", basis),
            ],
        ),
        Section("Earnings", _earnings(one)),
        Section("Services", _services(one)),
        Section(
            "Sent in a file",
            [
                ("File", sent.file),
                ("Line", str(one.row.line)),
                ("Your reference", one.values["reference"] or "None"),
            ],
        ),
        Section("Declaration", [("I declare", DECLARATION)]),
    ]


def _earnings(one: Asked) -> list[tuple[str, str]]:
    rows = [
        (
            f"{_month(pay.month)}, {pay.employer}",
            f"${pay.gross_cents // 100:,}.{pay.gross_cents % 100:02} gross; {EarningsMonth.Kind(pay.kind).label}; "
            f"known from: {EarningsMonth.Source(pay.source).label}",
        )
        for pay in (one.form.earnings if one.form else ())
    ]
    return rows or [("Earnings given", "None. The earnings on record are used.")]


def _services(one: Asked) -> list[tuple[str, str]]:
    values = one.values
    rows = [("Services of the Individual Work Plan given and on record", _yes(values["services_described"]))]
    if values["services_statement_on"]:
        rows.append(("Date of the statement of services", _day(values["services_statement_on"])))
    if values["services_contributed"] is not None:
        rows.append(("The services helped the Ticketholder reach this", _yes(values["services_contributed"])))
    if values["job_started_on"]:
        rows.append(("First day of the job", _day(values["job_started_on"])))
    return rows


def _yes(value: bool | None) -> str:
    return "Yes" if value else "No"


def _day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def _month(month: Month) -> str:
    return f"{month.first:%B %Y}"
