"""Bringing over the earlier portal's people and submissions: send a file, read its verdicts, bring it over (A7)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from portal.kernel.sent_files import reading
from portal.kernel.sent_files.reading import RowLine
from portal.policy.roles import Permission
from portal.providers.models import BringOver
from portal.providers.services.bringing_over import HISTORY, USERS
from portal.web.exports import as_csv
from portal.web.pages import WorkRequest, page
from portal.web.sent import file as pages
from portal.web.sent import front as fronts
from portal.web.sent.look import Look, Pages
from portal.web.staff import listing
from portal.web.staff.answers import WRONG
from portal.web.staff.forms.provider import BringOverForm

_HEADER = ("Line", "Verdict", "About", "Column", "Rule", "Reason", "What to do")
_PAGES = Pages(
    "staff-bring-over",
    "staff-bring-over-file",
    "staff-bring-over-start",
    "staff-bring-over-template",
    "staff-bring-over-refused",
)
LOOKS = {
    look.kind.name: look
    for look in (
        Look(
            USERS,
            _PAGES,
            label="Bring over",
            cells=("organisation_pid", "name", "email"),
            file_name="users",
            about="People",
            before="People of organizations that work in this portal today are invited by mail.",
            by_number=False,
        ),
        Look(
            HISTORY,
            _PAGES,
            label="Bring over",
            cells=("organisation_pid", "reference"),
            file_name="history",
            about="Earlier submissions",
            by_number=False,
        ),
    )
}


@page(Permission.READ_BRING_OVER, "to see what was brought over from the earlier portal")
@require_safe
def bring_over(request: WorkRequest) -> HttpResponse:
    return _front(request, BringOverForm(), 200)


@page(Permission.BRING_OVER, "to bring over the earlier portal's people and submissions")
@require_POST
def send(request: WorkRequest) -> HttpResponse:
    form = BringOverForm(request.POST, request.FILES)
    if form.is_valid() and (sent := fronts.send(LOOKS[form.cleaned_data["kind"]], form)):
        return sent
    return _front(request, form, WRONG)


@page(Permission.READ_BRING_OVER, "to see the verdicts on a file of the earlier portal")
@require_safe
def file(request: WorkRequest, run: UUID) -> HttpResponse:
    found = _run(run)
    may_start = request.actor.may(Permission.BRING_OVER)
    return pages.page(request, LOOKS[found.kind], found, may_start=may_start)


@page(
    Permission.READ_BRING_OVER, "to have the verdicts on a file of the earlier portal as a file", fresh=True
)
@require_safe
def export(request: WorkRequest, run: UUID) -> HttpResponse:
    found = _run(run)
    look = LOOKS[found.kind]
    rows = reading.rows(look.kind, found, size=listing.WHOLE).rows
    return as_csv("verdicts", _HEADER, [line for row in rows for line in _exported(look, row)])


@page(Permission.READ_BRING_OVER, "to have the refused rows of a file of the earlier portal back", fresh=True)
@require_safe
def refused(request: WorkRequest, run: UUID, kind: str) -> HttpResponse:
    found = _run(run)
    return pages.refused(LOOKS[found.kind], found, kind)


@page(Permission.READ_BRING_OVER, "to have an empty file for the earlier portal's data")
@require_safe
def template(request: WorkRequest, what: str, kind: str) -> HttpResponse:
    if what not in LOOKS:
        raise Http404
    return fronts.template(LOOKS[what], kind)


@page(Permission.BRING_OVER, "to bring over a file of the earlier portal", fresh=True)
@require_POST
def begin(request: WorkRequest, run: UUID) -> HttpResponse:
    found = _run(run)
    return pages.begin(request, LOOKS[found.kind], found)


def _front(request: WorkRequest, form: BringOverForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "may_send": request.actor.may(Permission.BRING_OVER),
        **fronts.files(request, *LOOKS.values()),
    }
    return render(request, "staff/bring_over.html", context, status=status)


def _run(run: UUID) -> BringOver:
    found = BringOver.objects.filter(pk=run).first()
    if found is None:
        raise Http404
    return found


def _exported(look: Look, row: RowLine) -> Iterator[list[Any]]:
    about = ", ".join(text for name in look.cells if (text := row.cells.get(name, "")))
    for one in row.problems or [{}]:
        told = [one.get(name, "") for name in ("column", "rule", "reason", "remedy")]
        yield [row.line, pages.verdict_words(look, row), about, *told]
