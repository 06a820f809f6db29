"""The people of an organisation, for its administrator: who may work in the portal, until when, who is named."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel.clock import EASTERN
from portal.kernel.paging import Page
from portal.people import queries
from portal.people.facts import Asked, Employee, noted, people, person
from portal.people.models import Designation
from portal.people.moves import STATE_WORDS
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.people import words
from portal.web.people.forms import FindPeople
from portal.web.provider import listing
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_NAMED = (
    Column("Number", header=True),
    Column("Name"),
    Column("Asked for"),
    Column("Named on"),
    Column("State"),
)
_EMPTY = {
    "": "Nobody is on record.",
    "open": "Nobody has portal access.",
    "none": "Nobody is on record without portal access.",
    "left": "Nobody has left.",
}


@page(Permission.DESIGNATE_PEOPLE, "to see the organization's people")
@require_safe
def people_list(request: WorkRequest) -> HttpResponse:
    find, show = _filters(request)
    lines = _lines(request, listing.page_number(request), listing.PAGE_SIZE)
    rows = [words.cells(row, reverse("person", args=[row.employment])) for row in lines.rows]
    context = {
        "form": FindPeople(initial={"find": find, "show": show}),
        "reset": request.path if request.GET else "",
        "lines": lines,
        "table": listing.table(request, "People", words.COLUMNS, rows, empty=_empty(find, show)),
        "named": _named(request),
        "departures": queries.departures_of(request.actor.organisation)
        if request.actor.organisation
        else None,
        "exports": listing.export_links("people-export", request),
    }
    return render(request, "people/people.html", context)


@page(Permission.DESIGNATE_PEOPLE, "to export the organization's people", fresh=True)
@require_safe
def export(request: WorkRequest, kind: str) -> HttpResponse:
    """The list as it is filtered, whole."""
    lines = _lines(request, 1, listing.WHOLE)
    return listing.export(kind, "people", words.HEADER, [words.exported(row) for row in lines.rows])


@page(Permission.DESIGNATE_PEOPLE, "to see the record of one of the organization's people")
@require_safe
def record(request: WorkRequest, employment: UUID) -> HttpResponse:
    row = own_person(request, employment)
    own = [one for one in queries.of_person(row.account) if one.organisation_id == row.organisation]
    here = row.ended_on is None or row.ended_on > request.unit.on
    state, said = words.state_of(row)
    context = {
        "row": row,
        "here": here,
        "leaving": row.ended_on is not None,
        "badge": formats.badge(state, said),
        "roles": words.role_words(row.roles),
        "standings": words.standings(row) if here else [],
        "clearance": words.clearance_through(row),
        "training": words.training_through(row),
        "named": [(one, STATE_WORDS[one.state]) for one in own],
        "events": words.events(noted([row.employment, *(one.pk for one in own)])),
    }
    return render(request, "people/person.html", context)


@page(Permission.DESIGNATE_PEOPLE, "to see a person the organization has named")
@require_safe
def named(request: WorkRequest, number: str) -> HttpResponse:
    row = own_designation(request, number)
    context = {
        "row": row,
        "asked": words.asked_for(row),
        "state": STATE_WORDS[row.state],
        "open": row.state in Designation.OPEN,
        "events": words.events(noted([row.pk])),
    }
    return render(request, "people/named.html", context)


def own_person(request: WorkRequest, employment: UUID) -> Employee:
    """A person who works or worked for the actor's organisation. 404 where there is none."""
    if request.actor.organisation is None:
        raise Http404
    found = person(Asked(organisation=request.actor.organisation, employment=employment))
    if found is None:
        raise Http404
    return found


def own_designation(request: WorkRequest, number: str) -> Designation:
    """A designation of the actor's organisation. 404 where there is none."""
    found = queries.designation(number)
    if found is None or found.organisation_id != request.actor.organisation:
        raise Http404
    return found


def _lines(request: WorkRequest, number: int, size: int) -> Page[Employee]:
    find, show = _filters(request)
    if request.actor.organisation is None:
        raise Http404
    asked = Asked(
        organisation=request.actor.organisation,
        left=show == "left",
        opened={"open": True, "none": False}.get(show),
        find=find,
    )
    return people(asked, page=number, size=size)


def _filters(request: WorkRequest) -> tuple[str, str]:
    show = request.GET.get("show", "")
    return listing.found(request), show if show in _EMPTY else ""


def _empty(find: str, show: str) -> str:
    return "Nobody matches." if find else _EMPTY[show]


def _named(request: WorkRequest) -> Table | None:
    """Who is named and not decided yet; nothing where nobody is."""
    if request.actor.organisation is None:
        return None
    rows: list[list[Any]] = [
        [
            words.number_link(row.number, reverse("people-named", args=[row.number])),
            words.lines(row.name, row.email),
            words.asked_for(row),
            words.short_day(row.designated_at.astimezone(EASTERN).date()),
            formats.badge("due", STATE_WORDS[row.state]),
        ]
        for row in queries.designations(organisation=request.actor.organisation)
    ]
    if not rows:
        return None
    return Table("Named, and not decided yet", _NAMED, rows, caption_hidden=True)
