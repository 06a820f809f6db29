"""A Ticketholder's record: Ticket, assignments, earnings on record, requests, what could still be claimed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.casework.cases import numbers_of
from portal.earnings.inquiries import of_person
from portal.earnings.queries import OnRecord
from portal.kernel import drafts
from portal.payments import available, queries
from portal.payments.available import CouldClaim
from portal.payments.form import FORM, FORM_VERSION
from portal.policy.roles import Permission
from portal.tickets.queries import AssignmentLine, HolderRecord, ticketholder
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.asked_on import lacking_words
from portal.web.provider.drafting import see
from portal.web.provider.inquiry_sheet import quarter
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_SHOWN_REQUESTS = 50


@page(Permission.READ_TICKETHOLDERS, "to see a Ticketholder's record")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    holder = _holder(number)
    possible, earnings = available.open_to_claim(holder=holder)
    closed = [one for one in possible if one.month and one.decision["outcome"] == "refuse"]
    context = {
        "holder": holder,
        "assignments": _assignments(request, holder),
        "earnings": _earnings_table(request, earnings),
        "inquiries": _inquiries(request, holder.person),
        "requests": _requests_table(request, holder.person),
        "could_claim": _possible(request, [one for one in possible if one not in closed]),
        "closed": _closed(request, closed),
        "drafts": _drafts(request, holder.person),
        "may_request": request.actor.may(Permission.REQUEST_PAYMENT),
        "start": reverse("request-start", args=[number]),
        "account": reverse("holder-account", args=[number]) if _may_invite(request, holder) else "",
    }
    return TemplateResponse(request, "provider/ticketholder.html", context)


@page(Permission.REQUEST_PAYMENT, "to start a payment request")
@require_POST
def start(request: WorkRequest, number: str) -> HttpResponse:
    """A new draft for one of the organisation's assignments of this Ticketholder."""
    holder = _holder(number)
    asked = request.POST.get("ticket", "")
    chosen = next((line for line in holder.assignments if asked in ("", _key(line))), None)
    if chosen is None:
        raise Http404
    return see(reverse("draft-payments", args=[start_draft(holder.person, chosen.id)]))


def start_draft(person: UUID, assignment: UUID) -> UUID:
    """The one open draft about this assignment, or a new one: a second click does not make a second draft."""
    for line in drafts.open_drafts(FORM, person=person):
        if line.subject == assignment:
            return line.id
    opened = drafts.start(form=FORM, form_version=FORM_VERSION, person=person, subject=assignment, answers={})
    return opened.id


def _holder(number: str) -> HolderRecord:
    holder = ticketholder(number)
    if holder is None:
        raise Http404
    return holder


def _may_invite(request: WorkRequest, holder: HolderRecord) -> bool:
    """Who may invite, a Ticketholder whose Ticket is assigned here today."""
    today = request.unit.on
    held = any(line.ended_on is None or line.ended_on > today for line in holder.assignments)
    return held and request.actor.may(Permission.INVITE_TICKETHOLDERS)


def _key(line: AssignmentLine) -> str:
    """Names one of several assignments of a Ticketholder in a form."""
    return f"{line.ticket_number} {line.assigned_on.isoformat()}"


def _assignments(request: WorkRequest, holder: HolderRecord) -> list[dict[str, Any]]:
    """Assignments as the page shows them; the last day is the one before it ended."""
    own = (
        numbers_of(line.id for line in holder.assignments)
        if request.actor.may(Permission.READ_CASEWORK)
        else {}
    )
    return [
        {
            "line": line,
            "last_day": line.ended_on - timedelta(days=1) if line.ended_on else None,
            "key": _key(line),
            "case": of_number("case", own[line.id]) if line.id in own else "",
        }
        for line in holder.assignments
    ]


def _possible(request: WorkRequest, found: list[CouldClaim]) -> Table:
    """What could still be claimed and what is missing, in the order of the rules (row E8)."""
    columns = [
        Column("Payment", header=True),
        Column("Claim month"),
        Column("Amount", numeric=True),
        Column("Answer today"),
        Column("What is missing"),
    ]
    cells = [
        [
            one.kind_words,
            one.month or "Not reached yet",
            formats.money(one.amount_cents),
            formats.badge(one.decision["outcome"]) if one.month else formats.badge("todo", "Not yet"),
            lacking_words(one.decision),
        ]
        for one in found
    ]
    empty = "Nothing more can be claimed on this Ticket: all of it was asked for or paid."
    return listing.table(request, "What could still be claimed", columns, cells, empty=empty)


def _closed(request: WorkRequest, found: list[CouldClaim]) -> Table:
    """Months that were reached and cannot be paid as things stand, with the reason."""
    columns = [
        Column("Payment", header=True),
        Column("Claim month"),
        Column("Why not"),
        Column("What can be done"),
    ]
    cells = [
        [one.kind_words, one.month, one.decision["primary"]["says"], one.decision["primary"]["remedy"]]
        for one in found
    ]
    return listing.table(request, "What cannot be paid as things stand", columns, cells)


def _drafts(request: WorkRequest, person: UUID) -> list[drafts.DraftLine]:
    if not request.actor.may(Permission.REQUEST_PAYMENT):
        return []
    return drafts.open_drafts(FORM, person=person)


def _earnings_table(request: WorkRequest, rows: list[OnRecord]) -> Table:
    columns = [
        Column("Month worked", header=True),
        Column("Gross earnings", numeric=True),
        Column("Against the levels of that year"),
        Column("Employer"),
        Column("From"),
        Column("Proven"),
    ]
    cells = [
        [
            row.month,
            "Not shown to you" if row.amount_cents is None else formats.money(row.amount_cents),
            row.level_words,
            row.employer or None,
            row.source_words,
            "Yes" if row.proven else "No",
        ]
        for row in rows
    ]
    return listing.table(
        request, "Earnings on record", columns, cells, empty="No earnings are on record yet."
    )


def _inquiries(request: WorkRequest, person: UUID) -> Table | None:
    """What was asked about this Ticketholder's earnings, with the latest quarter told; None where nothing was."""
    asked = of_person(person)
    if not asked:
        return None
    may_open = request.actor.may(Permission.ASK_EARNINGS)
    columns = [
        Column("Inquiry", header=True),
        Column("Submitted"),
        Column("Answer"),
        Column("Latest quarter told"),
    ]
    cells = [
        [
            formats.link(one.number, of_number("inquiry", one.number)) if may_open else one.number,
            one.submitted_on,
            formats.lines(one.result_words, one.reason),
            formats.lines(quarter(one.quarters[-1].quarter), one.quarters[-1].words)
            if one.quarters
            else None,
        ]
        for one in asked
    ]
    return listing.table(request, "Earnings inquiries", columns, cells, empty="")


def _requests_table(request: WorkRequest, person: UUID) -> Table:
    rows = queries.requests_of(person, at_most=_SHOWN_REQUESTS)
    columns = [
        Column("Number", header=True),
        Column("Payment"),
        Column("Claim month"),
        Column("State"),
        Column("Amount", numeric=True),
        Column("Submitted"),
    ]
    cells = [
        [
            formats.link(row.number, of_number("request", row.number)),
            row.kind_words,
            row.claim_month,
            formats.badge(row.state),
            formats.money(row.amount_cents),
            row.submitted_on,
        ]
        for row in rows
    ]
    return listing.table(
        request, "Payment requests", columns, cells, empty="No payment has been asked for yet."
    )
