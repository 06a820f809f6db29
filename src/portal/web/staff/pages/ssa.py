"""Social Security's desk: the requests it decides, each with the program manager's determination and the reason."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kernel.desk_lists import Which
from portal.payments.duties import SSA_QUEUE
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.areas import AT_SSA
from portal.web.staff.desk_pages import desk_context
from portal.web.staff.queries.referred import Referral, referrals
from portal.web.staff.request_cells import why
from portal.web.ui import formats
from portal.web.ui.components import Column

_COLUMNS = (
    Column("Request", header=True),
    Column("Payment"),
    Column("Provider and Ticketholder"),
    Column("Program manager's determination"),
    Column("Why it was referred"),
    Column("Due"),
    Column("With"),
)
_EMPTY = {
    Which.FREE: "Nothing is free: every request has somebody, or is put off.",
    Which.MINE: "You have no request. Take the next one.",
    Which.PUT_OFF: "Nothing is put off.",
    Which.OVERDUE: "Nothing is past its due date.",
    Which.ALL: SSA_QUEUE.empty,
}


@page(Permission.READ_SSA_QUEUE, "to see the payment requests referred to Social Security")
@require_safe
def referred(request: WorkRequest) -> HttpResponse:
    context, which = desk_context(request, AT_SSA)
    lines = referrals(which, page=listing.page_number(request), size=listing.PAGE_SIZE)
    table = listing.table(
        request,
        "Payment requests referred to Social Security",
        _COLUMNS,
        [_cells(one) for one in lines.rows],
        _EMPTY[which],
    )
    measured = request.actor.may(Permission.READ_QUALITY)
    return render(
        request, "staff/referred.html", {**context, "lines": lines, "table": table, "measured": measured}
    )


def _cells(one: Referral) -> list[Any]:
    row, request = one.row, one.row.request
    return [
        listing.request_link(request.number),
        listing.lines(request.kind_words, formats.month(request.claim_month)),
        listing.lines(request.organisation_name, request.name),
        why(row),
        listing.lines(one.reason, listing.short_day(one.on), one.by_name),
        *listing.due_and_holder(row.duty),
    ]
