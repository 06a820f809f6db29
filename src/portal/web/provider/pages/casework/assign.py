"""Assigning a Ticket from a signed plan: entered today or on day 15, side by side, before it is saved (D6, K3)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal.casework.assigning import ready
from portal.casework.cases import CaseLine, case
from portal.casework.services.assign_case import assign_case
from portal.policy.assignment import Projection, if_entered, last_day_in_time
from portal.policy.roles import Permission
from portal.policy.signatures import SignatureFacts
from portal.tickets.results import Assigned
from portal.tickets.services.assign import foresee
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_HEADS = ["If entered today", "If entered on day 15"]
NOT_PROTECTED = "Not until it is put back in use"


@page(Permission.ASSIGN_TICKETS, "to assign a Ticket from a signed plan")
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: WorkRequest, number: str) -> HttpResponse:
    line = case(number)
    if line is None:
        raise Http404
    if line.assigned_on is not None:
        messages.info(request, f"The Ticket of this case is assigned since {formats.day(line.assigned_on)}.")
        return see(of_number("case", number))
    if request.method != "POST":
        return _page(request, line)
    answer = assign_case(case=line.id)
    if isinstance(answer, Assigned):
        messages.success(request, _done(answer))
        return see(of_number("case", number))
    return _page(request, line, refused=answer.sentence, status=409)


def _done(answer: Assigned) -> str:
    base = f" Payments count from {formats.day(answer.payment_base_on)}." if answer.late else ""
    return f"The Ticket is assigned to your organization from {formats.day(answer.assigned_on)}.{base}"


def _page(request: WorkRequest, line: CaseLine, *, refused: str = "", status: int = 200) -> HttpResponse:
    found = ready(line.id)
    signed = found.plan.facts.signatures if found else None
    foreseen = foresee(plan=found.plan) if found else None
    context: dict[str, Any] = {
        "case": line,
        "found": found,
        "refused": refused,
        "back": of_number("case", line.number),
        "foreseen": foreseen,
        "signatures": _signatures(signed),
        **projected(
            request,
            signed,
            found.came_in_on if found else None,
            protects=foreseen is None or foreseen.protects,
        ),
    }
    return render(request, "provider/casework/assign.html", context, status=status)


def _signatures(signed: SignatureFacts | None) -> list[tuple[str, date | None]]:
    if signed is None:
        return []
    return [
        ("The Ticketholder signed on", signed.holder.signed_on if signed.holder else None),
        ("Your representative signed on", signed.provider.signed_on if signed.provider else None),
    ]


def projected(
    request: WorkRequest,
    signed: SignatureFacts | None,
    came_in_on: date | None = None,
    *,
    protects: bool = True,
) -> dict[str, Any]:
    """Both columns, once both have signed; a date in the future projects nothing.

    A plan that came in on paper is entered from that day, whenever it is assigned.
    """
    if signed is None or signed.holder is None or signed.provider is None:
        return {}
    days = (signed.provider.signed_on, signed.holder.signed_on)
    if max(days) > request.unit.on:
        return {}
    today, late = if_entered(*days, came_in_on or request.unit.on)
    shown, heads = [today] if today.late else [today, late], _HEADS
    if came_in_on is not None:
        shown, heads = [today], [f"Entered on {formats.day(came_in_on)}, when it came in on paper"]
    return {
        "today": today,
        "last_in_time": last_day_in_time(today.assigned_on),
        "protects": protects,
        "projection": _table(request, shown, heads, protects),
    }


def _table(request: WorkRequest, projections: list[Projection], heads: list[str], protects: bool) -> Table:
    columns = [Column("What follows", header=True)] + [Column(head) for head in heads[: len(projections)]]
    rows: list[tuple[str, list[Any]]] = [
        ("Entered on", [one.entered_on for one in projections]),
        ("Days after the last signature", [one.days_after_signature for one in projections]),
        ("Assignment date", [one.assigned_on for one in projections]),
        (
            "Protected from a medical review from",
            [one.protected_from if protects else NOT_PROTECTED for one in projections],
        ),
        ("Payments count from", [one.payment_base_on for one in projections]),
        ("First month that can be paid", [one.first_payable_month for one in projections]),
        ("First progress review covers", [_months(one, 0) for one in projections]),
        ("Second progress review covers", [_months(one, 1) for one in projections]),
    ]
    return listing.table(
        request, "What follows from the day of entry", columns, [[name, *cells] for name, cells in rows]
    )


def _months(one: Projection, which: int) -> str:
    first, last = one.progress[which]
    return f"{formats.month(first)} to {formats.month(last)}"
