"""The contacts of one case: phase, clock, notes, and the form to write down the next one, on one page."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.casework.cases import CaseLine, case
from portal.casework.contacts import Contacts, contacts_of, given_too_early
from portal.casework.notes import NoteLine, note_of, notes_of
from portal.casework.plan.words import SERVICES
from portal.casework.results import Changed, NotFound
from portal.casework.services.note_contact import (
    NOT_ASSIGNED,
    Noted,
    NotNoted,
    correct_contact,
    note_contact,
    strike_contact,
)
from portal.casework.worklists import next_due
from portal.kernel import files
from portal.kernel.files import Inspected
from portal.policy.contact import standing
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.clock import clock, phase_words
from portal.web.provider.drafting import see
from portal.web.provider.forms.contact import ContactForm
from portal.web.ui import formats

_MET = "{} corrected this note while you had it open. Nothing of yours was kept: look at what it says now."


@page(Permission.READ_CASEWORK, "to see and write down contacts of a case")
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: WorkRequest, number: str) -> HttpResponse:
    line, found = _of(number)
    if request.method != "POST":
        return _page(request, line, found, None)
    if not request.actor.may(Permission.WORK_CASEWORK):
        raise Http404
    form = _sent(request, line, found)
    if not form.is_valid():
        return _page(request, line, found, form, status=422)
    answer = note_contact(case=line.id, contact=form.contact())
    match answer:
        case Noted():
            messages.success(request, _kept(answer))
            return see(_after(request, line))
        case NotNoted(problems):
            _add(form, problems)
            return _page(request, line, found, form, status=422)
        case NotFound():
            raise Http404


@page(Permission.WORK_CASEWORK, "to correct a note on a contact")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: WorkRequest, number: str, note: UUID) -> HttpResponse:
    line, found = _of(number)
    old = note_of(note)
    if old is None or old[0] != line.id or found is None:
        raise Http404
    if request.method != "POST":
        if not old[1].standing:
            return see(reverse("contacts", args=[number]))
        return _correcting(request, line, old[1], _form(request, found, initial=_initial(old[1])))
    form = _sent(request, line, found)
    if not form.is_valid():
        return _correcting(request, line, old[1], form, status=422)
    answer = correct_contact(note=note, contact=form.contact())
    match answer:
        case Noted():
            messages.success(request, "The note is corrected. The one before stays on record.")
            return see(reverse("contacts", args=[number]))
        case NotNoted(problems):
            _add(form, problems)
            return _correcting(request, line, old[1], form, status=422)
        case Changed(by_name):
            refused = _MET.format(by_name or "Somebody")
            return _correcting(request, line, old[1], form, status=409, refused=refused)
        case NotFound():
            raise Http404


@page(Permission.WORK_CASEWORK, "to strike out a note entered in error")
@require_POST
def strike(request: WorkRequest, number: str, note: UUID) -> HttpResponse:
    line, _ = _of(number)
    old = note_of(note)
    if old is None or old[0] != line.id:
        raise Http404
    answer = strike_contact(note=note)
    if isinstance(answer, NotFound):
        raise Http404
    if isinstance(answer, Changed):
        messages.error(request, _MET.format(answer.by_name or "Somebody"))
    else:
        messages.success(request, "The note is struck out. It stays on record and counts no more.")
    return see(reverse("contacts", args=[number]))


def _of(number: str) -> tuple[CaseLine, Contacts | None]:
    line = case(number)
    if line is None:
        raise Http404
    return line, contacts_of([line.id], with_goals=True).get(line.id)


def _page(
    request: WorkRequest, line: CaseLine, found: Contacts | None, form: ContactForm | None, status: int = 200
) -> HttpResponse:
    superseded = request.GET.get("all") == "1"
    notes = notes_of(line.id, superseded=superseded, page=listing.page_number(request))
    if form is None and found is not None and request.actor.may(Permission.WORK_CASEWORK):
        latest = notes.rows[0].method if notes.rows else ""
        form = _form(
            request, found, initial={"happened_on": request.unit.on, "method": latest, "once": uuid4()}
        )
    context = {
        "case": line,
        "form": form,
        "notes": notes,
        "rows": [_row(line, found, note) for note in notes.rows],
        "superseded": superseded,
        "not_assigned": NOT_ASSIGNED if found is None else "",
        **(picture(request, found) if found else {}),
    }
    return render(request, "provider/casework/contacts.html", context, status=status)


def picture(request: WorkRequest, found: Contacts) -> dict[str, Any]:
    """Phase and clock, as this page and the case's record show them. Nothing is due once the Ticket is unassigned."""
    on, ended = request.unit.on, found.facts.unassigned_on
    if ended is not None and ended <= on:
        return {"phase": "", "clock": None}
    now = standing(found.facts, on)
    return {
        "phase": phase_words(found, on),
        "clock": clock(found, now, on),
        "may_give_back": now.clock is not None and request.actor.may(Permission.ASSIGN_TICKETS),
    }


def _correcting(
    request: WorkRequest,
    line: CaseLine,
    note: NoteLine,
    form: ContactForm,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    context = {"case": line, "note": note, "form": form, "refused": refused}
    return render(request, "provider/casework/contact_correct.html", context, status=status)


def _form(request: WorkRequest, found: Contacts | None, data: Any = None, **more: Any) -> ContactForm:
    services = found.goals.ever if found and found.goals else ()
    return ContactForm(data, services=services, today=request.unit.on, **more)


def _sent(request: WorkRequest, line: CaseLine, found: Contacts | None) -> ContactForm:
    """A file that can be taken is taken first, so that nobody has to choose it again after a slip elsewhere."""
    data, problem = request.POST.copy(), ""
    chosen = request.FILES.get("upload")
    if chosen is not None and found is not None:
        judged = files.inspected(chosen)
        if isinstance(judged, Inspected):
            data["file"] = files.receive(
                inspected=judged,
                person=found.person,
                organisation=found.organisation,
                assignment=line.id,
                subject=line.id,
            ).number
        else:
            problem = judged.sentence
    form = _form(request, found, data)
    if problem:
        form.add_error("upload", problem)
    return form


def _initial(note: NoteLine) -> dict[str, Any]:
    names = ("happened_on", "method", "purpose", "content", "result", "follow_up_on", "no_more_contact")
    return {
        **{name: getattr(note, name) for name in names},
        "answered": note.two_way,
        "services": list(note.services),
        "file": note.file_number,
        "once": uuid4(),
    }


def _add(form: ContactForm, problems: tuple[tuple[str, str], ...]) -> None:
    for name, sentence in problems:
        form.add_error("upload" if name == "file" else name or None, sentence)


def _after(request: WorkRequest, line: CaseLine) -> str:
    """The same case, or the one whose contact is due next."""
    if request.POST.get("action") == "next" and (number := next_due(after=line.id)) is not None:
        return of_number("contacts", number)
    return of_number("contacts", line.number)


def _kept(answer: Noted) -> str:
    kind = "The two-way contact" if answer.two_way else "The attempt"
    return f"{kind} is written down. {answer.flagged}".strip()


def _row(line: CaseLine, found: Contacts | None, note: NoteLine) -> dict[str, Any]:
    early = given_too_early(found, note.happened_on) if found and note.services else ""
    return {
        "note": note,
        "services": ", ".join(SERVICES[kind].title if kind in SERVICES else kind for kind in note.services),
        "early": early,
        "recorded": formats.instant(note.recorded_at),
        "correct": reverse("contact-correct", args=[line.number, note.id]) if note.standing else "",
        "strike": reverse("contact-strike", args=[line.number, note.id]) if note.standing else "",
    }
