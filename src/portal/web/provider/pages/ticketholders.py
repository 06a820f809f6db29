"""The Ticketholders assigned to the organisation, now and formerly."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel.paging import Page
from portal.payments import holders
from portal.payments.holders import HolderLine
from portal.policy.roles import Permission
from portal.tickets.queries import Scope
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.forms.find import FindForm
from portal.web.ui import formats
from portal.web.ui.components import Column

_ORDERS = {"name": "name", "-assigned": "assigned"}
_TITLES = {
    Scope.NOW: "Ticketholders assigned to us now",
    Scope.FORMER: "Ticketholders formerly assigned to us",
}
_EMPTY = {
    Scope.NOW: "No Ticket is assigned to your organization now.",
    Scope.FORMER: "No Ticket was assigned to your organization in the past.",
}
_HEADER = (
    "Name",
    "Ticketholder number",
    "Ticket number",
    "Payment system",
    "Assigned",
    "Last day assigned",
    "Last payment",
    "Last payment month",
    "Last payment amount",
    "Next payment available",
)


@page(Permission.READ_TICKETHOLDERS, "to see the Ticketholders assigned to the organization now")
@require_safe
def now(request: WorkRequest) -> HttpResponse:
    return _list(request, Scope.NOW)


@page(Permission.READ_TICKETHOLDERS, "to see the Ticketholders formerly assigned to the organization")
@require_safe
def former(request: WorkRequest) -> HttpResponse:
    return _list(request, Scope.FORMER)


@page(Permission.EXPORT_LISTS, "to export the Ticketholders assigned to the organization now", fresh=True)
@require_safe
def export_now(request: WorkRequest, kind: str) -> HttpResponse:
    return _export(request, Scope.NOW, kind)


@page(
    Permission.EXPORT_LISTS, "to export the Ticketholders formerly assigned to the organization", fresh=True
)
@require_safe
def export_former(request: WorkRequest, kind: str) -> HttpResponse:
    return _export(request, Scope.FORMER, kind)


def _list(request: WorkRequest, scope: Scope) -> HttpResponse:
    lines = _lines(request, scope, listing.page_number(request), listing.PAGE_SIZE)
    find = listing.found(request)
    rows = [_row(line, scope) for line in lines.rows]
    table = listing.table(
        request,
        _TITLES[scope],
        _columns(scope),
        rows,
        order=_order(request),
        empty="Nobody in this list has that name or number." if find else _EMPTY[scope],
    )
    context = {
        "title": _TITLES[scope],
        "table": table,
        "lines": lines,
        "form": FindForm(initial={"find": find, "order": _order(request)}),
        "find": find,
        "reset": request.path if find else "",
        "other": reverse("ticketholders" if scope is Scope.FORMER else "ticketholders-former"),
        "other_title": _TITLES[Scope.NOW if scope is Scope.FORMER else Scope.FORMER],
        "exports": _exports(request, scope),
        "may_request": request.actor.may(Permission.REQUEST_PAYMENT),
    }
    return TemplateResponse(request, "provider/ticketholders.html", context)


def _lines(request: WorkRequest, scope: Scope, number: int, size: int) -> Page[HolderLine]:
    order = _ORDERS[_order(request)]
    return holders.holders(scope=scope, find=listing.found(request), order=order, page=number, size=size)


def _order(request: WorkRequest) -> str:
    """The latest assigned come first where nothing else is asked for."""
    return "name" if request.GET.get("order", "").lstrip("-") == "name" else "-assigned"


def _columns(scope: Scope) -> list[Column]:
    dates = [Column("Assigned", order="assigned")]
    if scope is Scope.FORMER:
        dates.append(Column("Last day"))
    return [
        Column("Name", header=True, order="name"),
        Column("Ticketholder"),
        Column("Payment system"),
        *dates,
        Column("Last payment"),
        Column("Next available"),
    ]


def _row(line: HolderLine, scope: Scope) -> list[Any]:
    holder, last = line.holder, line.last_payment
    link = formats.link(holder.name, of_number("ticketholder", holder.number))
    dates: list[Any] = [holder.assignment.assigned_on]
    if scope is Scope.FORMER:
        dates.append(holder.assignment.ended_on and holder.assignment.ended_on - timedelta(days=1))
    paid = (
        f"{last.kind_words}, {formats.month(last.month)}, {formats.money(last.amount_cents)}"
        if last
        else None
    )
    return [link, holder.number, holder.assignment.system_words, *dates, paid, line.next_words]


def _exports(request: WorkRequest, scope: Scope) -> list[tuple[str, str]]:
    if not request.actor.may(Permission.EXPORT_LISTS):
        return []
    name = "ticketholders-export" if scope is Scope.NOW else "ticketholders-former-export"
    return listing.export_links(name, request)


def _export(request: WorkRequest, scope: Scope, kind: str) -> HttpResponse:
    lines = _lines(request, scope, 1, listing.WHOLE)
    name = "ticketholders-assigned-now" if scope is Scope.NOW else "ticketholders-formerly-assigned"
    return listing.export(kind, name, _HEADER, [_exported(line) for line in lines.rows])


def _exported(line: HolderLine) -> list[Any]:
    holder, last = line.holder, line.last_payment
    ended = holder.assignment.ended_on
    return [
        holder.name,
        holder.number,
        holder.assignment.ticket_number,
        holder.assignment.system_words,
        holder.assignment.assigned_on,
        ended and ended - timedelta(days=1),
        last.kind_words if last else None,
        str(last.month) if last else None,
        last.amount_cents / 100 if last else None,
        line.next_words,
    ]
