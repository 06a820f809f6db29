"""One payment request: where it stands, why, what was shown when it was submitted, what can be done."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from portal.kernel import documents, files
from portal.kernel.files import NotClean
from portal.payments.reconsidering import may_ask
from portal.payments.record import RequestRecord, Step, request_record
from portal.payments.run_queries import paid_with
from portal.policy.core import Month
from portal.policy.reconsideration import last_day
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.provider import notices
from portal.web.ui import formats
from portal.web.ui.components import Column, Event, Table

ENDED = frozenset({"denied", "withdrawn", "paid", "reversed"})
_PAID = frozenset({"released", "paid"})
_MOVE_URLS = {"answer": "request-answer", "withdraw": "request-withdraw"}
_RECONSIDER = "ask-reconsideration"


@page(Permission.READ_REQUESTS, "to see a payment request")
@require_safe
def request(request: WorkRequest, number: str) -> HttpResponse:
    record = record_or_404(number)
    moves = {
        move.name: reverse(_MOVE_URLS[move.name], args=[number])
        for move in record.moves
        if move.name in _MOVE_URLS
    }
    context = {
        "record": record,
        "row": record.row,
        "events": _events(record),
        "due": _due(request, record),
        "moves": moves,
        "shown_at_submit": _shown_at_submit(record.earnings_shown),
        "as_of": record.earnings_shown.get("as_of", ""),
        "document": _document_link(record),
        "paid_with": paid_with(record.request.pk) if record.row.state in _PAID else None,
        "returned": asked_for(record.timeline) if record.row.state == "waiting-for-information" else None,
        "again": _reconsideration(record),
    }
    return render(request, "provider/request.html", context)


@page(Permission.READ_REQUESTS, "to print a decision on a payment request")
@require_safe
def decision_pdf(request: WorkRequest, number: str) -> HttpResponse:
    """The denial notice or the approval, dated the day it was decided; 404 while nothing is decided."""
    record = record_or_404(number)
    made = notices.document(record)
    if made is None or record.row.decided_on is None:
        raise Http404
    template, data = made
    return pdf(f"{number}-{template}.pdf", documents.render(template, data, on=record.row.decided_on))


@page(Permission.READ_REQUESTS, "to open a file of a payment request")
@require_safe
def file(request: WorkRequest, number: str) -> HttpResponse:
    """A clean file; one that is not clean is named with its state, never given."""
    found = files.content(number)
    if found is None:
        raise Http404
    if isinstance(found, NotClean):
        return render(request, "provider/file_not_clean.html", {"sentence": found.sentence}, status=409)
    response = HttpResponse(found.data, content_type=found.media_type)
    response.headers["Content-Disposition"] = _attachment(found.name, number)
    return response


def record_or_404(number: str) -> RequestRecord:
    """The request in the reader's scope."""
    record = request_record(number)
    if record is None:
        raise Http404
    return record


def _attachment(name: str, number: str) -> str:
    """The file under its number: the name a person gave it may hold personal data and goes into no download list."""
    suffix = name.rpartition(".")[2].lower()
    ending = f".{suffix}" if suffix.isascii() and suffix.isalnum() and len(suffix) < 6 else ""
    return f'attachment; filename="{number}{ending}"'


def _reconsideration(record: RequestRecord) -> dict[str, Any] | None:
    """Whether a denial can be reconsidered: until when and where, or why not; None where it is not denied."""
    denied_on = record.row.decided_on
    if record.row.state != "denied" or denied_on is None:
        return None
    decision = may_ask(record.request)
    if decision.primary is not None:
        test = decision.primary.test
        refused = f"This denial cannot be reconsidered, because this does not hold: {test.says}"
        return {"refused": refused, "remedy": test.remedy}
    may = any(move.name == _RECONSIDER for move in record.moves)
    url = reverse("request-reconsider", args=[record.row.number]) if may else ""
    return {"until": last_day(denied_on), "url": url}


def _events(record: RequestRecord) -> list[Event]:
    """The timeline, with the next step and its date as its last line."""
    events = [
        Event(capfirst(step.to_words), step.at, step.by_name, step.note, "done") for step in record.timeline
    ]
    row = record.row
    if row.state in ENDED:
        return events
    by = f"By {formats.day(row.next_by)}" if row.next_by else ""
    return [*events, Event(row.next_step, by, "", "", "next")]


def _due(request: WorkRequest, record: RequestRecord) -> dict[str, Any] | None:
    if record.row.next_by is None or record.row.state in ENDED:
        return None
    return {"on": record.row.next_by, "overdue": record.row.next_by < request.unit.on}


def asked_for(timeline: tuple[Step, ...]) -> Step | None:
    """The step that last asked the provider for something."""
    return next((step for step in reversed(timeline) if step.to_state == "waiting-for-information"), None)


def _shown_at_submit(kept: dict[str, Any]) -> Table:
    """What the portal said about the earnings on the day of the submission (row J6)."""
    columns = [
        Column("Month worked", header=True),
        Column("Gross earnings", numeric=True),
        Column("Against the levels of that year"),
        Column("From"),
        Column("Proven"),
    ]
    rows = [
        [
            Month.parse(line["month"]),
            "Not shown to you" if line["amount_cents"] is None else formats.money(line["amount_cents"]),
            line["level"],
            line["source"],
            "Yes" if line["proven"] else "No",
        ]
        for line in kept.get("earnings", ())
    ]
    return Table(
        caption="Earnings on record when you submitted",
        columns=columns,
        rows=rows,
        empty="No earnings were on record for the claim month.",
        caption_hidden=True,
    )


def _document_link(record: RequestRecord) -> dict[str, str] | None:
    made = notices.kind(record)
    if not made:
        return None
    label = "Denial notice" if made == "denial-notice" else "Decision"
    return {"label": label, "url": reverse("request-decision", args=[record.row.number])}
