"""Proving that an account is one's own (mission row L10). It stands in the account area: the gate needs its outcome."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.policy.tables.parameters import ACCESS_IN_FORCE
from portal.tickets.holders.facts import access_of_account
from portal.tickets.models import HolderAccess
from portal.tickets.services.holder_proof import Proved, prove
from portal.web.holder.forms import ProveForm
from portal.web.holder.texts import say

WRONG = 422


@require_http_methods(["GET", "HEAD", "POST"])
def prove_own(request: HttpRequest) -> HttpResponse:
    """Three answers; whatever of them is wrong, the same sentence."""
    holder: Any = request.user
    row = access_of_account(holder.pk)
    real = request.unit.moment.real  # type: ignore[attr-defined]
    if row is not None and row.state == HolderAccess.State.BOUND:
        return HttpResponseRedirect(reverse("home"), status=303)
    if row is None or row.state != HolderAccess.State.INVITED or row.expires_at <= real:
        return _closed(request, stopped=row is not None and row.state == HolderAccess.State.STOPPED)
    form = ProveForm(request.POST or None)
    if request.method != "POST":
        return render(request, "holder/prove.html", {"form": form})
    if not form.is_valid():
        return render(request, "holder/prove.html", {"form": form}, status=WRONG)
    typed = form.cleaned_data
    match prove(ssn=typed["ssn"], born=typed["born"], code=typed["code"]):
        case Proved.BOUND:
            messages.success(request, say("prove.done"))
            return HttpResponseRedirect(reverse("home"), status=303)
        case Proved.WRONG:
            form.add_error(None, say("prove.wrong", tries=ACCESS_IN_FORCE.holder_proof_tries))
            return render(request, "holder/prove.html", {"form": form}, status=WRONG)
        case answer:
            return _closed(request, stopped=answer is Proved.STOPPED)


def _closed(request: HttpRequest, *, stopped: bool) -> HttpResponse:
    part = "stopped" if stopped else "closed"
    context = {"title": say(f"prove.{part}_title"), "text": say(f"prove.{part}")}
    return render(request, "holder/prove_closed.html", context, status=403)
