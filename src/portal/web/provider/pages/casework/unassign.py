"""Giving a Ticket back: why, what follows and what can still be claimed, before it is done; and the receipt (D13)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal.casework.cases import CaseLine, case
from portal.casework.services.unassign_case import foreseen
from portal.casework.services.unassign_case import unassign as take_out
from portal.kernel import documents
from portal.payments import available
from portal.policy.core import Outcome
from portal.policy.roles import Permission
from portal.policy.unassignment import REASONS, Asker
from portal.tickets.results import Unassigned
from portal.tickets.services.unassign import Asked
from portal.tickets.unassignments import UnassignmentRecord, number_of, unassignment
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.provider.forms.unassign import UnassignForm
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

FORM_NAME = "EN Unassignment Request"
FORM_VERSION = "2025-12"


@page(Permission.ASSIGN_TICKETS, "to take a Ticket out of assignment")
@require_http_methods(["GET", "HEAD", "POST"])
def unassign(request: WorkRequest, number: str) -> HttpResponse:
    """Fill in, check what follows, confirm. What was typed travels along until it is done."""
    line = _assigned(number)
    if line.ended_on is not None and line.ended_on <= request.unit.on:
        return _over(request, line)
    form = UnassignForm(request.POST or None)
    if request.method != "POST" or request.POST.get("action") == "change" or not form.is_valid():
        valid = request.method != "POST" or request.POST.get("action") == "change"
        return _form(request, line, form, 200 if valid else 422)
    asked = Asked(line.id, Asker.PROVIDER, form.cleaned_data["reason"], note=form.cleaned_data["note"])
    if request.POST.get("action") != "confirm":
        return _check(request, line, form, asked)
    answer = take_out(asked=asked)
    if isinstance(answer, Unassigned):
        return see(of_number("unassignment", answer.number))
    form.add_error(None, answer.sentence)
    return _form(request, line, form, 409)


@page(Permission.READ_CASEWORK, "to see a request that took a Ticket out of assignment")
@require_safe
def receipt(request: WorkRequest, number: str) -> HttpResponse:
    found = unassignment(number)
    if found is None:
        raise Http404
    context = {"record": found, "form_name": FORM_NAME, "claims": claims_table(request, found.assignment)}
    return render(request, "provider/casework/unassignment.html", context)


@page(Permission.READ_CASEWORK, "to print a request that took a Ticket out of assignment")
@require_safe
def receipt_pdf(request: WorkRequest, number: str) -> HttpResponse:
    found = unassignment(number)
    if found is None:
        raise Http404
    content = documents.render("submission", document(found), on=found.acted_on)
    return pdf(f"{number}.pdf", content)


def document(found: UnassignmentRecord) -> documents.Submission:
    """The request as a paper: what was asked, by whom, and what followed from it."""
    days: list[tuple[str, Any]] = [
        ("Signed on", found.signed_on),
        ("Received on", found.received_on),
        ("Asked for from", found.requested_for),
    ]
    asked = [
        ("Ticket number", found.ticket_number),
        ("Asked by", found.asker_words),
        ("Reason", found.reason_words),
        *days,
        ("Added", found.note),
    ]
    follows = [
        ("Last day assigned", found.last_day),
        ("Entered on", found.acted_on),
        ("90-day extension through", found.extended_through or "No extension"),
    ]
    return {
        "title": "Ticket taken out of assignment",
        "form": FORM_NAME,
        "version": FORM_VERSION,
        "number": found.number,
        "submitted_by": found.entered_by_name,
        "organisation": found.organisation_name,
        "submitted_at": found.entered_at,
        "sections": [
            {"title": title, "answers": [{"name": name, "value": value} for name, value in rows if value]}
            for title, rows in (("The request", asked), ("What follows", follows))
        ],
        "declarations": [],
        "next_steps": ["What can still be claimed is shown in the portal, on the Ticketholder's record."],
    }


def claims_table(request: WorkRequest, assignment: Any) -> Table:
    """What the provider can still claim on the Ticket, as things stand now."""
    columns = [
        Column("Payment", header=True),
        Column("Claim month"),
        Column("Amount", numeric=True),
        Column("Answer today"),
        Column("What is missing"),
    ]
    rows = [
        [
            one.kind_words,
            one.month,
            formats.money(one.amount_cents),
            formats.badge(one.decision["outcome"]),
            formats.lines(*one.missing) or None,
        ]
        for one in available.could_claim(assignment=assignment)
        if one.month is not None and one.decision["outcome"] != "refuse"
    ]
    return listing.table(
        request,
        "What can still be claimed",
        columns,
        rows,
        empty="As things stand, no month can still be claimed.",
    )


def _assigned(number: str) -> CaseLine:
    line = case(number)
    if line is None or line.assigned_on is None:
        raise Http404
    return line


def _over(request: WorkRequest, line: CaseLine) -> HttpResponse:
    """Where the page leads once the Ticket is out: to the request that took it out."""
    made = number_of(line.id)
    if made is not None:
        return see(of_number("unassignment", made))
    messages.info(request, "The Ticket is not assigned to your organization any more.")
    return see(of_number("case", line.number))


def _form(request: WorkRequest, line: CaseLine, form: UnassignForm, status: int) -> HttpResponse:
    context = {"case": line, "form": form, "back": of_number("case", line.number)}
    return render(request, "provider/casework/unassign.html", context, status=status)


def _check(request: WorkRequest, line: CaseLine, form: UnassignForm, asked: Asked) -> HttpResponse:
    seen = foreseen(asked=asked)
    if seen is None:
        raise Http404
    if seen.decision.outcome is not Outcome.GRANT or seen.effect is None:
        form.add_error(None, seen.decision.told or "This is not possible now.")
        return _form(request, line, form, 409)
    until = seen.effect.extended_until
    context = {
        "case": line,
        "reason": REASONS[form.cleaned_data["reason"]].words,
        "note": form.cleaned_data["note"],
        "typed": [(name, form.cleaned_data[name]) for name in form.fields],
        "effect": seen.effect,
        "last_day": seen.effect.effective_on - timedelta(days=1),
        "extended_through": until and until - timedelta(days=1),
        "claims": claims_table(request, line.id),
        "back": of_number("case", line.number),
    }
    return render(request, "provider/casework/unassign_check.html", context)
