"""Cost-reimbursement cases of a State VR agency: the list and its file, finding one by SSN, the record (row C6)."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal.casework.agency.cases import (
    Recording,
    Scope,
    VrLine,
    VrRecord,
    case_of_person,
    vr_case,
    vr_cases,
)
from portal.casework.agency.windows import WINDOWS, ending_soon
from portal.payments.cost_claims import costs_of_case
from portal.policy.roles import Permission
from portal.tickets.services.look_up import Miss, TooMany, by_ssn
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.cost_table import costs_table
from portal.web.provider.drafting import see
from portal.web.provider.forms.agency import FindCaseForm
from portal.web.provider.forms.find import SsnForm
from portal.web.ui import formats
from portal.web.ui.components import Column, Event

NO_CASE = "That person has no cost-reimbursement case with your agency."
_TITLES = {
    Scope.OPEN: "Open cost-reimbursement cases",
    Scope.CLOSED: "Closed cost-reimbursement cases",
    Scope.CHANGED: "Cases changed to an assignment",
    Scope.ALL: "All cost-reimbursement cases",
}
_EMPTY = {
    Scope.OPEN: "Your agency has no open cost-reimbursement case. Form SSA-1365 opens one from a case file.",
    Scope.CLOSED: "Your agency has closed no cost-reimbursement case.",
    Scope.CHANGED: "No case of your agency was changed to an assignment.",
    Scope.ALL: "Your agency has no cost-reimbursement case yet.",
}
_HEADER = (
    "Name",
    "Case number",
    "State",
    "IPE signed",
    "Opened",
    "Last day to change",
    "Closed",
    "Closed as",
    "Changed on",
    "Case file",
)


@page(Permission.READ_VR_CASES, "to see the agency's cost-reimbursement cases")
@require_safe
def listed(request: WorkRequest) -> HttpResponse:
    scope, find = _scope(request), listing.found(request)
    lines = vr_cases(scope=scope, find=find, page=listing.page_number(request), size=listing.PAGE_SIZE)
    table = listing.table(
        request,
        _TITLES[scope],
        _columns(scope),
        [_row(line) for line in lines.rows],
        empty="No case in this list has that name or number." if find else _EMPTY[scope],
    )
    context = {
        "title": _TITLES[scope],
        "table": table,
        "lines": lines,
        "form": FindCaseForm(initial={"find": find, "scope": scope.value}),
        "reset": f"{request.path}?scope={scope}" if find else "",
        "others": [(_TITLES[one], f"{request.path}?scope={one}") for one in Scope if one is not scope],
        "exports": _exports(request),
    }
    return render(request, "provider/agency/cases.html", context)


@page(Permission.EXPORT_VR_CASES, "to export the agency's cost-reimbursement cases", fresh=True)
@require_safe
def export(request: WorkRequest, kind: str) -> HttpResponse:
    scope = _scope(request)
    lines = vr_cases(scope=scope, find=listing.found(request), size=listing.WHOLE)
    return listing.export(kind, f"vr-cases-{scope}", _HEADER, [_exported(line) for line in lines.rows])


@page(Permission.READ_VR_CASES, "to find a cost-reimbursement case by Social Security number")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: WorkRequest) -> HttpResponse:
    """The SSN travels in the body only; whoever has no case with the agency is one answer."""
    form = SsnForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else 422
        return render(request, "provider/agency/find.html", {"form": form}, status=status)
    answer = by_ssn(form.cleaned_data["ssn"], case_of_person)
    match answer:
        case str():
            return see(of_number("vr-case", answer))
        case TooMany(sentence):
            form.add_error("ssn", sentence)
        case Miss():
            form.add_error("ssn", NO_CASE)
    return render(request, "provider/agency/find.html", {"form": form}, status=422)


@page(Permission.READ_VR_CASES, "to see which cases' 90 days end soon")
@require_safe
def windows(request: WorkRequest) -> HttpResponse:
    lines = ending_soon(page=listing.page_number(request), size=listing.PAGE_SIZE)
    columns = [
        Column("Name", header=True),
        Column("Case"),
        Column("IPE signed"),
        Column("Last day to change"),
    ]
    cells = [
        [
            formats.link(line.name, of_number("vr-case", line.number)),
            line.number,
            line.ipe_signed_on,
            line.last_day,
        ]
        for line in lines.rows
    ]
    table = listing.table(request, WINDOWS.title, columns, cells, empty=WINDOWS.empty)
    context = {"title": WINDOWS.title, "table": table, "lines": lines}
    return render(request, "provider/agency/windows.html", context)


@page(Permission.READ_VR_CASES, "to see a cost-reimbursement case")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    found = vr_case_or_404(number)
    line, may = found.line, request.actor.may(Permission.WORK_VR_CASES)
    last = line.change_until
    context = {
        "vr": found,
        "line": line,
        "events": [_event(one, before) for one, before in _with_before(found.recordings)],
        "extension_over": found.extended_through is not None and found.extended_through < request.unit.on,
        "may_close": may and line.state == Scope.OPEN,
        "may_change": may and last is not None and request.unit.on <= last and line.case_number is not None,
        "may_correct": may and line.state == Scope.CLOSED,
        "costs": costs_table("Claims of costs", costs_of_case(line.number)),
        "may_claim": request.actor.may(Permission.CLAIM_COSTS) and line.state != Scope.CHANGED,
        "window_over": last is not None and request.unit.on > last,
    }
    return render(request, "provider/agency/case.html", context)


def vr_case_or_404(number: str) -> VrRecord:
    """The agency's case of this number; 404 outside its scope."""
    found = vr_case(number)
    if found is None:
        raise Http404
    return found


