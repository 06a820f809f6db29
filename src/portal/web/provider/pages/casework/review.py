"""Sending a signed plan in for review, and what became of it (rows C10, D7)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.casework.models import SignedForm
from portal.casework.plan.forms import FormRecord
from portal.integrity.coversheet import Sent, rows
from portal.integrity.models import PlanReview
from portal.integrity.moves import OPEN
from portal.integrity.queries import ReviewLine, ReviewRecord, review, reviews
from portal.integrity.services.send_plan import NOT_SIGNED, send_plan, withdraw
from portal.kernel import documents
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.policy.roles import Permission
from portal.policy.tar import review_due
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.provider.forms.review import CoversheetForm
from portal.web.provider.pages.casework.plan_record import form_or_404
from portal.web.ui import formats
from portal.web.ui.components import Column
from portal.web.ui.typed import read_version

FORM_NAME = "IWP Submission Coversheet"
FORM_VERSION = "2025-12"


@page(Permission.WORK_CASEWORK, "to send a plan in for review")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: WorkRequest, number: str) -> HttpResponse:
    """Fill in the coversheet, check it, send. What was typed travels along until it is done."""
    found = form_or_404(number)
    if request.method != "POST":
        return _form(request, found, CoversheetForm(initial=_initial(request, found)))
    form = CoversheetForm(request.POST)
    if request.POST.get("action") == "change":
        return _form(request, found, form)
    if not form.is_valid():
        return _form(request, found, form, status=422)
    if request.POST.get("action") != "confirm":
        return _check(request, found, form)
    sheet = coversheet(request, found, form.cleaned_data)
    answer = send_plan(form=found.line.id, reason=form.cleaned_data["reason"], coversheet={"rows": sheet})
    if isinstance(answer, Done):
        return see(of_number("plan-review", answer.number))
    if isinstance(answer, NotFound):
        raise Http404
    form.add_error(None, answer.sentence)
    return _form(request, found, form, status=422)


@page(Permission.READ_CASEWORK, "to see the plans that were sent in for review")
@require_safe
def sent(request: WorkRequest) -> HttpResponse:
    lines = reviews(page=listing.page_number(request), size=listing.PAGE_SIZE)
    table = listing.table(
        request,
        "Plans sent in for review",
        [
            Column("Name", header=True),
            Column("Review"),
            Column("Sent in"),
            Column("State"),
            Column("Review due"),
            Column("Decided"),
        ],
        [_row(one) for one in lines.rows],
        empty="Your organization has sent no plan in for review.",
    )
    return render(request, "provider/casework/reviews.html", {"table": table, "lines": lines})


@page(Permission.READ_CASEWORK, "to see what became of a plan that was sent in")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)
    line = found.line
    may = request.actor.may(Permission.WORK_CASEWORK)
    context = {
        "found": found,
        "line": line,
        "may_withdraw": may and line.state in OPEN,
        "may_correct": may and line.state == PlanReview.State.RETURNED,
        "failing": [one for one in found.findings if one.verdict == "fail"],
    }
    return render(request, "provider/casework/review.html", context)


@page(Permission.WORK_CASEWORK, "to take a plan back that was sent in for review")
@require_POST
def take_back(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)
    version = read_version(request.POST.get("version", ""))
    return _told(request, number, withdraw(review=found.line.id, version=version))


@page(Permission.READ_CASEWORK, "to print the coversheet of a plan")
@require_safe
def coversheet_pdf(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)
    return pdf(f"{number}.pdf", documents.render("submission", _document(found), on=found.line.received_on))


def review_or_404(number: str) -> ReviewRecord:
    found = review(number)
    if found is None:
        raise Http404
    return found


def coversheet(request: WorkRequest, found: FormRecord, typed: dict[str, Any]) -> list[list[str]]:
    """Every question with its answer, as the check page shows it and as it is kept."""
    if request.actor.organisation is None:
        raise Http404
    sent = Sent(
        request.actor.organisation,
        request.actor.organisation_name,
        typed["reason"],
        typed["contact"],
        typed["telephone"],
        documents="The signed plan as it stands in the portal",
        sent_on=request.unit.on,
        channel="Ticket Portal",
        note=typed["note"],
    )
    return rows(found, sent)


def _initial(request: WorkRequest, found: FormRecord) -> dict[str, str]:
    returned = PlanReview.objects.filter(case=found.line.case, state=PlanReview.State.RETURNED).exists()
    reason = PlanReview.Reason.CORRECTED if returned else PlanReview.Reason.NEW_EN
    return {"reason": reason.value, "contact": request.actor.name}


def _form(
    request: WorkRequest, found: FormRecord, form: CoversheetForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "line": found.line,
        "holder": found.content.plan.holder.name,
        "form": form,
        "not_signed": NOT_SIGNED if found.line.state != SignedForm.State.SIGNED else "",
    }
    return render(request, "provider/casework/review_send.html", context, status=status)


def _check(request: WorkRequest, found: FormRecord, form: CoversheetForm) -> HttpResponse:
    context = {
        "line": found.line,
        "rows": coversheet(request, found, form.cleaned_data),
        "typed": [(name, value) for name, value in form.cleaned_data.items() if value],
        "due_on": review_due(request.unit.on),
    }
    return render(request, "provider/casework/review_check.html", context)


def _told(request: WorkRequest, number: str, answer: Answer) -> HttpResponse:
    match answer:
        case Done():
            messages.success(request, "The plan is taken back. Nobody reviews it.")
        case Changed(sentence) | NotAllowed(sentence):
            messages.warning(request, sentence)
        case NotFound():
            raise Http404
    return see(reverse("plan-review", args=[number]))


def _row(line: ReviewLine) -> list[Any]:
    return [
        formats.link(line.name, of_number("plan-review", line.number)),
        line.number,
        line.received_on,
        line.state_words,
        line.due_on,
        line.decided_on,
    ]


def _document(found: ReviewRecord) -> documents.Submission:
    rows = found.coversheet.get("rows", [])
    return {
        "title": "IWP Submission Coversheet",
        "form": FORM_NAME,
        "version": FORM_VERSION,
        "number": found.line.number,
        "submitted_by": str(dict(rows).get("Contact", "")),
        "organisation": found.line.organisation_name,
        "submitted_at": found.received_at,
        "sections": [
            {"title": "Coversheet", "answers": [{"name": name, "value": value} for name, value in rows]}
        ],
        "declarations": [],
        "next_steps": [
            f"Program Integrity reviews the plan by {formats.day(found.line.due_on)}. The portal shows the result."
        ],
    }
