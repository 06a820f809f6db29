"""Handing a person on to somebody who can help, asking whether it connected, and closing a case without a plan."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.casework.intakes import HandOffLine, to_ask_about
from portal.casework.models import Case, HandOff
from portal.casework.results import Changed, NotAllowed, NotFound
from portal.casework.services.close_case import close_case
from portal.casework.services.hand_off import Given, answer_connected
from portal.casework.services.hand_off import hand_off as write_hand_off
from portal.policy.core import State
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.case_forms import found_case
from portal.web.provider.drafting import see
from portal.web.provider.forms.intake import CloseForm, HandOffForm
from portal.web.ui import formats
from portal.web.ui.components import Column
from portal.web.ui.typed import read_version

# Where a check of the law is shown: beside the field it is about.
_FIELDS = {
    "hand-off-names-whom-to": "to_name",
    "person-agreed-to-the-hand-off": "consent_on",
    "hand-off-was-made": "made_on",
    "hand-off-is-followed-up": "follow_up_on",
}


@page(Permission.WORK_CASEWORK, "to hand a person on to somebody who can help")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_off(request: WorkRequest, number: str) -> HttpResponse:
    line = found_case(number)
    form = HandOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = write_hand_off(case=line.id, given=Given(**form.cleaned_data))
        if isinstance(answer, HandOff):
            messages.success(
                request, "The hand-off is written down. You will be reminded to ask whether it connected."
            )
            return see(of_number("case-intake", number))
        if isinstance(answer, NotFound):
            raise Http404
        _tell(form, answer)
    status = 422 if form.is_bound else 200
    return render(request, "provider/casework/hand_off.html", {"case": line, "form": form}, status=status)


@page(Permission.WORK_CASEWORK, "to say whether a hand-off connected")
@require_http_methods(["POST"])
def connected(request: WorkRequest, hand_off: UUID) -> HttpResponse:
    if request.POST.get("connected") not in ("yes", "no"):
        raise Http404
    said = request.POST["connected"] == "yes"
    answer = answer_connected(hand_off=hand_off, version=_version(request), connected=said)
    match answer:
        case NotFound():
            raise Http404
        case Changed(by_name):
            messages.warning(request, f"{by_name} has answered this already. Nothing was changed.")
        case HandOff():
            messages.success(request, "Thank you. It is written down." if said else _NOT_CONNECTED)
    return see(reverse("hand-offs"))


@page(Permission.READ_CASEWORK, "to see the hand-offs to ask about")
@require_safe
def hand_offs(request: WorkRequest) -> HttpResponse:
    lines = to_ask_about(page=listing.page_number(request), size=listing.PAGE_SIZE)
    title = "Hand-offs to ask about"
    table = listing.table(
        request,
        title,
        [Column("Name", header=True), Column("Handed on to"), Column("Handed on"), Column("Ask on")],
        [_row(line, name) for line, name in lines.rows],
        order="",
        empty="No hand-off waits for your question.",
    )
    return render(
        request, "provider/casework/hand_offs.html", {"title": title, "table": table, "lines": lines}
    )


@page(Permission.WORK_CASEWORK, "to close a case without an assignment")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: WorkRequest, number: str) -> HttpResponse:
    line = found_case(number)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = close_case(case=line.id, version=_version(request), why=form.cleaned_data["why"])
        match answer:
            case Case():
                messages.success(request, f"Case {number} is closed.")
                return see(of_number("case", number))
            case NotFound():
                raise Http404
            case Changed():
                form.add_error(None, "Somebody changed this case while you had it open. Look at it again.")
            case NotAllowed(sentence):
                form.add_error(None, sentence)
    status = 422 if form.is_bound else 200
    return render(request, "provider/casework/close.html", {"case": line, "form": form}, status=status)


_NOT_CONNECTED = "It is written down. You can hand the person on to somebody else."


def _tell(form: forms.Form, refused: NotAllowed) -> None:
    """Each open check beside the field it is about."""
    for one in refused.decision.checks if refused.decision else ():
        if one.state is not State.HELD:
            form.add_error(_FIELDS[one.test.name], one.test.remedy)


def _row(line: HandOffLine, name: str) -> list[Any]:
    link = formats.link(name, of_number("case-intake", line.case_number))
    return [link, line.to_words, line.made_on, line.follow_up_on]


def _version(request: WorkRequest) -> int:
    return read_version(request.POST.get("version", ""))
