"""Keys for the organisation's own case system: listed, made and shown once, ended (row I5)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.views.decorators.http import require_http_methods

from portal.people.api_keys import keys
from portal.people.models import ApiKey
from portal.people.results import NotFound
from portal.people.services.api_keys import Made, end_key, make_key
from portal.policy.roles import API_SCOPES, Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.provider.forms.api_keys import KeyForm
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_COLUMNS = (
    Column("Key", header=True),
    Column("System"),
    Column("May"),
    Column("Made by"),
    Column("Good until"),
    Column("State"),
)


@page(Permission.KEEP_API_KEYS, "to make a key for the organization's case system", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def front(request: WorkRequest) -> HttpResponse:
    """The keys, and a form for another. The secret of a new one stands on the answer to its form and nowhere else."""
    if request.method != "POST":
        return _page(request, KeyForm(request.actor))
    form = KeyForm(request.actor, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    answer = make_key(**form.cleaned_data)
    if isinstance(answer, Made):
        return render(request, "provider/api_key_made.html", {"made": answer})
    form.add_error(None, answer.sentence)
    return _page(request, form, status=422)


@page(Permission.KEEP_API_KEYS, "to end a key of the organization's case system", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: WorkRequest, number: str) -> HttpResponse:
    """Asks once more: what uses the key stops at once."""
    found = next((one for one in _keys(request) if one.number == number), None)
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(request, "provider/api_key_end.html", {"key": found})
    if isinstance(end_key(number=number), NotFound):
        raise Http404
    messages.success(request, f"Key {number} has ended. What used it is refused from now on.")
    return see(reverse("api-keys"))


def _page(request: WorkRequest, form: KeyForm, status: int = 200) -> HttpResponse:
    rows = [_cells(request, one) for one in _keys(request)]
    table: Table = listing.table(request, "Keys", _COLUMNS, rows, empty="Your organization has no key.")
    context = {
        "form": form,
        "table": table,
        "description": request.build_absolute_uri(reverse("api-description")),
    }
    return render(request, "provider/api_keys.html", context, status=status)


def _keys(request: WorkRequest) -> list[ApiKey]:
    return keys(request.actor.organisation) if request.actor.organisation else []


def _cells(request: WorkRequest, key: ApiKey) -> list[object]:
    labels = {str(one): label for one, label in API_SCOPES.items()}
    if key.ended_at:
        state = formats.badge("stopped", f"Ended by {key.ended_by_name}, {formats.instant(key.ended_at)}")
    elif key.expires_at <= request.unit.moment.real:
        state = formats.badge("stopped", "Run out")
    else:
        state = formats.link("End this key", reverse("api-key-end", args=[key.number]))
    return [
        key.number,
        key.name,
        format_html_join("", "{}<br>", ((labels.get(one, one),) for one in key.scopes)),
        f"{key.account_name}, {formats.instant(key.made_at)}",
        formats.instant(key.expires_at),
        state,
    ]
