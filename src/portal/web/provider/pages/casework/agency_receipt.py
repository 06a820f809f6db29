"""Form SSA-1365 once it is submitted: the receipt, for ever, the paper, and its place in the case's record."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.casework.agency.answers import FORM_NAME, FORM_VERSION
from portal.casework.agency.cases import case_of_file
from portal.casework.cases import CaseLine, case_by_id
from portal.casework.models import SignedForm
from portal.casework.plan.forms import FormRecord, form, lines
from portal.casework.services.agency_form import open_draft
from portal.kernel import documents
from portal.kernel.documents.words import EASTERN
from portal.policy.roles import Permission
from portal.support.queries import paper_of
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider.pages.receipt import pdf


@page(Permission.READ_VR_CASES, "to see the confirmation of a Form SSA-1365")
@require_safe
def receipt(request: WorkRequest, number: str) -> HttpResponse:
    """What was submitted, and what happens next by when, as things stand now."""
    found = _found(number)
    line = case_by_id(found.line.case)
    if line is None:
        raise Http404
    context = {
        "form": found,
        "paper": paper_of(number),
        "form_name": FORM_NAME,
        "state_words": SignedForm.State(found.line.state).label,
        "case": line,
        "vr": case_of_file(line.id),
    }
    return render(request, "provider/agency/receipt.html", context)


@page(Permission.READ_VR_CASES, "to print a Form SSA-1365")
@require_safe
def receipt_pdf(request: WorkRequest, number: str) -> HttpResponse:
    """What was submitted, as it was shown; dated the day it was submitted."""
    found = _found(number)
    on = found.line.locked_at.astimezone(EASTERN).date()
    content = documents.render("submission", _document(found, request.actor.organisation_name), on=on)
    return pdf(f"{number}.pdf", content)


def section(request: WorkRequest, case: CaseLine) -> dict[str, Any] | None:
    """The form on the case's record: what was submitted, and what can be begun. A network has none."""
    if not request.actor.may(Permission.READ_VR_CASES):
        return None
    found = [one for one in lines(case.id) if one.kind == SignedForm.Kind.SSA_1365]
    vr = case_of_file(case.id)
    draft = open_draft(case.id)
    may = request.actor.may(Permission.WORK_VR_CASES) and case.closed_on is None and not case.assigned_on
    return {
        "forms": [(one, SignedForm.State(one.state).label) for one in found],
        "vr_case": vr and vr.number,
        "vr_url": of_number("vr-case", vr.number) if vr else "",
        "draft": draft,
        "may_start": may and vr is None,
    }


def number_of_draft(draft: UUID) -> str | None:
    """The number of the form that was submitted from a draft: it has the draft's ID."""
    return SignedForm.objects.filter(pk=draft).values_list("number", flat=True).first()


def _found(number: str) -> FormRecord:
    found = form(number)
    if found is None or found.line.kind != SignedForm.Kind.SSA_1365:
        raise Http404
    return found


def _document(found: FormRecord, organisation: str) -> documents.Submission:
    signed: list[documents.Fact] = [
        {
            "name": "The person, or the representative" if one.party == "holder" else "The agency",
            "value": f"{one.printed_name}, {one.signed_on:%m/%d/%Y}, {one.method_words}",
        }
        for one in found.signatures
    ]
    shown: list[documents.Section] = [
        {"title": part.title, "answers": [{"name": name, "value": value} for name, value in part.rows]}
        for part in found.content.shown
    ]
    return {
        "title": "State Agency Ticket Assignment Form: what was submitted",
        "form": FORM_NAME,
        "version": FORM_VERSION,
        "number": found.line.number,
        "submitted_by": found.line.locked_by_name,
        "organisation": organisation,
        "submitted_at": found.line.locked_at,
        "sections": [
            *shown,
            {"title": "Signed by", "answers": signed},
        ],
        "declarations": [
            "The Individualized Plan for Employment was agreed and signed by both. "
            f"Seal of the content (SHA-256): {found.digest}"
        ],
        "next_steps": ["The portal shows where the case and the Ticket stand."],
    }
