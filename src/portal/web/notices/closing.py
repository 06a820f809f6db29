"""A closed function's pages: why, what to do meanwhile, and nothing of what was typed lost."""

from collections.abc import Collection, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.kernel.notices import reading
from portal.kernel.notices.functions import BY_KEY, FUNCTIONS, Function
from portal.web.pages import Door, Spec

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Not sent back to the page: the token is the form's own, and an SSN is never shown again unasked.
_LEFT_OUT = frozenset({"csrfmiddlewaretoken", "ssn"})
_CAN_BE_CLOSED = frozenset[str]().union(*(function.pages | function.sending for function in FUNCTIONS))


def closed_page(request: HttpRequest, spec: Spec, closed: Mapping[str, str]) -> HttpResponse | None:
    """The answer in place of a page whose function is closed now; None where it is open."""
    function = shut(request, spec, closed) if closed else None
    if function is None:
        return None
    context = {
        "function": function,
        "why": closed[function.key],
        "typed": _typed(request) if request.method == "POST" and spec.door is Door.WORK else [],
        "files": request.method == "POST" and bool(request.FILES),
    }
    return render(request, "errors/closed.html", context, status=503)


def closed_before_sign_in(request: HttpRequest, spec: Spec) -> HttpResponse | None:
    """The same where nobody has signed in; a query only for a page that can be closed."""
    if _name(request) not in _CAN_BE_CLOSED:
        return None
    return closed_page(request, spec, {key: row.why for key, row in reading.closures().items()})


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed at work, to be sent again; outside the work area it is what proves who somebody is."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _LEFT_OUT
        for value in values
        if isinstance(value, str)
    ]


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def shut(request: HttpRequest, spec: Spec, closed: Collection[str]) -> Function | None:
    """The closed function that this page, or what is sent to it, belongs to."""
    name, sends = _name(request), request.method not in READING
    return next(
        (
            one
            for one in FUNCTIONS
            if one.key in closed and one.shuts(name, spec.permission, reading=not sends)
        ),
        None,
    )


def shut_pages(closed: Collection[str]) -> frozenset[str]:
    """Names of the addresses that are not to be opened now, for the menu."""
    return frozenset[str]().union(*(BY_KEY[key].pages for key in closed if key in BY_KEY))
