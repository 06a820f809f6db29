"""A deposit that the bank gave back, booked by hand where no file of the Treasury says so (row E10)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.kernel.results import Done, NotAllowed
from portal.payments.models import Deposit
from portal.payments.run_moves import was_sent
from portal.payments.services import answer_by_hand
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms.runs import GivenBackForm

_DONE = (
    "It is booked. What the deposit pays is owed again, and waits until the bank account is verified anew."
)


@page(Permission.WORK_PAYMENT_QUEUE, "to book that a bank gave a deposit back", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def given_back(request: WorkRequest, number: str, deposit: str) -> HttpResponse:
    found = (
        Deposit.objects.filter(number=deposit, run__number=number)
        .select_related("run", "organisation")
        .first()
    )
    if found is None or not was_sent(found.run, found):
        raise Http404
    form = GivenBackForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, found, form, 200)
    if not form.is_valid():
        return _page(request, found, form, WRONG)
    answer = answer_by_hand.give_back(deposit=deposit, **form.cleaned_data)
    if isinstance(answer, NotAllowed):
        form.add_error(None, answer.sentence)
        return _page(request, found, form, CONFLICT)
    if not isinstance(answer, Done):
        raise Http404
    messages.success(request, answer.said or _DONE)
    return see(reverse("payment-run", args=[number]))


def _page(request: WorkRequest, found: Deposit, form: GivenBackForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "deposit": found,
        "form": form,
        "back": reverse("payment-run", args=[found.run.number]),
    }
    return render(request, "staff/runs/given_back.html", context, status=status)
