"""Many payment requests in one file: send it, read what each row would get, submit the good ones (rows C3, J3)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.payments.form import DECLARATION
from portal.payments.models import PaymentRequest, RequestFile
from portal.payments.moves import STATE_WORDS
from portal.payments.services.ask_by_file import REQUESTS
from portal.policy.roles import Permission
from portal.tickets.queries import names
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.sent import file as pages
from portal.web.sent import front as fronts
from portal.web.sent.forms import SheetForm
from portal.web.sent.look import Look, Pages


def _made(requests: list[UUID]) -> dict[UUID, SafeString]:
    """The number of each request, with where it stands now."""
    found = PaymentRequest.objects.filter(pk__in=requests).values_list("pk", "number", "state")
    return {
        pk: format_html(
            '<a class="usa-link text-no-wrap" href="{}">{}</a><br>{}',
            of_number("request", number),
            number,
            STATE_WORDS[state].capitalize(),
        )
        for pk, number, state in found
    }


LOOK = Look(
    REQUESTS,
    Pages(
        "request-files", "request-file", "request-file-start", "request-file-template", "request-file-refused"
    ),
    label="Requests by file",
    cells=("ssn", "payment", "claim_month", "reference"),
    who=names,
    masked=frozenset({"ssn"}),
    file_name="payment-requests",
    before=f"You declare of each row: “{DECLARATION}”",
    made=_made,
    made_label="Request",
)


@page(Permission.REQUEST_PAYMENT, "to request many payments with a file")
@require_http_methods(["GET", "HEAD", "POST"])
def front(request: WorkRequest) -> HttpResponse:
    limits = REQUESTS.limits()
    form = SheetForm(limits, request.POST, request.FILES) if request.method == "POST" else SheetForm(limits)
    if form.is_valid() and (sent := fronts.send(LOOK, form)):
        return sent
    context = {"form": form, **fronts.files(request, LOOK)}
    return render(request, "provider/request_files.html", context, status=422 if form.is_bound else 200)


@page(Permission.REQUEST_PAYMENT, "to see the verdicts on a file of payment requests")
@require_safe
def file(request: WorkRequest, number: str) -> HttpResponse:
    return pages.page(request, LOOK, _file(number))


@page(Permission.REQUEST_PAYMENT, "to submit the payment requests of a file")
@require_POST
def begin(request: WorkRequest, number: str) -> HttpResponse:
    return pages.begin(request, LOOK, _file(number))


@page(Permission.REQUEST_PAYMENT, "to have the refused rows of a file of payment requests back", fresh=True)
@require_safe
def refused(request: WorkRequest, number: str, kind: str) -> HttpResponse:
    return pages.refused(LOOK, _file(number), kind)


@page(Permission.REQUEST_PAYMENT, "to have an empty file for payment requests")
@require_safe
def template(request: WorkRequest, kind: str) -> HttpResponse:
    return fronts.template(LOOK, kind)


def _file(number: str) -> RequestFile:
    found = RequestFile.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found
