"""A supervisor's view of a desk: who has how much, and work moved from one to another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from portal.kernel import desks
from portal.kernel.desk_lists import Load, Which, loads, part
from portal.kernel.duties import Claimed
from portal.kernel.paging import read
from portal.people.colleagues import colleagues
from portal.policy.roles import Permission
from portal.web.pages import View, WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import see
from portal.web.staff.areas import SUPERVISED, supervisors_view
from portal.web.staff.desk_pages import Area, Listed
from portal.web.staff.forms.desk import ColleagueForm
from portal.web.ui import formats
from portal.web.ui.components import Column

_LOADS = (
    Column("Colleague", header=True),
    Column("Open", numeric=True),
    Column("Past due", numeric=True),
    Column("Put off", numeric=True),
    Column("Earliest due date"),
)


def supervise(area: Area, permission: Permission) -> View:
    """Counts by colleague above; below the work of one of them, or of nobody, to be handed over together."""

    @page(permission, f"to supervise the queue: {area.desk.worklist.title}")
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: WorkRequest) -> HttpResponse:
        able = colleagues(area.desk.work)
        if request.method != "POST":
            return _shown(request, area, ColleagueForm(colleagues=able))
        form = ColleagueForm(request.POST, colleagues=able)
        chosen = _chosen(request)
        if form.is_valid() and not chosen:
            form.add_error(None, f"Choose at least one {area.noun}.")
        if not form.is_valid():
            return _shown(request, area, form, 422)
        return _handed_over(request, area, chosen, form.cleaned_data["to_account"], able)

    return view


def _handed_over(
    request: WorkRequest, area: Area, chosen: list[tuple[UUID, int]], to: UUID, able: dict[UUID, str]
) -> HttpResponse:
    answers = [
        desks.hand_over(area.desk, duty=duty, version=version, to_account=to, able=able)
        for duty, version in sorted(chosen)
    ]
    done = sum(isinstance(answer, Claimed) for answer in answers)
    if done:
        messages.success(request, f"{_counted(done, area)} handed over to {able[to]}.")
    if done < len(answers):
        left = _counted(len(answers) - done, area)
        messages.warning(request, f"{left} had changed meanwhile and stayed as they are.")
    return see(f"{supervisors_view(area)}?{request.GET.urlencode()}")


def _shown(request: WorkRequest, area: Area, form: ColleagueForm, status: int = 200) -> HttpResponse:
    holder = _holder(request)
    rows = part(area.desk.worklist, Which.FREE if holder is None else Which.ALL, holder)
    lines = read(rows, listing.page_number(request), listing.PAGE_SIZE).map(area.listed)
    ticked = set(request.POST.getlist("duty"))
    columns = (Column("Choose", label_hidden=True), *area.columns)
    cells = [[_box(row, ticked), *row.cells] for row in lines.rows]
    found = loads(area.desk.worklist)
    nouns = f"{area.noun}s"
    context = {
        "form": form,
        "tabs": _tabs(request, area),
        "queue": "" if not request.actor.may(area.desk.worklist.permission) else area.queue,
        "queue_title": area.desk.worklist.title,
        "nouns": capfirst(nouns),
        "loads": listing.table(
            request, "Colleagues", _LOADS, [_load(one, area) for one in found], f"Nobody has a {area.noun}."
        ),
        "whose": next((one.name for one in found if holder is not None and one.account == holder), ""),
        "lines": lines,
        "table": listing.table(
            request, f"{capfirst(nouns)} to hand over", columns, cells, f"No {area.noun} here."
        ),
    }
    return render(request, "staff/supervise.html", context, status=status)


def _tabs(request: WorkRequest, area: Area) -> list[tuple[str, str, bool]]:
    """The desks that this reader supervises; none where it is one."""
    mine = [one for one in SUPERVISED if one.desk.supervise and request.actor.may(one.desk.supervise)]
    shown = [(one.desk.worklist.title, supervisors_view(one), one is area) for one in mine]
    return shown if len(shown) > 1 else []


def _load(one: Load, area: Area) -> list[Any]:
    address = f"{supervisors_view(area)}?analyst={one.account or ''}#work"
    name = formats.link(one.name or "Nobody (free)", address)
    return [name, one.open, one.overdue, one.put_off, one.earliest]


def _box(row: Listed, ticked: set[str]) -> str:
    value = f"{row.duty.id}:{row.duty.version}"
    return format_html(
        '<div class="usa-checkbox"><input class="usa-checkbox__input" type="checkbox" name="duty" id="duty-{}"'
        ' value="{}"{}><label class="usa-checkbox__label" for="duty-{}"><span class="usa-sr-only">Choose {}</span>'
        "</label></div>",
        row.number,
        value,
        " checked" if value in ticked else "",
        row.number,
        row.number,
    )


def _chosen(request: WorkRequest) -> list[tuple[UUID, int]]:
    """The duties ticked with their versions; what is no duty is left out."""
    found = []
    for text in request.POST.getlist("duty")[: listing.PAGE_SIZE]:
        key, _, version = text.partition(":")
        if version.isascii() and version.isdigit() and len(version) < 9 and (duty := _uuid(key)) is not None:
            found.append((duty, int(version)))
    return found


def _holder(request: WorkRequest) -> UUID | None:
    return _uuid(request.GET.get("analyst", ""))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _counted(count: int, area: Area) -> str:
    return f"{count} {area.noun}{'' if count == 1 else 's'}"
