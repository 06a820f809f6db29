"""The Ticketholder's plans: the list, one read whole, and the signature (mission row H2)."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.casework.models import SignedForm
from portal.casework.own import OwnForm, own_forms
from portal.casework.plan.forms import form, whole_plan
from portal.casework.plan.terms import Term, terms
from portal.casework.results import NotFound, SignedNow
from portal.casework.services.sign import ELECTRONIC, HOLDER, Given, sign
from portal.policy.roles import Permission
from portal.tickets.own import is_own_name, own_name
from portal.web.account.places import browser_of
from portal.web.holder.forms import SignForm
from portal.web.holder.page import holder_page
from portal.web.holder.texts import language, say
from portal.web.pages import WorkRequest
from portal.web.pdf import pdf
from portal.web.plan_pdf import plan_pdf
from portal.web.ui.formats import plain

Kind = SignedForm.Kind
# A State agency's form is no plan of this kind.
_PLANS = (Kind.IWP, Kind.AMENDMENT)
# The language of every plan's content.
WRITTEN_IN = "en"
_WRONG = 422


@holder_page(Permission.READ_OWN_TICKET, "to see one's own plans")
@require_safe
def plans(request: WorkRequest) -> HttpResponse:
    found = [(one, title_of(one), state_of(one)) for one in own_forms()]
    return render(request, "holder/plans.html", {"plans": found})


@holder_page(Permission.READ_OWN_TICKET, "to read one's own plan")
@require_safe
def plan(request: WorkRequest, number: str) -> HttpResponse:
    """All of it, as it was locked; the terms in the reader's language too, where that is another."""
    own = _own(number)
    record = form(number)
    if record is None:
        raise Http404
    context = {
        "own": own,
        "name": own_name(),
        "title": title_of(own),
        "state": state_of(own),
        "sections": record.content.shown,
        "printed": own.kind in _PLANS,
        "translated": language() != WRITTEN_IN,
        "terms": _translated_terms(own),
        "yours": record.holder_signature,
        "theirs": record.provider_signature,
    }
    return render(request, "holder/plan.html", context)


@holder_page(Permission.READ_OWN_TICKET, "to keep a copy of one's own plan")
@require_safe
def document(request: WorkRequest, number: str) -> HttpResponse:
    """The plan with every change to it, as it was locked and signed."""
    own = _own(number)
    parts = whole_plan(own.case)
    if own.kind not in _PLANS or own.id not in {one.line.id for one in parts}:
        raise Http404
    return pdf(f"{number}.pdf", plan_pdf(parts, own.provider))


@holder_page(Permission.SIGN_OWN_PLAN, "to sign one's own plan", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_own(request: WorkRequest, number: str) -> HttpResponse:
    """The name typed and the statement ticked, on the very content that was read: its digest goes with the form."""
    own = _own(number)
    here = reverse("holder-plan", args=[number])
    if not own.waits:
        return HttpResponseRedirect(here, status=303)
    statement = say("sign.statement_amendment" if own.kind == Kind.AMENDMENT else "sign.statement")
    asked = SignForm(
        request.POST or None, statement=statement, is_own=is_own_name, initial={"digest": own.digest}
    )
    if request.method == "POST" and asked.is_valid():
        answer = sign(form=own.id, given=_given(request, asked.cleaned_data))
        if isinstance(answer, NotFound):
            raise Http404
        if isinstance(answer, SignedNow):
            done = "sign.done_both" if answer.complete else "sign.done"
            messages.success(request, say(done, provider=own.provider))
            return HttpResponseRedirect(here, status=303)
        changed = asked.cleaned_data["digest"] != own.digest
        asked.add_error(None, say("sign.changed" if changed else "sign.refused", provider=own.provider))
    title = say("sign.title_amendment" if own.kind == Kind.AMENDMENT else "sign.title")
    context = {"own": own, "form": asked, "title": title, "here": here}
    return render(request, "holder/sign.html", context, status=_WRONG if asked.is_bound else 200)


def title_of(one: OwnForm) -> str:
    """What it is, in the reader's language."""
    if one.kind == Kind.AMENDMENT:
        return say("plans.amendment", ordinal=one.ordinal)
    return say("plans.plan" if one.kind == Kind.IWP else "plans.agreement")


def state_of(one: OwnForm) -> str:
    """Where it stands, as far as the Ticketholder has to do with it."""
    if one.state == SignedForm.State.TO_SIGN and one.signed_on is not None:
        return say("plans.signed_by_you", on=one.signed_on, provider=one.provider)
    if one.state == SignedForm.State.SIGNED:
        return say("plans.signed", on=one.in_force_from)
    return say(f"plans.{one.state}")


def _translated_terms(one: OwnForm) -> tuple[Term, ...]:
    if not one.terms_version or language() == WRITTEN_IN:
        return ()
    return terms(one.terms_version, language()).terms


def _own(number: str) -> OwnForm:
    found = own_forms(number)
    if not found:
        raise Http404
    return found[0]


def _given(request: WorkRequest, typed: dict[str, Any]) -> Given:
    return Given(
        party=HOLDER,
        method=ELECTRONIC,
        printed_name=plain(typed["name"]),
        digest=typed["digest"],
        address=get_adapter(request).get_client_ip(request),
        browser=browser_of(request),
    )
