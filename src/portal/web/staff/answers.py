"""What services answered, told to the person: done, changed by somebody else, not allowed, not there."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect

from portal.payments.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.web.pages import WorkRequest
from portal.web.ui import formats

CONFLICT, WRONG = 409, 422


def see(url: str) -> HttpResponseRedirect:
    """To a page that only reads."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def told(request: WorkRequest, answer: Answer, success: str, url: str) -> HttpResponse:
    """For a move without a form: say what happened on the page that `url` leads to."""
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


def put_into(form: forms.Form, answer: Answer) -> int:
    """Say in the form why nothing was done; gives the status of the page that shows it again."""
    match answer:
        case Changed():
            form.add_error(None, changed_words(answer))
            return CONFLICT
        case NotAllowed(sentence):
            form.add_error(None, sentence)
            return WRONG
        case NotFound():
            raise Http404
    raise ValueError("a move that was made needs no form")


def with_version(form: forms.Form, version: int) -> None:
    """Let what was typed be sent again against the row as the page shows it now."""
    form.data = {name: form.data.get(name) for name in form.fields} | {"version": version}


def changed_words(answer: Changed) -> str:
    """Who was faster, when, and what it is now."""
    at = f" at {formats.instant(answer.at)}" if answer.at else ""
    return (
        f"{answer.by or 'Somebody'} changed this{at} while you had it open. It is now {answer.state_words}."
        " Nothing of yours was done; what you typed is still here."
    )
