"""A step on a person or a designation: fill in, check, confirm. What was typed is never lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from portal.people.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.web.pages import WorkRequest
from portal.web.ui import formats

CONFLICT, WRONG = 409, 422
Typed = dict[str, Any]


class VersionForm(forms.Form):
    """A row as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@dataclass(frozen=True, slots=True)
class Step:
    """One step's page. `make` gives the form for typed data, or for None a fresh one; `said` says back what was
    typed; `call` is the service; `success` is said on the next page, unless that page says it itself; `after` gives
    the next page's address; `version` is the row's as it stands.

    `trail` are the breadcrumbs before this page, each a label and an address.
    """

    title: str
    caption: str
    trail: Sequence[tuple[str, str]]
    back: str
    make: Callable[[QueryDict | None], forms.Form]
    said: Callable[[Typed], list[tuple[str, object]]]
    call: Callable[[Typed], Answer]
    confirm: str
    success: str
    after: Callable[[Done], str]
    version: Callable[[], int] | None = None
    lead: str = ""
    danger: bool = False
    context: dict[str, Any] = field(default_factory=dict)
    template: str = "people/step.html"


def run(request: WorkRequest, step: Step) -> HttpResponse:
    """`action` of a POST: check, change (back to the form), confirm."""
    if request.method != "POST":
        return _form_page(request, step, step.make(None))
    form = step.make(request.POST)
    action = request.POST.get("action", "check")
    if action == "change":
        return _form_page(request, step, _unjudged(step, form))
    if not form.is_valid():
        return _form_page(request, step, form, WRONG)
    if action != "confirm":
        return _check_page(request, step, form)
    return _answered(request, step, form, step.call(form.cleaned_data))


def _answered(request: WorkRequest, step: Step, form: forms.Form, answer: Answer) -> HttpResponse:
    """On to the next page where it happened; else the form again, with what was typed and why not."""
    match answer:
        case Done():
            if step.success:
                messages.success(request, step.success.format(number=answer.number))
            for sentence in answer.says:
                messages.warning(request, sentence)
            return see(step.after(answer))
        case Changed():
            form.add_error(None, changed_words(answer))
            if step.version is not None:
                # The page now shows the row as it is, so what was typed may be sent again.
                data = request.POST.copy()
                data["version"] = str(step.version())
                form.data = data
            return _form_page(request, step, form, CONFLICT)
        case NotAllowed(sentence):
            form.add_error(None, sentence)
            return _form_page(request, step, form, WRONG)
        case NotFound():
            raise Http404


def told(request: WorkRequest, answer: Answer, success: str, url: str) -> HttpResponse:
    """For a step without a form: say what happened on the page that `url` leads to."""
    match answer:
        case Done():
            messages.success(request, success)
        case Changed():
            messages.warning(request, changed_words(answer))
        case NotAllowed(sentence):
            messages.error(request, sentence)
        case NotFound():
            raise Http404
    return see(url)


def see(url: str) -> HttpResponse:
    """To a page that only reads."""
    return HttpResponseRedirect(url, status=303)


def changed_words(answer: Changed) -> str:
    """Who was faster, when, and what it is now."""
    at = f" at {formats.instant(answer.at)}" if answer.at else ""
    return (
        f"{answer.by or 'Somebody'} changed this{at} while you had it open. It is now: {answer.state_words}."
        " Nothing of yours was done; what you typed is still here."
    )


def _unjudged(step: Step, form: forms.Form) -> forms.Form:
    """What was typed, without complaints about what is not finished."""
    fresh = step.make(None)
    typed = {
        name: bound.field.widget.value_from_datadict(form.data, form.files, bound.html_name)
        for name, bound in ((name, form[name]) for name in form.fields)
    }
    fresh.initial = {**fresh.initial, **typed}
    return fresh


def _form_page(request: WorkRequest, step: Step, form: forms.Form, status: int = 200) -> HttpResponse:
    return render(request, step.template, {**step.context, "step": step, "form": form}, status=status)


def _check_page(request: WorkRequest, step: Step, form: forms.Form) -> HttpResponse:
    typed = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    context = {**step.context, "step": step, "typed": typed, "answers": step.said(form.cleaned_data)}
    return render(request, "people/step_check.html", context)
