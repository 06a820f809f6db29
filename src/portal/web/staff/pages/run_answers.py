"""The Treasury's answers to payment runs: send a file, read its verdicts, book it (row E10)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from portal.payments.models import AnswerFile
from portal.payments.services.answering import ANSWERS
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.sent import file as pages
from portal.web.sent import front as fronts
from portal.web.sent.forms import SheetForm
from portal.web.sent.look import Look, Pages
from portal.web.staff.answers import WRONG
from portal.web.staff.pages.runs import deposit_links

LOOK = Look(
    ANSWERS,
    Pages(
        "payment-answers",
        "payment-answer-file",
        "payment-answer-start",
        "payment-answer-template",
        "payment-answer-refused",
    ),
    label="Answers of the Treasury",
    cells=("run", "deposit", "amount", "result", "on"),
    file_name="answers",
    made=deposit_links,
    made_label="Deposit",
)


@page(Permission.READ_LEDGER, "to see the Treasury's answers to payment runs")
@require_safe
def front(request: WorkRequest) -> HttpResponse:
    return _front(request, SheetForm(ANSWERS.limits()), 200)


@page(Permission.WORK_PAYMENT_QUEUE, "to send the Treasury's answers to payment runs")
@require_POST
def send(request: WorkRequest) -> HttpResponse:
    form = SheetForm(ANSWERS.limits(), request.POST, request.FILES)
    if form.is_valid() and (sent := fronts.send(LOOK, form)):
        return sent
    return _front(request, form, WRONG)


@page(Permission.READ_LEDGER, "to see the verdicts on a file of answers")
@require_safe
def file(request: WorkRequest, number: str) -> HttpResponse:
    may_start = request.actor.may(Permission.WORK_PAYMENT_QUEUE)
    return pages.page(request, LOOK, _file(number), may_start=may_start)


@page(Permission.WORK_PAYMENT_QUEUE, "to book the Treasury's answers", fresh=True)
@require_POST
def begin(request: WorkRequest, number: str) -> HttpResponse:
    return pages.begin(request, LOOK, _file(number))


@page(Permission.READ_LEDGER, "to have the refused rows of a file of answers back", fresh=True)
@require_safe
def refused(request: WorkRequest, number: str, kind: str) -> HttpResponse:
    return pages.refused(LOOK, _file(number), kind)


@page(Permission.READ_LEDGER, "to have an empty file for the Treasury's answers")
@require_safe
def template(request: WorkRequest, kind: str) -> HttpResponse:
    return fronts.template(LOOK, kind)


def _front(request: WorkRequest, form: SheetForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "may_send": request.actor.may(Permission.WORK_PAYMENT_QUEUE),
        **fronts.files(request, LOOK),
    }
    return render(request, "staff/runs/answers.html", context, status=status)


def _file(number: str) -> AnswerFile:
    found = AnswerFile.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found
