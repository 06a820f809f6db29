"""What was submitted about progress reviews: the receipts, for ever, and the paper (rows B4, C11)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kernel import documents
from portal.kernel.documents.words import EASTERN
from portal.policy.roles import Permission
from portal.progress.queries import Receipt, receipts
from portal.progress.services.replying import FORM_NAME, FORM_VERSION
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf

_MOST = 100


@page(Permission.READ_CASEWORK, "to see the confirmation of responses to progress reviews")
@require_safe
def submitted(request: WorkRequest) -> HttpResponse:
    """`?number=`, once for each response of the sitting."""
    found = receipts(request.GET.getlist("number")[:_MOST])
    if not found:
        raise Http404
    return render(request, "provider/progress/submitted.html", {"receipts": found, "form_name": FORM_NAME})


@page(Permission.READ_CASEWORK, "to print a response to a progress review")
@require_safe
def receipt_pdf(request: WorkRequest, number: str) -> HttpResponse:
    """As it was shown; dated the day it was submitted."""
    found = receipts([number])
    if not found:
        raise Http404
    on = found[0].reply.entered_at.astimezone(EASTERN).date()
    document = _document(found[0], request.actor.organisation_name)
    return pdf(f"{number}.pdf", documents.render("submission", document, on=on))


def _document(found: Receipt, organisation: str) -> documents.Submission:
    reply, line = found
    about: list[documents.Fact] = [
        {"name": "Ticketholder", "value": line.name},
        {"name": "Ticket", "value": line.ticket_number},
        {"name": "Review", "value": f"{line.number}, period {line.period}"},
    ]
    answers: list[documents.Fact] = [{"name": name, "value": value} for name, value in reply.shown]
    return {
        "title": "Response to a progress review: what was submitted",
        "form": FORM_NAME,
        "version": FORM_VERSION,
        "number": reply.number,
        "submitted_by": reply.entered_by_name,
        "organisation": organisation,
        "submitted_at": reply.entered_at,
        "sections": [{"title": "About", "answers": about}, {"title": "Answers", "answers": answers}],
        "declarations": ["What is stated here is what our records show."],
        "next_steps": [
            "The response is judged at once with what is on record. The portal shows how the review goes on."
        ],
    }
