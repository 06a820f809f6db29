"""A supervisor's view of the queue: who has how much, and work moved from one to another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from portal.payments.results import Done
from portal.payments.services import claim
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import see
from portal.web.staff.forms.desk import ColleagueForm
from portal.web.staff.pages.queue import COLUMNS, cells
from portal.web.staff.queries import desk
from portal.web.staff.queries.desk import DeskRow, Load, Which
from portal.web.ui import formats
from portal.web.ui.components import Column

_LOADS = (
    Column("Analyst", header=True),
    Column("Open", numeric=True),
    Column("Past due", numeric=True),
    Column("Put off", numeric=True),
    Column("Earliest due date"),
)


@page(Permission.SUPERVISE_PAYMENT_QUEUE, "to supervise the queue of payment requests")
@require_http_methods(["GET", "HEAD", "POST"])
def supervise(request: WorkRequest) -> HttpResponse:
    """Counts by analyst above; below the requests of one of them, or of nobody, to be handed over together."""
    colleagues = claim.colleagues()
    if request.method != "POST":
        return _shown(request, ColleagueForm(colleagues=colleagues))
    form = ColleagueForm(request.POST, colleagues=colleagues)
    chosen = _chosen(request)
    if form.is_valid() and not chosen:
        form.add_error(None, "Choose at least one request.")
    if not form.is_valid():
        return _shown(request, form, 422)
    to_account: UUID = form.cleaned_data["to_account"]
    answers = [claim.hand_over(duty=duty, version=version, to_account=to_account) for duty, version in chosen]
    done = sum(isinstance(answer, Done) for answer in answers)
    if done:
        messages.success(request, f"{_requests(done)} handed over to {colleagues[to_account]}.")
    if done < len(answers):
        messages.warning(
            request, f"{_requests(len(answers) - done)} had changed meanwhile and stayed as they are."
        )
    return see(f"{reverse('staff-supervise')}?{request.GET.urlencode()}")


def _shown(request: WorkRequest, form: ColleagueForm, status: int = 200) -> HttpResponse:
    holder = _holder(request)
    which = Which.FREE if holder is None else Which.ALL
    lines = desk.desk(which, holder=holder, page=listing.page_number(request), size=listing.PAGE_SIZE)
    ticked = set(request.POST.getlist("duty"))
    columns = (Column("Choose", label_hidden=True), *COLUMNS)
    rows = [[_box(row, ticked), *cells(row)] for row in lines.rows]
    loads = desk.loads()
    context = {
        "form": form,
        "loads": listing.table(
            request, "Analysts", _LOADS, [_load(one) for one in loads], "Nobody has a request."
        ),
        "whose": next((one.name for one in loads if holder is not None and one.account == holder), ""),
        "lines": lines,
        "table": listing.table(request, "Requests to hand over", columns, rows, "No request here."),
    }
    return render(request, "staff/supervise.html", context, status=status)


def _load(one: Load) -> list[Any]:
    address = f"{reverse('staff-supervise')}?analyst={one.account or ''}#requests"
    name = formats.link(one.name or "Nobody (free)", address)
    return [name, one.open, one.overdue, one.put_off, one.earliest]


def _box(row: DeskRow, ticked: set[str]) -> str:
    value = f"{row.duty.id}:{row.duty.version}"
    return format_html(
        '<div class="usa-checkbox"><input class="usa-checkbox__input" type="checkbox" name="duty" id="duty-{}"'
        ' value="{}"{}><label class="usa-checkbox__label" for="duty-{}"><span class="usa-sr-only">Choose {}</span>'
        "</label></div>",
        row.request.number,
        value,
        " checked" if value in ticked else "",
        row.request.number,
        row.request.number,
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


def _requests(count: int) -> str:
    return f"{count} request{'' if count == 1 else 's'}"
