"""A closed function's pages: why, what to do meanwhile, and nothing of what was typed lost."""

from collections.abc import Collection, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.kernel.notices.functions import BY_KEY, FUNCTIONS, Function
from portal.web.pages import Spec

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Not sent back to the page: the token is the form's own, and an SSN is never shown again unasked.
_LEFT_OUT = frozenset({"csrfmiddlewaretoken", "ssn"})


def closed_page(request: HttpRequest, spec: Spec, closed: Mapping[str, str]) -> HttpResponse | None:
    """The answer in place of a page whose function is closed now; None where it is open."""
    function = _shut(request, spec, closed) if closed else None
    if function is None:
        return None
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _LEFT_OUT
        for value in values
        if isinstance(value, str)
    ]
    context = {
        "function": function,
        "why": closed[function.key],
        "typed": typed if request.method == "POST" else [],
        "files": request.method == "POST" and bool(request.FILES),
    }
    return render(request, "errors/closed.html", context, status=503)


def _shut(request: HttpRequest, spec: Spec, closed: Collection[str]) -> Function | None:
    name = request.resolver_match.url_name or "" if request.resolver_match else ""
    reading = request.method in READING
    return next(
        (one for one in FUNCTIONS if one.key in closed and one.shuts(name, spec.permission, reading=reading)),
        None,
    )


def shut_pages(closed: Collection[str]) -> frozenset[str]:
    """Names of the addresses that are not to be opened now, for the menu."""
    return frozenset[str]().union(*(BY_KEY[key].pages for key in closed if key in BY_KEY))
