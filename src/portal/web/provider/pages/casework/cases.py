"""The organisation's cases, open and closed, as a list and as a file; opening a new one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.casework.cases import CaseLine, Scope, all_cases, cases
from portal.casework.results import Opened
from portal.casework.services.open_case import open_case
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.provider.forms.casework import NewCaseForm
from portal.web.provider.forms.find import FindForm
from portal.web.ui import formats
from portal.web.ui.components import Column

_ORDERS = {"name": "name", "-opened": "opened", "due": "due"}
_TITLES = {Scope.OPEN: "Open cases", Scope.CLOSED: "Closed cases"}
_EMPTY = {
    Scope.OPEN: "Your organization has no open case. Open one with the first conversation.",
    Scope.CLOSED: "Your organization has closed no case.",
}
_HEADER = (
    "Name",
    "Case number",
    "Stage",
    "Opened",
    "Ticketholder number",
    "Ticket number",
    "Assigned",
    "Last day assigned",
    "Next contact due",
    "Closed",
)


@page(Permission.READ_CASEWORK, "to see the organization's open cases")
@require_safe
def opened(request: WorkRequest) -> HttpResponse:
    return _list(request, Scope.OPEN)


@page(Permission.READ_CASEWORK, "to see the organization's closed cases")
@require_safe
def closed(request: WorkRequest) -> HttpResponse:
    return _list(request, Scope.CLOSED)


@page(Permission.EXPORT_CASES, "to export the organization's open cases", fresh=True)
@require_safe
def export_opened(request: WorkRequest, kind: str) -> HttpResponse:
    return _export(request, Scope.OPEN, kind)


@page(Permission.EXPORT_CASES, "to export the organization's closed cases", fresh=True)
@require_safe
def export_closed(request: WorkRequest, kind: str) -> HttpResponse:
    return _export(request, Scope.CLOSED, kind)


@page(Permission.WORK_CASEWORK, "to open a case on a person")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: WorkRequest) -> HttpResponse:
    """The SSN travels in the body only; whose case is open already is led to it."""
    form = NewCaseForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else 422
        return render(request, "provider/casework/new.html", {"form": form}, status=status)
    answer = open_case(ssn=form.cleaned_data["ssn"], name=form.cleaned_data["name"])
    if isinstance(answer, Opened):
        return see(of_number("case", answer.number))
    form.add_error("ssn", answer.sentence)
    return render(request, "provider/casework/new.html", {"form": form}, status=422)


def _list(request: WorkRequest, scope: Scope) -> HttpResponse:
    find = listing.found(request)
    lines = cases(
        scope=scope,
        find=find,
        order=_ORDERS[_order(request)],
        page=listing.page_number(request),
        size=listing.PAGE_SIZE,
    )
    table = listing.table(
        request,
        _TITLES[scope],
        _columns(scope),
        [_row(request, line, scope) for line in lines.rows],
        order=_order(request),
        empty="No case in this list has that name or number." if find else _EMPTY[scope],
    )
    other = Scope.CLOSED if scope is Scope.OPEN else Scope.OPEN
    context = {
        "title": _TITLES[scope],
        "table": table,
        "lines": lines,
        "form": FindForm(initial={"find": find, "order": _order(request)}),
        "reset": request.path if find else "",
        "other": reverse("cases" if other is Scope.OPEN else "cases-closed"),
        "other_title": _TITLES[other],
        "exports": _exports(request, scope),
        "new": reverse("case-new"),
    }
    return TemplateResponse(request, "provider/casework/cases.html", context)


def _order(request: WorkRequest) -> str:
    """The latest opened come first where nothing else is asked for."""
    asked = request.GET.get("order", "").lstrip("-")
    return asked if asked in _ORDERS else "-opened"


def _columns(scope: Scope) -> list[Column]:
    last = Column("Next contact due", order="due") if scope is Scope.OPEN else Column("Closed")
    return [
        Column("Name", header=True, order="name"),
        Column("Case"),
        Column("Stage"),
        Column("Opened", order="opened"),
        Column("Assigned"),
        last,
    ]


def _row(request: WorkRequest, line: CaseLine, scope: Scope) -> list[Any]:
    return [
        formats.link(line.name, of_number("case", line.number)),
        line.number,
        line.stage.value,
        line.opened_on,
        line.assigned_on,
        _due(request, line) if scope is Scope.OPEN else line.closed_on,
    ]


def _due(request: WorkRequest, line: CaseLine) -> Any:
    due = line.contact_due_on
    if due is None or request.unit.on <= due:
        return due
    return formats.lines(formats.day(due), formats.badge("overdue"))


def _exports(request: WorkRequest, scope: Scope) -> list[tuple[str, str]]:
    if not request.actor.may(Permission.EXPORT_CASES):
        return []
    return listing.export_links("cases-export" if scope is Scope.OPEN else "cases-closed-export", request)


def _export(request: WorkRequest, scope: Scope, kind: str) -> HttpResponse:
    lines = all_cases(scope=scope, find=listing.found(request), order=_ORDERS[_order(request)])
    name = "open-cases" if scope is Scope.OPEN else "closed-cases"
    return listing.export(kind, name, _HEADER, [_exported(line) for line in lines])


def _exported(line: CaseLine) -> list[Any]:
    return [
        line.name,
        line.number,
        line.stage.value,
        line.opened_on,
        line.person_number,
        line.ticket_number,
        line.assigned_on,
        line.last_day,
        line.contact_due_on,
        line.closed_on,
    ]
