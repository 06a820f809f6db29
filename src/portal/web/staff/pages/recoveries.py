"""What providers have to give back; a check or wire that came in for it is recorded, or canceled (PAY-19; row E5)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel.results import Done, NotAllowed
from portal.payments.models import Repayment
from portal.payments.recoveries import RecoveryRecord, RecoveryRow, canceled, recoveries, recovery_record
from portal.payments.services.cancel_repayment import cancel_repayment
from portal.payments.services.repaying import Received, record_repayment
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms.runs import CancelRepaymentForm, RepaymentForm
from portal.web.ui import formats
from portal.web.ui.components import Column

_ROWS = (
    Column("Recovery", header=True),
    Column("Provider"),
    Column("Payment taken back"),
    Column("Opened"),
    Column("To give back", numeric=True),
    Column("Kept back", numeric=True),
    Column("Paid back", numeric=True),
    Column("Still open", numeric=True),
)
_CAME = (
    Column("Received", header=True),
    Column("How"),
    Column("Number"),
    Column("Recorded by"),
    Column("Amount", numeric=True),
    Column("Does not count"),
)


@page(Permission.READ_LEDGER, "to see what providers have to give back")
@require_safe
def front(request: WorkRequest) -> HttpResponse:
    lines = recoveries(page=listing.page_number(request), size=listing.PAGE_SIZE)
    linked = request.actor.may(Permission.WORK_PAYMENT_QUEUE)
    rows = [_line(one, linked=linked) for one in lines.rows]
    table = listing.table(request, "Recoveries", _ROWS, rows, "No payment that was made was taken back.")
    return render(request, "staff/runs/recoveries.html", {"lines": lines, "table": table})


@page(Permission.WORK_PAYMENT_QUEUE, "to record what a provider paid back", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: WorkRequest, number: str) -> HttpResponse:
    found = recovery_record(number)
    if found is None:
        raise Http404
    form = RepaymentForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, found, form, 200)
    if not form.is_valid():
        return _page(request, found, form, WRONG)
    answer = record_repayment(recovery=number, received=Received(**form.cleaned_data))
    if isinstance(answer, NotAllowed):
        form.add_error(None, answer.sentence)
        return _page(request, recovery_record(number) or found, form, CONFLICT)
    if not isinstance(answer, Done):
        raise Http404
    messages.success(request, "It is on record, and in the ledger.")
    return see(reverse("payment-recovery", args=[number]))


@page(Permission.WORK_PAYMENT_QUEUE, "to cancel what a provider paid back", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def repayment(request: WorkRequest, number: str, repayment: UUID) -> HttpResponse:
    found = recovery_record(number)
    row = next((one for one in found.repayments if one.pk == repayment), None) if found else None
    if row is None:
        raise Http404
    form = CancelRepaymentForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _cancel_page(request, row, form, 200)
    if not form.is_valid():
        return _cancel_page(request, row, form, WRONG)
    answer = cancel_repayment(recovery=number, repayment=repayment, reason=form.cleaned_data["reason"])
    if isinstance(answer, NotAllowed):
        form.add_error(None, answer.sentence)
        return _cancel_page(request, row, form, CONFLICT)
    if not isinstance(answer, Done):
        raise Http404
    messages.success(request, "It is canceled. What it had settled is open again.")
    return see(reverse("payment-recovery", args=[number]))


def _cancel_page(
    request: WorkRequest, row: Repayment, form: CancelRepaymentForm, status: int
) -> HttpResponse:
    context = {
        "row": row,
        "recovery": row.recovery,
        "canceled": canceled(row),
        "own": row.by == request.actor.label,
        "form": form,
        "back": reverse("payment-recovery", args=[row.recovery.number]),
    }
    return render(request, "staff/runs/repayment.html", context, status=status)


def _page(request: WorkRequest, found: RecoveryRecord, form: RepaymentForm, status: int) -> HttpResponse:
    rows = [_came(one, found.row.recovery.number) for one in found.repayments]
    context = {
        "row": found.row,
        "recovery": found.row.recovery,
        "table": listing.table(request, "Checks and wires", _CAME, rows, "Nothing was paid back so far."),
        "form": form,
    }
    return render(request, "staff/runs/recovery.html", context, status=status)


def _line(one: RecoveryRow, *, linked: bool) -> list[Any]:
    row = one.recovery
    return [
        listing.number_link(row.number, "payment-recovery") if linked else row.number,
        listing.lines(row.organisation.name, row.organisation.number),
        listing.request_link(one.request_number) if one.request_number else None,
        listing.short_day(row.opened_on),
        formats.money(row.cents),
        formats.money(one.kept) if one.kept else "",
        formats.money(one.repaid) if one.repaid else "",
        formats.money(one.open) if one.open else "settled",
    ]


def _came(one: Repayment, number: str) -> list[Any]:
    why = canceled(one)
    return [
        listing.short_day(one.received_on),
        one.get_how_display().capitalize(),
        one.reference,
        listing.lines(one.by_name, f"{one.on:%m/%d/%Y}"),
        formats.money(one.cents),
        listing.lines(f"Canceled {why.on:%m/%d/%Y}, {why.by_name}", why.reason)
        if why
        else formats.link(f"Cancel {one.reference}", reverse("payment-repayment", args=[number, one.pk])),
    ]
