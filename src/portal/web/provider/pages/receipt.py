"""The confirmation of a submission, for ever, and the form as a PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel import documents
from portal.payments.form import Receipt, SubmittedForm
from portal.payments.receipts import receipt as receipt_of
from portal.payments.receipts import submitted_form
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.ui import formats


@page(Permission.READ_REQUESTS, "to see the confirmation of a submission")
@require_safe
def receipt(request: WorkRequest, number: str) -> HttpResponse:
    found = receipt_of(number)
    if found is None:
        raise Http404
    context = {
        "receipt": found,
        "pdf": reverse("receipt-pdf", args=[number]),
        "may_request": request.actor.may(Permission.REQUEST_PAYMENT),
    }
    return render(request, "provider/receipt.html", context)


@page(Permission.READ_REQUESTS, "to print a submitted form")
@require_safe
def receipt_pdf(request: WorkRequest, number: str) -> HttpResponse:
    """What was submitted, as it was shown; dated the day it was submitted."""
    found = submitted_form(number)
    if found is None:
        raise Http404
    content = documents.render("submission", _document(found), on=found.receipt.submitted_on)
    return pdf(f"{number}.pdf", content)


def _document(found: SubmittedForm) -> documents.Submission:
    receipt = found.receipt
    declared = [
        answer for section in found.sections if section.title == "Declaration" for _, answer in section.rows
    ]
    return {
        "title": f"{receipt.form_name}: what was submitted",
        "form": receipt.form_name,
        "version": receipt.form_version,
        "number": receipt.number,
        "submitted_by": receipt.submitted_by_name,
        "organisation": receipt.organisation_name,
        "submitted_at": receipt.submitted_at,
        "sections": [
            {
                "title": section.title,
                "answers": [{"name": name, "value": value} for name, value in section.rows],
            }
            for section in found.sections
            if section.title != "Declaration"
        ],
        "declarations": declared,
        "next_steps": _numbers(receipt),
    }


def _numbers(receipt: Receipt) -> list[str]:
    """Only what was fixed at the submission: the paper must say the same whenever it is printed."""
    return [
        "Each payment asked for has its own number and is decided by itself. The portal shows where it stands.",
        *(
            f"{line.number}: {line.kind_words} for {formats.month(line.claim_month)}"
            for line in receipt.requests
        ),
    ]
