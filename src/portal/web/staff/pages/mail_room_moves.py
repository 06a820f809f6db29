"""Putting a paper to a case, keeping it, sending it back with its letter (row L3)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel import documents
from portal.kernel.clock import EASTERN
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.policy.roles import Permission
from portal.support.queries import PaperRecord, sent_back
from portal.support.services.find_case import Candidates, find_case
from portal.support.services.index import index, index_new
from portal.support.services.put_aside import keep, send_back
from portal.tickets.services.look_up import Miss, TooMany
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.staff.answers import CONFLICT, WRONG, see, with_version
from portal.web.staff.forms.mail_room import (
    FindCaseForm,
    IndexForm,
    OpenCaseForm,
    ReasonForm,
    SendBackForm,
    VersionForm,
)
from portal.web.staff.pages.mail_room import paper_or_404
from portal.web.ui import formats

_METHODS = ["GET", "HEAD", "POST"]
NOBODY = "Nobody on record has that number. Check it and enter it again."
_WHAT_NEXT = (
    "We could not enter this paper. Send it again once the reason above is mended.",
    "The day the new one comes in then counts. A cover sheet with the case's number, which the portal prints, brings it"
    " to the right case.",
)
STEPS = {"keep": (ReasonForm, "Keep with a reason"), "send-back": (SendBackForm, "Send back")}


@page(Permission.WORK_MAIL_ROOM, "to find whose paper it is")
@require_http_methods(_METHODS)
def put_to_case(request: WorkRequest, number: str) -> HttpResponse:
    """Find the person, choose the case or open one: three steps of one page."""
    found, action = paper_or_404(number), request.POST.get("action", "")
    if request.method != "POST":
        return _finding(request, found, FindCaseForm())
    if action in ("index", "open"):
        return _indexed(request, found, action)
    form = FindCaseForm(request.POST)
    if not form.is_valid():
        return _finding(request, found, form, WRONG)
    candidates = find_case(form.cleaned_data["wanted"])
    if isinstance(candidates, Candidates):
        return _choosing(request, found, candidates)
    form.add_error("wanted", candidates.sentence if isinstance(candidates, TooMany) else NOBODY)
    return _finding(request, found, form, WRONG)


@page(Permission.WORK_MAIL_ROOM, "to keep a paper or send it back")
@require_http_methods(_METHODS)
def put_aside(request: WorkRequest, number: str, step: str) -> HttpResponse:
    found = paper_or_404(number)
    kind, title = STEPS[step]
    more = {"known": found.organisation is not None} if kind is SendBackForm else {}
    if request.method != "POST":
        return _aside(request, found, title, kind(initial={"version": found.line.version}, **more))
    form = kind(request.POST, **more)
    if not form.is_valid():
        return _aside(request, found, title, form, WRONG)
    call = send_back if step == "send-back" else keep
    answer = call(paper=found.line.id, **form.cleaned_data)
    return answered(
        request,
        found,
        answer,
        form,
        "The paper is kept." if step == "keep" else "The paper is sent back. Print its letter.",
        lambda form, status: _aside(request, found, title, form, status),
    )


@page(Permission.READ_MAIL_ROOM, "to print the letter to a paper that was sent back")
@require_safe
def letter(request: WorkRequest, number: str) -> HttpResponse:
    sent = sent_back(number)
    if sent is None:
        raise Http404
    rows = [
        ("To", sent.to),
        ("Number of the paper", sent.number),
        ("What it is", sent.kind_words.capitalize()),
        ("Came in", f"{formats.day(sent.received_on)}, by {sent.channel_words}"),
        ("Why it goes back", sent.reason),
    ]
    content: documents.Letter = {
        "title": "We send this paper back to you",
        "number": sent.number,
        "code": "",
        "facts": [{"name": name, "value": value} for name, value in rows],
        "texts": _WHAT_NEXT,
    }
    return pdf(f"{number}.pdf", documents.render("letter", content, on=sent.at.astimezone(EASTERN).date()))


def answered(
    request: WorkRequest,
    found: PaperRecord,
    answer: Answer,
    form: forms.Form,
    success: str,
    again: Callable[[forms.Form, int], HttpResponse],
) -> HttpResponse:
    """On to the paper where it happened; else the form again, with what was typed and why not."""
    match answer:
        case Done():
            messages.success(request, success)
            return see(reverse("paper", args=[found.line.number]))
        case NotFound():
            raise Http404
        case NotAllowed(sentence):
            form.add_error(None, sentence)
            return again(form, WRONG)
        case Changed(sentence):
            form.add_error(None, f"{sentence} What you typed is still here.")
            with_version(form, paper_or_404(found.line.number).line.version)
            return again(form, CONFLICT)


def _indexed(request: WorkRequest, found: PaperRecord, action: str) -> HttpResponse:
    candidates = find_case(request.POST.get("person", "")[:20])
    if isinstance(candidates, Miss | TooMany):
        raise Http404
    form: VersionForm = (
        IndexForm(request.POST, cases=candidates.cases) if action == "index" else OpenCaseForm(request.POST)
    )

    def again(form: forms.Form, status: int) -> HttpResponse:
        return _choosing(request, found, candidates, **{action: form}, status=status)

    if not form.is_valid():
        return again(form, WRONG)
    service = index if action == "index" else index_new
    given = {key: value for key, value in form.cleaned_data.items() if action == "open" or key != "person"}
    answer = service(paper=found.line.id, **given)
    return answered(request, found, answer, form, "The paper is put to the case.", again)


def _finding(request: WorkRequest, found: PaperRecord, form: FindCaseForm, status: int = 200) -> HttpResponse:
    context = {"found": found, "line": found.line, "form": form, "back": _address(found)}
    return render(request, "staff/mail_room/find_case.html", context, status=status)


def _choosing(
    request: WorkRequest,
    found: PaperRecord,
    candidates: Candidates,
    *,
    index: forms.Form | None = None,
    open: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    given = {
        "version": found.line.version,
        "person": candidates.person_number,
        "kind": found.line.kind,
        "case": candidates.chosen or (candidates.cases[0].number if len(candidates.cases) == 1 else ""),
    }
    context: dict[str, Any] = {
        "found": found,
        "line": found.line,
        "candidates": candidates,
        "choose": index or IndexForm(initial=given, cases=candidates.cases),
        "open": open or OpenCaseForm(initial=given, auto_id="open_%s"),
        "wrong": open if open is not None else index,
        "opening": open is not None or not candidates.cases,
        "back": _address(found),
    }
    return render(request, "staff/mail_room/choose_case.html", context, status=status)


def _aside(
    request: WorkRequest, found: PaperRecord, title: str, form: forms.Form, status: int = 200
) -> HttpResponse:
    context = {"line": found.line, "form": form, "title": title, "back": _address(found)}
    return render(request, "staff/mail_room/form.html", context, status=status)


def _address(found: PaperRecord) -> str:
    return reverse("paper", args=[found.line.number])
