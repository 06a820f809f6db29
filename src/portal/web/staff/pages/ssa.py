"""Cases with Social Security: the program manager's determination and why it was referred. To read, for now."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
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
    Column("Referred"),
    Column("Due"),
)


@page(Permission.READ_SSA_QUEUE, "to see the payment requests referred to Social Security")
@require_safe
def referred(request: WorkRequest) -> HttpResponse:
    lines = referrals(page=listing.page_number(request), size=listing.PAGE_SIZE)
    table = listing.table(
        request,
        "Payment requests referred to Social Security",
        _COLUMNS,
        [_cells(one) for one in lines.rows],
        "No payment request waits for Social Security.",
    )
    return render(request, "staff/referred.html", {"lines": lines, "table": table})


def _cells(one: Referral) -> list[Any]:
    row, request = one.row, one.row.request
    return [
        listing.request_link(request.number),
        listing.lines(request.kind_words, formats.month(request.claim_month)),
        listing.lines(request.organisation_name, request.name),
        why(row),
        one.reason or None,
        listing.lines(listing.short_day(one.on), one.by_name),
        listing.lines(
            listing.short_day(row.duty.due_on), f"{row.days_late} days late" if row.days_late else ""
        ),
    ]
