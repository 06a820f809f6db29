"""Who works on what: take, take the next one, lay down, hand over, put off."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.kernel.duties import DutyLine, open_on
from portal.payments.duties import DECIDE
from portal.payments.models import PaymentRequest
from portal.payments.results import Done
from portal.payments.rows import RequestRow, of_number
from portal.payments.services import claim
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff.answers import put_into, see, told, with_version
from portal.web.staff.forms.desk import DutyForm, HandOverForm, PutOffForm
from portal.web.staff.queries import desk


@page(Permission.WORK_PAYMENT_QUEUE, "to take the next payment request")
@require_POST
def take_next(request: WorkRequest) -> HttpResponse:
    """The free request that is due first becomes one's own, and opens."""
    duty = desk.next_free()
    if duty is None:
        messages.info(request, "Nothing is free: every request has somebody, or is put off.")
        return see(reverse("payments-to-decide"))
    answer = claim.claim(duty=duty.id, version=duty.version)
    if not isinstance(answer, Done):
        return told(request, answer, "", reverse("payments-to-decide"))
    messages.success(request, "You have this request now.")
    return see(reverse("staff-request", args=[answer.number]))


@page(Permission.WORK_PAYMENT_QUEUE, "to take a payment request")
@require_POST
def take(request: WorkRequest, number: str) -> HttpResponse:
    duty, version = _duty(number), _version(request)
    if duty is None:
        return _settled(request, number)
    answer = claim.claim(duty=duty.id, version=version)
    return told(request, answer, "You have this request now.", _record(number))


@page(Permission.WORK_PAYMENT_QUEUE, "to lay down a payment request")
@require_POST
def lay_down(request: WorkRequest, number: str) -> HttpResponse:
    duty, version = _duty(number), _version(request)
    if duty is None:
        return _settled(request, number)
    answer = claim.unclaim(duty=duty.id, version=version)
    return told(request, answer, "The request is free again.", _record(number))


@page(Permission.WORK_PAYMENT_QUEUE, "to hand over a payment request")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: WorkRequest, number: str) -> HttpResponse:
    duty = _duty(number)
    if duty is None:
        return _settled(request, number)
    colleagues = claim.colleagues()
    if request.method != "POST":
        form = HandOverForm(initial={"version": duty.version}, colleagues=colleagues)
        return _form_page(request, number, duty, form, "Hand over")
    form = HandOverForm(request.POST, colleagues=colleagues)
    if not form.is_valid():
        return _form_page(request, number, duty, form, "Hand over", 422)
    to_account: UUID = form.cleaned_data["to_account"]
    answer = claim.hand_over(duty=duty.id, version=form.cleaned_data["version"], to_account=to_account)
    if isinstance(answer, Done):
        return told(request, answer, f"{colleagues[to_account]} has this request now.", _record(number))
    return _again(request, number, form, "Hand over", put_into(form, answer))


@page(Permission.WORK_PAYMENT_QUEUE, "to put off a payment request")
@require_http_methods(["GET", "HEAD", "POST"])
def put_off(request: WorkRequest, number: str) -> HttpResponse:
    duty = _duty(number)
    if duty is None:
        return _settled(request, number)
    if request.method != "POST":
        form = PutOffForm(initial={"version": duty.version})
        form.limit(request.unit.on)
        return _form_page(request, number, duty, form, "Put off")
    form = PutOffForm(request.POST)
    form.limit(request.unit.on)
    if not form.is_valid():
        return _form_page(request, number, duty, form, "Put off", 422)
    typed = form.cleaned_data
    answer = claim.put_off(
        duty=duty.id, version=typed["version"], until=typed["until"], reason=typed["reason"]
    )
    if isinstance(answer, Done):
        return told(
            request, answer, "The request is put off. It comes back on the day you gave.", _record(number)
        )
    return _again(request, number, form, "Put off", put_into(form, answer))


def _again(request: WorkRequest, number: str, form: forms.Form, title: str, status: int) -> HttpResponse:
    """The form with what was typed; its version is the one the refusal speaks of, so that it can be sent again."""
    duty = _duty(number)
    if duty is None:
        return _settled(request, number)
    with_version(form, duty.version)
    return _form_page(request, number, duty, form, title, status)


def _form_page(
    request: WorkRequest, number: str, duty: DutyLine, form: forms.Form, title: str, status: int = 200
) -> HttpResponse:
    context = {"title": title, "form": form, "duty": duty, "row": _row(number), "back": _record(number)}
    return render(request, "staff/duty_form.html", context, status=status)


def _duty(number: str) -> DutyLine | None:
    """The duty to decide this request; None once it is settled. 404 where there is no such request."""
    subject = PaymentRequest.objects.filter(number=number).values_list("pk", flat=True).first()
    if subject is None:
        raise Http404
    return next((duty for duty in open_on(subject) if duty.kind == DECIDE), None)


def _settled(request: WorkRequest, number: str) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, "This request does not wait for an analyst any more. Nothing was changed.")
    return see(_record(number))


def _row(number: str) -> RequestRow:
    row = of_number(number)
    if row is None:
        raise Http404
    return row


def _version(request: WorkRequest) -> int:
    form = DutyForm(request.POST)
    if not form.is_valid():
        raise Http404
    version: int = form.cleaned_data["version"]
    return version


def _record(number: str) -> str:
    return reverse("staff-request", args=[number])
