"""How many requests end without Social Security's hand, by month, beside the program's figure (row E2)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.payments import parameters
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.queries.quality import Ended, with_ssa
from portal.web.staff.shares_chart import shares_chart
from portal.web.ui import formats
from portal.web.ui.components import Column

_HEADER = ("Month", "Approved", "Denied", "Both", "With Social Security", "Without it", "Without it (%)")
_WORDS = {True: "yes", False: "no", None: "nothing ended"}


@page(Permission.READ_QUALITY, "to see how many requests end without Social Security")
@require_safe
def without_ssa(request: WorkRequest) -> HttpResponse:
    figure, months = _figure(request), with_ssa()
    columns = (
        Column(_HEADER[0], header=True),
        *(Column(name, numeric=True) for name in _HEADER[1:]),
        Column(_above(figure)),
    )
    context = {
        "figure": figure,
        "chart": shares_chart(
            "Ended without Social Security", "ended", [one.without for one in months], above=figure
        ),
        "table": listing.table(
            request, "Requests ended by month", columns, [_cells(one, figure) for one in months], ""
        ),
        "exports": listing.export_links(request, "staff-quality-ssa-export"),
    }
    return render(request, "staff/quality_ssa.html", context)


@page(Permission.READ_QUALITY, "to export how many requests end without Social Security", fresh=True)
@require_safe
def export(request: WorkRequest, kind: str) -> HttpResponse:
    """The months as shown."""
    figure = _figure(request)
    rows = [[str(one.month), *_cells(one, figure)[1:]] for one in with_ssa()]
    return listing.export(kind, "without-social-security", (*_HEADER, _above(figure)), rows)


def _figure(request: WorkRequest) -> int:
    return int(parameters.on(parameters.WITHOUT_SSA, request.unit.on))


def _above(figure: int) -> str:
    return f"More than {figure} %"


def _cells(one: Ended, figure: int) -> list[Any]:
    without = one.without
    return [
        formats.month(one.month),
        one.approved,
        one.denied,
        without.counted,
        one.with_ssa,
        without.good,
        without.share,
        _WORDS[one.above(figure)],
    ]
