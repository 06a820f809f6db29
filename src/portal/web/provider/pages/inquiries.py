"""Earnings inquiries of a provider: its list, one of them with its answer, and the form as a PDF (row C4)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.earnings.inquiries import AskedAbout, InquiryRecord, OfPerson, inquiries, inquiry
from portal.earnings.moves import State
from portal.earnings.services.inquire import FORM, FORM_NAME, start
from portal.kernel import documents, drafts
from portal.kernel.results import NotAllowed
from portal.policy.inquiry import next_available_on, quarters_told
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.provider.inquiry_sheet import quarter
from portal.web.ui import formats
from portal.web.ui.components import Column, Event, Table

_NEXT = "The program manager answers in the portal. We tell you by mail when the answer is there."
_PERSON = Permission.ASK_EARNINGS


@page(_PERSON, "to see what was asked about earnings")
@require_safe
def listed(request: WorkRequest) -> HttpResponse:
    lines = inquiries(page=listing.page_number(request), size=listing.PAGE_SIZE)
    columns = [
        Column("Inquiry", header=True),
        Column("Ticketholders", numeric=True),
        Column("Submitted"),
        Column("Submitted by"),
        Column("State"),
    ]
    cells = [
        [
            formats.link(one.number, of_number("inquiry", one.number)),
            one.people,
            one.submitted_on,
            one.submitted_by_name,
            _badge(one.state, one.state_words),
        ]
        for one in lines.rows
    ]
    told = quarters_told(request.unit.on)
    context = {
        "lines": lines,
        "table": listing.table(
            request, "Earnings inquiries", columns, cells, empty="Your organization has not asked yet."
        ),
        "drafts": drafts.open_drafts(FORM),
        "first": quarter(told[0]),
        "last": quarter(told[-1]),
        "next_on": next_available_on(request.unit.on),
    }
    return render(request, "provider/inquiries/list.html", context)


@page(_PERSON, "to begin an earnings inquiry")
@require_POST
def begin(request: WorkRequest) -> HttpResponse:
    answer = start()
    if isinstance(answer, NotAllowed):
        messages.error(request, answer.sentence)
        return see(reverse("inquiries"))
    return see(reverse("inquiry-people", args=[answer]))


@page(_PERSON, "to read an earnings inquiry and its answer")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    """The confirmation while it waits, the answer once it is there."""
    found = _found(number)
    context = {
        "found": found,
        "line": found.line,
        "form_name": FORM_NAME,
        "answered": found.line.state == State.ANSWERED,
        "rows": [(one, quarters_table(one), months_table(one)) for one in found.rows],
        "events": events(found),
        "pdf": of_number("inquiry-pdf", number),
        "next_step": _NEXT,
    }
    return render(request, "provider/inquiries/record.html", context)


@page(_PERSON, "to print an earnings inquiry")
@require_safe
def form_pdf(request: WorkRequest, number: str) -> HttpResponse:
    """What was submitted, as it was shown; dated the day it was submitted."""
    found = _found(number)
    content = documents.render("submission", _document(found), on=found.line.submitted_on)
    return pdf(f"{number}.pdf", content)


def quarters_table(row: AskedAbout | OfPerson) -> Table | None:
    """What is told of each quarter; None where nothing is."""
    if not row.quarters:
        return None
    columns = [
        Column("Quarter", header=True),
        Column("Wages on record"),
        Column("Three times SGA", numeric=True),
    ]
    cells = [
        [
            quarter(one.quarter),
            one.words,
            "Not loaded" if one.level_cents is None else formats.money(one.level_cents),
        ]
        for one in reversed(row.quarters)
    ]
    return Table("Quarters", columns, cells)


def months_table(row: AskedAbout) -> Table | None:
    """The months on record in those quarters, as far as this provider may know them."""
    if not row.months:
        return None
    columns = [
        Column("Month worked", header=True),
        Column("Gross earnings", numeric=True),
        Column("Against the levels of that year"),
        Column("From"),
    ]
    cells = [
        [
            formats.month(one["month"]),
            "Not shown to you" if one["amount_cents"] is None else formats.money(one["amount_cents"]),
            one["level"],
            one["source"],
        ]
        for one in row.months
    ]
    return Table("Months", columns, cells)


def events(found: InquiryRecord) -> list[Event]:
    """What was done with it, and what comes next."""
    line = found.line
    answered = line.state == State.ANSWERED
    done = [
        Event("Submitted", found.submitted_at, line.submitted_by_name, state="done" if answered else "now")
    ]
    if answered:
        return [*done, Event("Answered", line.answered_at, found.answered_by_name, state="now")]
    return [*done, Event("The program manager answers", state="next")]


def _badge(state: str, words: str) -> Any:
    return formats.badge("held" if state == State.ANSWERED else "submitted", words.capitalize())


def _found(number: str) -> InquiryRecord:
    found = inquiry(number, answered_only=True)
    if found is None:
        raise Http404
    return found


def _document(found: InquiryRecord) -> documents.Submission:
    line = found.line
    sections: list[documents.Section] = [
        {
            "title": "Organization",
            "answers": [
                {"name": "EN name", "value": line.organisation_name},
                {"name": "EIN", "value": found.ein},
                {"name": "Submitter's title", "value": found.title or "Not on record"},
            ],
        },
        *(
            documents.Section(
                title=f"Ticketholder {one.line}",
                answers=[{"name": name, "value": value} for name, value in one.shown],
            )
            for one in found.rows
        ),
    ]
    return {
        "title": f"{FORM_NAME}: what was submitted",
        "form": FORM_NAME,
        "version": found.form_version,
        "number": line.number,
        "submitted_by": line.submitted_by_name,
        "organisation": line.organisation_name,
        "submitted_at": found.submitted_at,
        "sections": sections,
        "declarations": [],
        "next_steps": [_NEXT],
    }
