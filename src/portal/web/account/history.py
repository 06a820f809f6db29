"""“Your sign-ins”, staying signed in, and what was typed when the sign-in was over."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    QueryDict,
)
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from portal.people.models import SignIn
from portal.people.services import sign_in
from portal.web.account.kept import find, keep
from portal.web.account.sessions import left, stay

SHOWN = 20
WAYS = {"password": "Password", "passkey": "Passkey", "provider": "Identity provider"}
FACTORS = {
    "totp": "authenticator app",
    "webauthn": "passkey",
    "recovery_codes": "recovery code",
    "text": "texted code",
    "provider": "checked by the provider",
    "none": "extra security set up then",
}


def how(row: SignIn) -> str:
    """How somebody came in, in words: “Password, texted code”."""
    way = WAYS.get(row.way, row.way)
    return way if row.way == "passkey" else f"{way}, {FACTORS.get(row.factor, row.factor)}"


@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """The last sign-ins of the person who looks."""
    holder: Any = request.user
    rows = SignIn.objects.filter(account=holder.pk).order_by("-began_at")[:SHOWN]
    return render(request, "account/sign_ins.html", {"rows": [(row, how(row)) for row in rows]})


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """“Stay signed in”: answers with the seconds that are left now. By POST: a link must not do it."""
    real = request.unit.moment.real  # type: ignore[attr-defined]
    stay(request.session, real)
    return HttpResponse(str(left(request.session, real).idle), content_type="text/plain")


@require_POST
def over(request: HttpRequest) -> HttpResponse:
    """The page has seen the sign-in left idle to its end: end it, and keep what stands in the page's form.

    Answers with where that is found again. By the page's own script; without it the door notices the end.
    """
    holder: Any = request.user
    path = request.POST.get("portal-path", "")
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None) or not path.startswith("/"):
        return HttpResponse(status=400)
    fields = request.POST.copy()
    del fields["portal-path"]
    fields.pop("csrfmiddlewaretoken", None)
    back = path
    if fields:
        typed = HttpRequest()
        typed.method, typed.path, typed.path_info = "POST", path, path
        typed.POST = QueryDict(fields.urlencode())
        back = keep(typed, holder.pk)
    sign_in.end(account=holder.pk, why=sign_in.Ended.IDLE)
    request.session.flush()
    return HttpResponse(back, content_type="text/plain")


@require_safe
def kept(request: HttpRequest, name: str) -> HttpResponse:
    """What was typed before one had to sign in again: send it now, or leave it."""
    holder: Any = request.user
    found = find(name, holder.pk)
    if found is None:
        raise Http404
    return render(request, "account/kept.html", {"kept": found})
