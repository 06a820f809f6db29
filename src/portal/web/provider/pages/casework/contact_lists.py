"""The lists of a counsellor's morning: contacts due, attempts, Tickets to give up, stale ones, goals' dates."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.casework import worklists
from portal.casework.worklists import LISTS, ContactLine
from portal.kernel.paging import Page
from portal.kernel.worklist import Worklist
from portal.policy.contact_phase import Phase
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.ui import formats
from portal.web.ui.components import Column
from portal.web.ui.tables import with_query


class _Shown(NamedTuple):
    """What a list's date is called, what its page says above it, and its last column."""

    tab: str
    date: str
    lead: str
    last: str
    value: Callable[[ContactLine], Any]


_PHASES = {Phase.INITIAL: "Initial", Phase.ONGOING: "Ongoing"}
_PAGES = {
    "contacts-due": _Shown(
        "Contacts due",
        "Contact due",
        "A month after the last two-way contact, or three in ongoing support.",
        "Unassign by",
        lambda line: line.unassign_by,
    ),
    "contacts-attempts": _Shown(
        "Attempts",
        "Last day for three attempts",
        "An attempt was not answered. Try again, in another way if you can.",
        "Attempts made",
        lambda line: "" if line.attempts is None else f"{line.attempts}, {line.missing} missing",
    ),
    "contacts-unassign": _Shown(
        "Unassign",
        "Unassign by",
        "Nobody answered in time, or no more contact is wished. A two-way contact before the day clears the clock.",
        "Why",
        lambda line: "No more contact wished" if line.no_contact_wished else "No answer",
    ),
    "contacts-stale": _Shown(
        "Stale",
        "Stale since",
        "Tickets you hold with no payment in three years. Look whether you still work with the Ticketholder.",
        "Last payment",
        lambda line: line.last_paid_on,
    ),
    "contacts-goals": _Shown(
        "Goals",
        "Date of the goal",
        "The plan's date for a goal has passed. Talk about it, and write the talk down under Goals not met.",
        "Unassign by",
        lambda line: line.unassign_by,
    ),
}
_HEADER = ("Name", "Case number", "Phase", "Last two-way contact", "Date", "Attempts made", "Unassign by")


@page(Permission.READ_CASEWORK, "to see which contacts are due")
@require_safe
def due(request: WorkRequest) -> HttpResponse:
    return _list(request, worklists.DUE)


@page(Permission.READ_CASEWORK, "to see whom to try to reach again")
@require_safe
def attempts(request: WorkRequest) -> HttpResponse:
    return _list(request, worklists.ATTEMPTS)


@page(Permission.READ_CASEWORK, "to see which Tickets have to be unassigned")
@require_safe
def unassign(request: WorkRequest) -> HttpResponse:
    return _list(request, worklists.UNASSIGN)


@page(Permission.READ_CASEWORK, "to see Tickets without a payment for three years")
@require_safe
def stale(request: WorkRequest) -> HttpResponse:
    return _list(request, worklists.STALE)


@page(Permission.READ_CASEWORK, "to see goals whose date has passed")
@require_safe
def goals(request: WorkRequest) -> HttpResponse:
    return _list(request, worklists.GOALS)


@page(Permission.EXPORT_CASES, "to export a list of contacts", fresh=True)
@require_safe
def export(request: WorkRequest, slug: str, kind: str) -> HttpResponse:
    worklist = LISTS.get(slug)
    if worklist is None:
        raise Http404
    rows = [_exported(line) for line in _lines(request, worklist, 1, listing.WHOLE).rows]
    return listing.export(kind, slug, _HEADER, rows)


def _list(request: WorkRequest, worklist: Worklist) -> HttpResponse:
    lines = _lines(request, worklist, listing.page_number(request), listing.PAGE_SIZE)
    shown = _PAGES[worklist.slug]
    columns = (
        Column("Name", header=True),
        Column(shown.date),
        Column("Phase"),
        Column("Last two-way contact"),
        Column(shown.last),
    )
    rows = [_row(line, worklist, shown) for line in lines.rows]
    context = {
        "title": worklist.title,
        "lead": shown.lead,
        "lines": lines,
        "table": listing.table(request, worklist.title, columns, rows, empty=worklist.empty),
        "lists": [(_PAGES[slug].tab, reverse(slug), slug == worklist.slug) for slug in LISTS],
        "parts": _parts(request) if worklist is worklists.DUE else [],
        "exports": _exports(request, worklist),
    }
    return render(request, "provider/casework/worklist.html", context)


def _lines(request: WorkRequest, worklist: Worklist, number: int, size: int) -> Page[ContactLine]:
    part = request.GET.get("part", "")
    return worklists.lines(
        worklist,
        overdue=part == "overdue",
        within=worklists.WEEK if part == "week" else None,
        page=number,
        size=size,
    )


def _parts(request: WorkRequest) -> list[tuple[str, str, bool]]:
    chosen = request.GET.get("part", "")
    chosen = chosen if chosen in ("overdue", "week") else ""
    named = (("overdue", "Overdue"), ("week", "In 7 days"), ("", "In 31 days"))
    return [
        (label, with_query(None, part=part) if part else request.path, part == chosen)
        for part, label in named
    ]


def _row(line: ContactLine, worklist: Worklist, shown: _Shown) -> list[Any]:
    page = "goals-not-met" if worklist is worklists.GOALS else "contacts"
    day = formats.badge("overdue", f"{formats.day(line.due_on)}, overdue") if line.overdue else line.due_on
    return [
        formats.link(line.name, of_number(page, line.number)),
        day,
        _PHASES[line.phase],
        line.last_two_way_on or "None yet",
        shown.value(line),
    ]


def _exports(request: WorkRequest, worklist: Worklist) -> list[tuple[str, str]]:
    if not request.actor.may(Permission.EXPORT_CASES):
        return []
    return listing.export_links("contacts-export", request, slug=worklist.slug)


def _exported(line: ContactLine) -> list[Any]:
    return [
        line.name,
        line.number,
        _PHASES[line.phase],
        line.last_two_way_on,
        line.due_on,
        line.attempts,
        line.unassign_by,
    ]
