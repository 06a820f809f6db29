"""The answers of a payment request in words, as its submission keeps them where no page has shown them."""

from datetime import date

from portal.earnings.models import EarningsMonth
from portal.payments.form import DECLARATION, RequestForm, Section
from portal.payments.models import PaymentRequest
from portal.policy.core import Month, in_dollars


def payments(form: RequestForm) -> Section:
    """What is asked for, and how the earnings are shown."""
    basis = "Already proven" if form.earnings_already_proven else "Evidence of earnings"
    shown = "Certification of earnings" if form.form == PaymentRequest.Form.CERTIFICATION else basis
    asked = [
        (f"Payment {place}", f"{PaymentRequest.Kind(one.asks).label} for {_month(one.claim_month)}")
        for place, one in enumerate(form.claims, 1)
    ]
    return Section("Payments asked for", [*asked, ("How the earnings are shown", shown)])


def earnings(form: RequestForm) -> Section:
    """The pay that is given, a line each."""
    rows = [
        (
            f"{_month(one.month)}, {one.employer}",
            f"{in_dollars(one.gross_cents)} gross; {EarningsMonth.Kind(one.kind).label}; "
            f"known from: {EarningsMonth.Source(one.source).label}",
        )
        for one in form.earnings
    ]
    return Section("Earnings", rows or [("Earnings given", "None. The earnings on record are used.")])


def services(form: RequestForm) -> Section:
    """What is said of the services, and what a claim needs beside."""
    rows = [("Services of the Individual Work Plan given and on record", _yes(form.services_described))]
    if form.services_statement_on:
        rows.append(("Date of the statement of services", day(form.services_statement_on)))
    if form.services_contributed is not None:
        rows.append(("The services helped the Ticketholder reach this", _yes(form.services_contributed)))
    if form.job_started_on:
        rows.append(("First day of the job", day(form.job_started_on)))
    return Section("Services", rows)


def declaration() -> Section:
    return Section("Declaration", [("I declare", DECLARATION)])


def day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _month(month: Month) -> str:
    return f"{month.first:%B %Y}"
