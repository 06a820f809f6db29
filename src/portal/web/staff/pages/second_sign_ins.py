"""Sign-ins that a second one ended: for the access desk to see who may share an account, or lost it (row A1)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.people.models import SignIn
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.ui import formats
from portal.web.ui.components import Column

SHOWN = 100
_COLUMNS = (
    Column("Ended", header=True),
    Column("Person"),
    Column("Browser"),
    Column("Network"),
    Column("Began"),
)


@page(Permission.READ_ACCESS_DESK, "to see sign-ins that a second one ended")
@require_safe
def second_sign_ins(request: WorkRequest) -> HttpResponse:
    """The last ones, of everybody."""
    found = (
        SignIn.objects.filter(ended_why=SignIn.Ended.ELSEWHERE)
        .select_related("account")
        .order_by("-ended_at")[:SHOWN]
    )
    rows: list[list[Any]] = [
        [
            formats.instant(row.ended_at),
            row.account.name,
            row.browser or "Not known",
            row.network or "Not known",
            formats.instant(row.began_at),
        ]
        for row in found
    ]
    table = listing.table(
        request, "Sign-ins that a second one ended", _COLUMNS, rows, "No second sign-in has ended another."
    )
    return render(request, "account/second_sign_ins.html", {"table": table})