def seen_in(request: WorkRequest) -> UUID:
    """The recording a page was sent from; one that cannot be read was never made."""
    try:
        return UUID(request.POST.get("seen", ""))
    except ValueError:
        return uuid4()


def _scope(request: WorkRequest) -> Scope:
    asked = request.GET.get("scope", "")
    return Scope(asked) if asked in list(Scope) else Scope.OPEN


def _columns(scope: Scope) -> list[Column]:
    last = {
        Scope.OPEN: "Last day to change",
        Scope.CLOSED: "Closed",
        Scope.CHANGED: "Changed on",
        Scope.ALL: "What comes next, or came",
    }
    names = ("Case", "State", "IPE signed", "Opened", last[scope])
    return [Column("Name", header=True), *(Column(name) for name in names)]


def _row(line: VrLine) -> list[Any]:
    after = line.changed_on or line.closed_on or line.change_until
    state = formats.badge(line.state)
    return [
        formats.link(line.name, of_number("vr-case", line.number)),
        line.number,
        formats.lines(state, line.employed_words) if line.employed_words else state,
        line.ipe_signed_on,
        line.opened_on,
        after,
    ]


def _exports(request: WorkRequest) -> list[tuple[str, str]]:
    if not request.actor.may(Permission.EXPORT_VR_CASES):
        return []
    return listing.export_links("vr-cases-export", request)


def _exported(line: VrLine) -> list[Any]:
    return [
        line.name,
        line.number,
        line.state,
        line.ipe_signed_on,
        line.opened_on,
        line.change_until,
        line.closed_on,
        line.employed_words,
        line.changed_on,
        line.case_number,
    ]


def _with_before(recordings: tuple[Recording, ...]) -> list[tuple[Recording, Recording | None]]:
    return list(zip(recordings, (None, *recordings[:-1]), strict=True))


def _event(one: Recording, before: Recording | None) -> Event:
    if before is None:
        title = "The case was opened" if one.closed_on is None else _closing("The case was closed", one)
    elif one.changed_on is not None:
        title = f"Changed to an assignment from {formats.day(one.changed_on)}"
    elif one.closed_on is None:
        title = "The closing was taken back: the case is open"
    else:
        title = _closing(
            "The case was closed" if before.closed_on is None else "The closing was corrected", one
        )
    return Event(title, one.at, one.by_name)


def _closing(what: str, one: Recording) -> str:
    how = "" if one.employed is None else ", employed" if one.employed else ", not employed"
    return f"{what}: {formats.day(one.closed_on)}{how}"
