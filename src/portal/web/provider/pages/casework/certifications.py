"""Certifications of services of a case: the list, one of them as it was signed, and its PDF (rows C9, C11)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.casework.certifications import (
    CertificationLine,
    CertificationRecord,
    certification,
    certifications_of,
)
from portal.casework.certifying import DECLARATION, FORM_NAME
from portal.casework.kinds import CERTIFICATION
from portal.kernel import documents, drafts
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.provider.case_forms import found_case
from portal.web.ui import formats
from portal.web.ui.components import Column, Table


@page(Permission.READ_CASEWORK, "to see the certifications of services of a case")
@require_safe
def listed(request: WorkRequest, number: str) -> HttpResponse:
    case = found_case(number)
    context = {
        "case": case,
        "table": _table(certifications_of(case.id)),
        "draft": drafts.open_about(case.id).get(CERTIFICATION),
        "may_write": request.actor.may(Permission.WORK_CASEWORK),
        "assigned": case.assigned_on is not None,
    }
    return render(request, "provider/certification/list.html", context)


@page(Permission.READ_CASEWORK, "to see a certification of services")
@require_safe
def receipt(request: WorkRequest, number: str) -> HttpResponse:
    found = found_or_404(number)
    return render(request, "provider/certification/receipt.html", shown(found))


@page(Permission.READ_CASEWORK, "to print a certification of services")
@require_safe
def receipt_pdf(request: WorkRequest, number: str) -> HttpResponse:
    """What was signed, as it was shown; dated the day it was signed."""
    found = found_or_404(number)
    content = documents.render("submission", _document(found), on=found.line.signed_on)
    return pdf(f"{number}.pdf", content)


def found_or_404(number: str) -> CertificationRecord:
    """One in the reader's scope; opening it is a look."""
    found = certification(number)
    if found is None:
        raise Http404
    return found


def shown(found: CertificationRecord) -> dict[str, Any]:
    """The context of a page that shows one, for whoever reads it."""
    return {
        "found": found,
        "line": found.line,
        "form_name": FORM_NAME,
        "sections": found.content.shown if found.content else (),
        "months": ", ".join(formats.month(one) for one in found.line.claim_months),
        "declaration": DECLARATION,
    }


def _table(lines: list[CertificationLine]) -> Table:
    columns = [
        Column("Certification", header=True),
        Column("For"),
        Column("Days covered"),
        Column("Months claimed"),
        Column("Services", numeric=True),
        Column("Signed"),
    ]
    rows = [
        [
            formats.link(one.number, of_number("certification", one.number)),
            one.purpose_words,
            f"{formats.day(one.first_day)} to {formats.day(one.last_day)}",
            ", ".join(formats.month(month) for month in one.claim_months) or None,
            one.services,
            f"{formats.day(one.signed_on)}, {one.signed_by_name}",
        ]
        for one in lines
    ]
    return Table(
        "Certifications of services", columns, rows, empty="No services were certified in this case yet."
    )


def _document(found: CertificationRecord) -> documents.Submission:
    line = found.line
    sections: list[documents.Section] = [
        {"title": "Ticketholder", "answers": [{"name": "Name", "value": found.name}]},
        *_sections(found),
    ]
    return {
        "title": "Certification of services: what was signed",
        "form": FORM_NAME,
        "version": found.form_version,
        "number": line.number,
        "submitted_by": line.signed_by_name,
        "organisation": found.organisation_name,
        "submitted_at": line.signed_at,
        "sections": sections,
        "declarations": [DECLARATION, f"Seal of the content (SHA-256): {found.digest}"],
        "next_steps": [
            "A claim for a month that is named here rests on this certification. An analyst weighs what the services "
            "contributed."
            if line.claim_months
            else "The portal keeps this certification with the case."
        ],
    }


def _sections(found: CertificationRecord) -> list[documents.Section]:
    shown = found.content.shown if found.content else ()
    return [
        {"title": part.title, "answers": [{"name": name, "value": value} for name, value in part.rows]}
        for part in shown
    ]
