"""The access desk: who is named and waits, who works where, what was recorded of them, how soon leavers are reported."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel.clock import EASTERN
from portal.people import queries
from portal.people.facts import Asked, Employee, noted, people, person
from portal.people.models import Clearance, Designation, TrainingRecord
from portal.people.moves import STATE_WORDS
from portal.people.queries import QueueLine, Which
from portal.policy.departures import Record
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.people import words
from portal.web.people.forms import FindPeople
from portal.web.staff import listing
from portal.web.ui import formats
from portal.web.ui.components import Bar, BarChart, Column

_QUEUE = (
    Column("Number", header=True),
    Column("Person"),
    Column("Organization"),
    Column("Asked for"),
    Column("State"),
    Column("Due"),
    Column("With"),
)
_DEPARTURES = (
    Column("Organization", header=True),
    Column("Departures", numeric=True),
    Column("Within 24 hours", numeric=True),
    Column("Late", numeric=True),
    Column("Share in time", numeric=True),
    Column("Median hours", numeric=True),
)
_SIGN_INS = (
    Column("Began", header=True),
    Column("How"),
    Column("Browser and network"),
    Column("Last seen"),
    Column("Ended"),
)
_CHARTED = 12


@page(Permission.READ_ACCESS_DESK, "to see who is named for portal access")
@require_safe
def queue(request: WorkRequest) -> HttpResponse:
    which = _which(request)
    lines = queries.queue(which, page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_cells(line) for line in lines.rows]
    context = {
        "which": which,
        "tabs": queries.tabs(),
        "lines": lines,
        "table": listing.table(request, "People named for portal access", _QUEUE, rows, "Nobody is here."),
    }
    return render(request, "people/queue.html", context)


@page(Permission.READ_ACCESS_DESK, "to see people's access to the portal")
@require_safe
def people_list(request: WorkRequest) -> HttpResponse:
    """People of all organisations by name, e-mail or organisation."""
    find = request.GET.get("find", "").replace("\0", "").strip()[:100]
    show = request.GET.get("show", "")
    asked = Asked(left=show == "left", opened={"open": True, "none": False}.get(show), find=find)
    lines = people(asked, page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [
        words.cells(row, reverse("access-person", args=[row.employment]), organisation=True)
        for row in lines.rows
    ]
    form = FindPeople(initial={"find": find, "show": show})
    form.fields["find"].help_text = "Part of a name, e-mail or organization."
    context = {
        "form": form,
        "reset": request.path if request.GET else "",
        "lines": lines,
        "table": listing.table(request, "People", words.COLUMNS, rows, "Nobody matches."),
    }
    return render(request, "people/desk_people.html", context)


@page(Permission.READ_ACCESS_DESK, "to see a person's access to the portal")
@require_safe
def record(request: WorkRequest, employment: UUID) -> HttpResponse:
    found = people(Asked(beside=employment)).rows
    row = next((one for one in found if one.employment == employment), None)
    if row is None:
        raise Http404
    others = [one for one in found if one is not row]
    named = queries.of_person(row.account)
    subjects = [row.account, row.employment, *(one.employment for one in others), *(one.pk for one in named)]
    here = row.ended_on is None or row.ended_on > request.unit.on
    state, said = words.state_of(row)
    context = {
        "row": row,
        "here": here,
        "badge": formats.badge(state, said),
        "roles": words.role_words(row.roles),
        "standings": words.standings(row) if here else [],
        "clearance": words.clearance_through(row),
        "training": words.training_through(row),
        "others": others,
        "named": [(one, STATE_WORDS[one.state]) for one in named],
        "clearances": Clearance.objects.filter(account=row.account).order_by("-decided_on", "-pk"),
        "trainings": TrainingRecord.objects.filter(account=row.account).order_by("-completed_on", "-pk"),
        "sign_ins": _sign_ins(request, row.account),
        "events": words.events(noted(subjects)),
        "may_work": request.actor.may(Permission.WORK_ACCESS_DESK) and row.account != request.actor.account,
    }
    return render(request, "people/desk_person.html", context)


@page(Permission.READ_ACCESS_DESK, "to see how soon departures are reported")
@require_safe
def departures(request: WorkRequest) -> HttpResponse:
    found = queries.departures()
    rows: list[list[Any]] = [
        [one.organisation.name, one.record.reports, one.record.in_time, one.record.late, *_shares(one.record)]
        for one in found
    ]
    chart = BarChart(
        title="Departures reported late",
        description="Organizations with the most departures reported later than 24 hours after the last day worked.",
        bars=[
            Bar(one.organisation.name, one.record.late, f"{one.record.late} of {one.record.reports}")
            for one in found[:_CHARTED]
        ],
        unit="count",
    )
    context = {
        "chart": chart if found else None,
        "table": listing.table(
            request, "Departures by organization", _DEPARTURES, rows, "No departure was reported yet."
        ),
    }
    return render(request, "people/departures.html", context)


@page(Permission.READ_ACCESS_DESK, "to see organizations without an administrator")
@require_safe
def no_administrator(request: WorkRequest) -> HttpResponse:
    columns = (Column("Organization", header=True), Column("Number"), Column("Ask by"))
    rows = [
        [row.name, row.number, words.short_day(duty.due_on)] for row, duty in queries.without_administrator()
    ]
    context = {
        "table": listing.table(
            request,
            "Organizations without an administrator",
            columns,
            rows,
            "Every organization has an administrator.",
        )
    }
    return render(request, "people/no_administrator.html", context)


def any_person(employment: UUID) -> Employee:
    """A person by an employment of theirs. 404 where there is none."""
    found = person(Asked(employment=employment))
    if found is None:
        raise Http404
    return found


def any_designation(number: str) -> Designation:
    """A designation of any organisation. 404 where there is none."""
    found = queries.designation(number)
    if found is None:
        raise Http404
    return found


def _cells(line: QueueLine) -> list[Any]:
    row, duty = line.row, line.duty
    link = words.number_link(row.number, reverse("access-designation", args=[row.number]))
    if duty is None:
        decided = row.decided_at.astimezone(EASTERN).date() if row.decided_at else None
        due, holder = words.short_day(decided), row.decided_by_name
    else:
        late = formats.badge("overdue", f"{line.days_late} days late") if line.days_late else ""
        due, holder = words.lines(words.short_day(duty.due_on), late), duty.claimed_by_name or "nobody"
    return [
        link,
        words.lines(row.name, row.email),
        row.organisation.name,
        words.asked_for(row),
        STATE_WORDS[row.state],
        due,
        "you" if line.mine else holder,
    ]


def _which(request: WorkRequest) -> Which:
    try:
        return Which(request.GET.get("show", ""))
    except ValueError:
        return Which.ALL


def _shares(record: Record) -> tuple[str, str]:
    share = f"{record.in_time * 100 // record.reports}%" if record.reports else ""
    return share, "" if record.median_hours is None else f"{record.median_hours:g}"


def _sign_ins(request: WorkRequest, account: UUID) -> Any:
    rows = [
        [
            formats.instant(one.began_at),
            words.lines(one.way, one.factor),
            words.lines(one.browser, one.network) or None,
            formats.instant(one.seen_at),
            words.lines(formats.instant(one.ended_at), one.get_ended_why_display())
            if one.ended_at
            else formats.badge("current", "Living"),
        ]
        for one in queries.sign_ins(account)
    ]
    return listing.table(request, "Latest sign-ins", _SIGN_INS, rows, "Nobody has signed in here.")
