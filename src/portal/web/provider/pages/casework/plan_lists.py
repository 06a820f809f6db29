"""Plans and amendments that wait: for a signature, or for the assignment of their Ticket."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.casework.plan.duties import NOT_ENTERED, TO_SIGN
from portal.casework.plan.waiting import waiting
from portal.kernel.worklist import Worklist
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.ui import formats
from portal.web.ui.components import Column


@page(Permission.READ_CASEWORK, "to see which plans wait for a signature")
@require_safe
def to_sign(request: WorkRequest) -> HttpResponse:
    return _list(request, TO_SIGN, "A plan is not valid before both have signed and dated it.", "Sign by")


@page(Permission.READ_CASEWORK, "to see which signed plans are not assigned yet")
@require_safe
def not_entered(request: WorkRequest) -> HttpResponse:
    lead = "Assigned later than this day, payments count from the day of entry only."
    return _list(request, NOT_ENTERED, lead, "Assign by")


def _list(request: WorkRequest, which: Worklist, lead: str, by: str) -> HttpResponse:
    lines = waiting(which, page=listing.page_number(request), size=listing.PAGE_SIZE)
    cells = [
        [
            formats.link(line.name, of_number("case", line.case_number)),
            line.case_number,
            formats.link(line.number, of_number("plan-record", line.number)),
            f"Amendment {line.ordinal}" if line.ordinal else "Plan",
            line.due_on,
        ]
        for line in lines.rows
    ]
    columns = [Column("Name", header=True), Column("Case"), Column("Number"), Column("Form"), Column(by)]
    table = listing.table(request, which.title, columns, cells, empty=which.empty)
    context = {"title": which.title, "lead": lead, "table": table, "lines": lines}
    return render(request, "provider/plan/waiting.html", context)
