"""The roll-out: who works in this portal and who moves when; one organization or many set at once (row A6)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from portal.policy.roles import Permission
from portal.providers.queries import STATE_WORDS, RollOutRow, ids_of, roll_out
from portal.providers.results import NotAllowed, NotFound
from portal.providers.services.enrolment import Asked, Moved, set_enrolment
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms.provider import FindRollOut, RollOutForm
from portal.web.ui import formats
from portal.web.ui.components import Column
from portal.web.ui.tables import with_query

_COLUMNS = (
    Column("Organization", header=True),
    Column("Kind"),
    Column("State"),
    Column("Since"),
    Column("Moves"),
    Column("Record"),
)
_MOST = 500


@page(Permission.READ_PROVIDERS, "to see the roll-out")
@require_safe
def roll_out_list(request: WorkRequest) -> HttpResponse:
    return _shown(request, RollOutForm(today=request.unit.on), set(), 200)


@page(Permission.KEEP_PROVIDERS, "to set the roll-out", fresh=True)
@require_POST
def roll_out_set(request: WorkRequest) -> HttpResponse:
    form = RollOutForm(request.POST, today=request.unit.on)
    chosen = dict(_read(value) for value in request.POST.getlist("chosen")[:_MOST])
    if not chosen:
        form.is_valid()
        form.add_error(None, "Choose at least one organization in the list.")
    if not form.is_valid():
        return _shown(request, form, set(chosen), WRONG)
    known = ids_of(list(chosen))
    answer = set_enrolment(
        asked=[Asked(row.pk, chosen[number]) for number, row in known.items()], **form.cleaned_data
    )
    match answer:
        case NotFound():
            raise Http404
        case NotAllowed(sentence, field):
            form.add_error(field or None, sentence)
            return _shown(request, form, set(chosen), WRONG)
        case Moved():
            return _told(request, form, answer, {row.pk: number for number, row in known.items()})


def _told(request: WorkRequest, form: RollOutForm, answer: Moved, numbers: dict[UUID, str]) -> HttpResponse:
    state, day = STATE_WORDS[form.cleaned_data["state"]], formats.day(form.cleaned_data["from_on"])
    if answer.moved:
        many = "organization is" if len(answer.moved) == 1 else "organizations are"
        messages.success(
            request, f"{len(answer.moved)} {many} set to “{state}” from {day}. Their people are told by mail."
        )
    if answer.same:
        messages.info(request, f"{len(answer.same)} stood so already; nothing was changed there.")
    if not answer.changed:
        return see(reverse("staff-roll-out") + with_query(request.GET))
    form.add_error(
        None,
        f"{len(answer.changed)} changed while you had the page open and were left as they are. They are still "
        "chosen below with what stands now; send again to set them too.",
    )
    return _shown(request, form, {numbers[one] for one in answer.changed}, CONFLICT)


def _shown(request: WorkRequest, form: RollOutForm, chosen: set[str], status: int) -> HttpResponse:
    find = FindRollOut(request.GET or None)
    typed = find.cleaned_data if find.is_bound and find.is_valid() else {}
    lines = roll_out(
        find=typed.get("find", ""), state=typed.get("state", ""), page=listing.page_number(request)
    )
    keeps = request.actor.may(Permission.KEEP_PROVIDERS)
    rows = [[_box(row, chosen) if keeps else row.name, *_cells(row)] for row in lines.rows]
    context = {
        "find": find,
        "form": form,
        "keeps": keeps,
        "action": reverse("staff-roll-out-set") + with_query(request.GET),
        "lines": lines,
        "table": listing.table(request, "Organizations", _COLUMNS, rows, "No organization is like that."),
        "reset": reverse("staff-roll-out") if request.GET else "",
    }
    return render(request, "staff/roll_out.html", context, status=status)


def _cells(row: RollOutRow) -> list[Any]:
    moves = f"{row.next_state} from {row.next_on:%m/%d/%Y}" if row.next_on else None
    return [
        row.kind_words,
        formats.badge(_LOOKS[row.state], capfirst(STATE_WORDS[row.state])),
        listing.short_day(row.since),
        moves,
        formats.link("Open", reverse("staff-provider", args=[row.provider]), hidden=f": {row.name}"),
    ]


_LOOKS = {"not-enrolled": "draft", "pilot": "open", "live": "current"}


def _box(row: RollOutRow, chosen: set[str]) -> SafeString:
    """The box carries how many roll-out rows the page knew of, so that a change meanwhile is noticed."""
    return format_html(
        '<span class="usa-checkbox bg-transparent"><input class="usa-checkbox__input" type="checkbox" name="chosen" '
        'id="{id}" value="{number}:{seen}"{checked}><label class="usa-checkbox__label margin-top-0" for="{id}">'
        '<span class="usa-sr-only">Choose </span>{name}</label></span>',
        id=f"choose-{row.provider}",
        number=row.provider,
        seen=row.seen,
        name=row.name,
        checked=SafeString(" checked") if row.provider in chosen else "",
    )


def _read(value: str) -> tuple[str, int]:
    number, _, seen = value.partition(":")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 8):
        raise Http404
    return number, int(seen)
