"""The organisation's payment requests: by state, by number, and those that wait for an answer."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel.numbers import read_number
from portal.kernel.paging import Page
from portal.payments import queries
from portal.payments.moves import STATE_WORDS
from portal.payments.rows import RequestRow
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.forms.find import FindForm
from portal.web.ui import formats
from portal.web.ui.components import Column

# Of a payment that nobody asked for, in the list and its export (row K6).
FOUND = "found by the sweep"
_HEADER = (
    "Number",
    "Name",
    "Ticketholder number",
    "Payment",
    "Claim month",
    "State",
    "Amount",
    "Submitted",
    "Decided",
    "Denial code",
    "Next step",
    "Next step by",
    "Asked for",
)


@page(Permission.READ_REQUESTS, "to see the organization's payment requests")
@require_safe
def requests(request: WorkRequest) -> HttpResponse:
    """A whole number in the find box leads straight to its request, where the reader has one of that number."""
    find = listing.found(request)
    states = queries.states()
    total = sum(one.count for one in states if _state(request) in ("", one.state))
    lines = _lines(request, listing.page_number(request), listing.PAGE_SIZE, total)
    if len(lines.rows) == 1 and read_number(find) == lines.rows[0].number:
        return HttpResponseRedirect(reverse("request", args=[lines.rows[0].number]))
    context = {
        "table": listing.table(
            request,
            "Payment requests",
            _COLUMNS,
            [_row(line) for line in lines.rows],
            empty="No payment request matches."
            if find or _state(request)
            else "No payment has been asked for yet.",
        ),
        "lines": lines,
        "form": FindForm(initial={"find": find, "state": _state(request)}),
        "find": find,
        "state": _state(request),
        "states": _filters(request, states),
        "reset": request.path if request.GET else "",
        "exports": _exports(request),
        "may_request": request.actor.may(Permission.REQUEST_PAYMENT),
    }
    return render(request, "provider/requests.html", context)


@page(Permission.REQUEST_PAYMENT, "to see the payment requests that wait for an answer")
@require_safe
def to_answer(request: WorkRequest) -> HttpResponse:
    """The worklist of requests that were sent back, by due date."""
    lines = queries.returned(page=listing.page_number(request), size=listing.PAGE_SIZE)
    columns = [
        Column("Number", header=True),
        Column("Name"),
        Column("Payment"),
        Column("Claim month"),
        Column("Answer by"),
        Column("Main reason"),
    ]
    rows = [
        [
            formats.link(line.request.number, reverse("request", args=[line.request.number])),
            line.request.name,
            line.request.kind_words,
            line.request.claim_month,
            formats.badge("overdue", f"Overdue: {formats.day(line.duty.due_on)}")
            if line.overdue
            else line.duty.due_on,
            line.primary,
        ]
        for line in lines.rows
    ]
    table = listing.table(
        request, "Waiting for your answer", columns, rows, empty="No request waits for your answer."
    )
    return render(request, "provider/to_answer.html", {"table": table, "lines": lines})


@page(Permission.EXPORT_LISTS, "to export the organization's payment requests", fresh=True)
@require_safe
def export(request: WorkRequest, kind: str) -> HttpResponse:
    lines = _lines(request, 1, listing.WHOLE)
    return listing.export(kind, "payment-requests", _HEADER, [_exported(line) for line in lines.rows])


_COLUMNS = [
    Column("Number", header=True),
    Column("Name"),
    Column("Payment"),
    Column("Claim month"),
    Column("State"),
    Column("Amount", numeric=True),
    Column("Submitted"),
    Column("Next step by"),
]


def _state(request: WorkRequest) -> str:
    asked = request.GET.get("state", "")
    return asked if asked in STATE_WORDS else ""


def _lines(request: WorkRequest, number: int, size: int, total: int | None = None) -> Page[RequestRow]:
    state, find = _state(request), listing.found(request)
    return queries.requests(state=state, find=find, page=number, size=size, total=total)


def _row(line: RequestRow) -> list[Any]:
    return [
        formats.link(line.number, of_number("request", line.number)),
        formats.link(line.name, of_number("ticketholder", line.person_number)),
        formats.lines(line.kind_words, FOUND) if line.by_sweep else line.kind_words,
        line.claim_month,
        formats.badge(line.state),
        formats.money(line.amount_cents),
        line.submitted_on,
        line.next_by,
    ]


def _filters(request: WorkRequest, states: list[queries.StateCount]) -> list[dict[str, Any]]:
    """All states that have requests, each a link that keeps the text in the find box."""
    find = request.GET.copy()
    find.pop("page", None)
    found = []
    for state in [queries.StateCount("", "All", sum(one.count for one in states)), *states]:
        if not state.count and state.state != _state(request):
            continue
        find["state"] = state.state
        chosen = state.state == _state(request)
        found.append(
            {"words": state.words, "count": state.count, "url": f"?{find.urlencode()}", "chosen": chosen}
        )
    return found


def _exports(request: WorkRequest) -> list[tuple[str, str]]:
    return (
        listing.export_links("requests-export", request) if request.actor.may(Permission.EXPORT_LISTS) else []
    )


def _exported(line: RequestRow) -> list[Any]:
    return [
        line.number,
        line.name,
        line.person_number,
        line.kind_words,
        str(line.claim_month),
        line.state_words,
        None if line.amount_cents is None else line.amount_cents / 100,
        line.submitted_on,
        line.decided_on,
        line.denial_code,
        line.next_step,
        line.next_by,
        FOUND if line.by_sweep else "by your organization",
    ]
