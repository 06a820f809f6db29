"""Dividing a payment among the providers that held its Ticket: form, what each would get, done (PAY-17)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.payments.models import PaymentRequest
from portal.payments.moves import UNDECIDED
from portal.payments.results import Done
from portal.payments.rows import RequestRow, of_ids
from portal.payments.services import share as sharing
from portal.payments.sharing import Shares, Sharing, sharing_of
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import CONFLICT, WRONG, put_into, see
from portal.web.staff.areas import PAYMENTS
from portal.web.staff.forms.sharing import ShareForm, WithdrawShareForm, begun, with_place
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_PARTS = (
    Column("Provider", header=True),
    Column("Share", numeric=True),
    Column("Would be paid", numeric=True),
)


@page(Permission.WORK_PAYMENT_QUEUE, "to share a payment between providers", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: WorkRequest, number: str) -> HttpResponse:
    """`action` of a POST: check, change (back to the form), confirm, withdraw."""
    found = PaymentRequest.objects.filter(number=number).first()
    if found is None:
        raise Http404
    case = _Case(request, found)
    if found.state not in UNDECIDED:
        return case.closed()
    action = request.POST.get("action", "check") if request.method == "POST" else ""
    match action:
        case "":
            return case.form_page(case.fresh())
        case "change":
            return case.form_page(case.unchecked())
        case "confirm":
            return case.confirm()
        case "withdraw":
            return case.withdraw()
        case _:
            return case.check()


class _Case:
    """One payment being divided, for the length of one page."""

    def __init__(self, request: WorkRequest, found: PaymentRequest) -> None:
        self.request, self.found = request, found
        self.row: RequestRow = of_ids([found.pk])[0]

    def fresh(self) -> ShareForm:
        now = self.stands
        return ShareForm(holders=now.holders, initial=begun(now.place, now.shares, now.reason, now.holders))

    def unchecked(self) -> ShareForm:
        """What was typed, without complaints about what is not finished."""
        return ShareForm(holders=self.stands.holders, initial=self.request.POST.dict())

    def check(self) -> HttpResponse:
        form = self.bound()
        if not form.is_valid():
            return self.form_page(form, WRONG)
        if refused := self.stands.refused(form.shares, form.cleaned_data["reason"]):
            form.add_error(None, refused)
            return self.form_page(form, WRONG)
        context = {
            **self.context(form),
            "parts": self.table("What each provider would be paid", form.shares),
            "reason": form.cleaned_data["reason"],
            "typed": [(name, self.request.POST.get(name, "")) for name in form.fields],
        }
        return render(self.request, "staff/share_check.html", context)

    def confirm(self) -> HttpResponse:
        form = self.bound()
        if not form.is_valid():
            return self.form_page(form, WRONG)
        typed = form.cleaned_data
        answer = sharing.share(
            request=self.found.pk, place=typed["place"], shares=form.shares, reason=typed["reason"]
        )
        if isinstance(answer, Done):
            messages.success(self.request, "The payment is shared. Decide the request by its share.")
            return see(self.record_url)
        status = put_into(form, answer)
        if status == CONFLICT:
            self.stands = sharing_of(self.found)
            with_place(form, self.stands.place)
        return self.form_page(form, status)

    def withdraw(self) -> HttpResponse:
        form = WithdrawShareForm(self.request.POST)
        status = WRONG
        if form.is_valid():
            typed = form.cleaned_data
            answer = sharing.withdraw_share(
                request=self.found.pk, place=typed["place"], reason=typed["withdrawn_because"]
            )
            if isinstance(answer, Done):
                messages.success(
                    self.request, "The division is withdrawn. What was granted by it stays as it is."
                )
                return see(self.record_url)
            status = put_into(form, answer)
            if status == CONFLICT:
                self.stands = sharing_of(self.found)
                with_place(form, self.stands.place)
        return self.form_page(self.fresh(), status, form)

    @cached_property
    def stands(self) -> Sharing:
        """The payment as it is divided now."""
        return sharing_of(self.found)

    def bound(self) -> ShareForm:
        return ShareForm(self.request.POST, holders=self.stands.holders)

    def form_page(
        self, form: ShareForm, status: int = 200, withdrawing: WithdrawShareForm | None = None
    ) -> HttpResponse:
        withdrawing = withdrawing or WithdrawShareForm(initial={"place": self.stands.place})
        context = {**self.context(form), "withdrawing": withdrawing}
        return render(self.request, "staff/share.html", context, status=status)

    def closed(self) -> HttpResponse:
        """Decided: what was typed stays readable, so that it can be copied."""
        context = {
            "row": self.row,
            "title": "Share this payment between providers",
            "back": self.record_url,
            "sentence": sharing.decided(self.found),
            "typed": self.request.POST.get("reason", ""),
        }
        return render(self.request, "staff/decide_closed.html", context, status=CONFLICT)

    def context(self, form: ShareForm) -> dict[str, Any]:
        now = self.stands
        return {
            "row": self.row,
            "form": form,
            "month": now.month,
            "stands": now if now.shares else None,
            "standing": self.table("How it is shared now", now.shares) if now.shares else None,
            "own": now.by == self.request.actor.label,
            "alone": len(now.holders) < 2,
            "granted": now.granted,
            "back": self.record_url,
            "queue": PAYMENTS,
        }

    def table(self, caption: str, shares: Shares) -> Table:
        """Each provider with its share and what the rules make of it."""
        parts = self.stands.parts(shares)
        rows = [
            [one.name, str(shares[one.id]), _paid(parts[one.id])]
            for one in self.stands.holders
            if one.id in shares
        ]
        return listing.table(self.request, caption, _PARTS, rows, "Nobody has a share.")

    @property
    def record_url(self) -> str:
        return reverse("staff-request", args=[self.found.number])


def _paid(cents: int | None) -> str:
    return "not known yet" if cents is None else formats.money(cents)
