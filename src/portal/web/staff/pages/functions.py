"""The switch that closes one function of the portal for everybody (mission row J8)."""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.kernel.models import Closure
from portal.kernel.notices import reading
from portal.kernel.notices.functions import BY_KEY, FUNCTIONS, Function
from portal.kernel.notices.results import Changed, Done, NotAllowed, NotFound
from portal.kernel.notices.services import closing
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import WRONG, see
from portal.web.staff.forms.announcements import CloseForm
from portal.web.ui import formats
from portal.web.ui.components import Column

_EARLIER = (Column("Function", header=True), Column("Why"), Column("Closed"), Column("Opened"))


class Line(NamedTuple):
    """A function and, where it is closed, its closure."""

    function: Function
    closure: Closure | None


@page(Permission.READ_FUNCTIONS, "to see which functions are open")
@require_safe
def functions(request: WorkRequest) -> HttpResponse:
    """Every function that can be closed, and whether it is."""
    closed = reading.closures()
    earlier = [
        [
            BY_KEY[row.function].label if row.function in BY_KEY else row.function,
            row.why,
            listing.lines(formats.instant(row.closed_at), row.closed_by_name),
            formats.instant(row.opened_at),
        ]
        for row in reading.last_closures()
    ]
    context = {
        "may_close": request.actor.may(Permission.CLOSE_FUNCTIONS),
        "lines": [Line(function, closed.get(function.key)) for function in FUNCTIONS],
        "earlier": listing.table(request, "Closed before", _EARLIER, earlier, "Nothing was closed before."),
    }
    return render(request, "staff/functions.html", context)


@page(Permission.CLOSE_FUNCTIONS, "to close a function", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def function_close(request: WorkRequest, key: str) -> HttpResponse:
    function = _function(key)
    if request.method != "POST":
        return _form(request, function, CloseForm())
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _form(request, function, form, WRONG)
    match closing.close_function(function=function.key, why=form.cleaned_data["why"]):
        case Done():
            messages.success(
                request, f"{function.label} is closed. Everybody reads why at the top of each page."
            )
            return see(reverse("staff-functions"))
        case Changed(sentence):
            messages.warning(request, sentence)
            return see(reverse("staff-functions"))
        case NotAllowed(sentence, field):
            form.add_error(field or None, sentence)
            return _form(request, function, form, WRONG)
    raise Http404


@page(Permission.CLOSE_FUNCTIONS, "to open a function again", fresh=True)
@require_POST
def function_open(request: WorkRequest, key: str) -> HttpResponse:
    function = _function(key)
    closure, version = _closure(request)
    match closing.open_function(function=function.key, closure=closure, version=version):
        case Done():
            messages.success(request, f"{function.label} is open again.")
        case Changed(sentence) | NotAllowed(sentence):
            messages.warning(request, sentence)
        case NotFound():
            raise Http404
    return see(reverse("staff-functions"))


def _function(key: str) -> Function:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def _closure(request: WorkRequest) -> tuple[UUID, int]:
    version = request.POST.get("version", "")
    try:
        closure = UUID(request.POST.get("closure", ""))
    except ValueError:
        raise Http404 from None
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        raise Http404
    return closure, int(version)


def _form(request: WorkRequest, function: Function, form: CloseForm, status: int = 200) -> HttpResponse:
    return render(request, "staff/function_close.html", {"function": function, "form": form}, status=status)
