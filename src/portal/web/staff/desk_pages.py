"""The pages on which staff share work: take, take the next, lay down, hand over, put off; one kind for every desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.kernel import desks
from portal.kernel.desk_lists import Which, duty_on, next_free, tabs
from portal.kernel.desks import Barred, Desk
from portal.kernel.duties import Claimed, DutyLine, Taken
from portal.kernel.models import Duty
from portal.people.colleagues import colleagues
from portal.web.pages import View, WorkRequest, page
from portal.web.staff.answers import CONFLICT, WRONG, see, with_version
from portal.web.staff.forms.desk import DutyForm, HandOverForm, PutOffForm
from portal.web.ui.components import Column

_METHODS = ["GET", "HEAD", "POST"]


class Listed(NamedTuple):
    """A duty as the desk's list shows it."""

    duty: DutyLine
    number: str
    cells: list[Any]


@dataclass(frozen=True, slots=True)
class Area:
    """A desk's pages. Its addresses are named `<prefix>-take` and so on, its records `record`, its list by worklist.

    `noun` is what is worked on; `subject` finds one by number, `number` the other way; `about` says in a line which
    it is; `listed` are its duties as the supervisor sees them, under `columns`.
    """

    desk: Desk
    prefix: str
    record: str
    noun: str
    subject: Callable[[str], UUID | None]
    number: Callable[[UUID], str]
    about: Callable[[str], str]
    columns: Sequence[Column] = ()
    listed: Callable[[Sequence[Duty]], list[Listed]] = lambda rows: []

    def url(self, step: str, *args: str) -> str:
        return reverse(f"{self.prefix}-{step}", args=args)

    def address(self, number: str) -> str:
        return reverse(self.record, args=[number])

    @property
    def queue(self) -> str:
        return reverse(self.desk.worklist.slug)


class Work(NamedTuple):
    """Who has a piece of work, and what this reader may do about that: addresses, "" for what it may not."""

    duty: DutyLine
    mine: bool
    put_off: bool
    take: str
    lay_down: str
    hand_over: str
    defer: str
    with_other: bool


def work(request: WorkRequest, area: Area, number: str, duty: DutyLine | None) -> Work | None:
    """The piece of work that a record's page shows; None where nothing waits at the desk."""
    if duty is None:
        return None
    actor = request.actor
    works = actor.may(area.desk.work)
    free = duty.claimed_by is None
    mine = not free and duty.claimed_by == actor.account
    supervises = area.desk.supervise is not None and actor.may(area.desk.supervise)
    steers = mine or supervises
    return Work(
        duty,
        mine,
        duty.diary_until is not None and duty.diary_until > request.unit.on,
        area.url("take", number) if works and free else "",
        area.url("lay-down", number) if steers and not free else "",
        area.url("hand-over", number) if steers else "",
        area.url("put-off", number) if steers else "",
        works and not free and not mine,
    )


def which_part(request: WorkRequest, area: Area) -> Which:
    """`?show=`; who works at the desk begins with what is free, everybody else with all."""
    try:
        return Which(request.GET.get("show", ""))
    except ValueError:
        return Which.FREE if request.actor.may(area.desk.work) else Which.ALL


def desk_context(request: WorkRequest, area: Area) -> tuple[dict[str, Any], Which]:
    """What the head of a desk's list shows, and the part asked for."""
    which = which_part(request, area)
    supervises = area.desk.supervise is not None and request.actor.may(area.desk.supervise)
    return {
        "which": which,
        "tabs": tabs(area.desk.worklist),
        "may_work": request.actor.may(area.desk.work),
        "take_next": area.url("take-next"),
        "supervise": area.url("supervise") if supervises else "",
    }, which


def take_next(area: Area) -> View:
    """The free piece of work that is due first becomes one's own, and opens."""

    @page(area.desk.work, f"to take the next {area.noun}")
    @require_POST
    def view(request: WorkRequest) -> HttpResponse:
        found = next_free(area.desk)
        if found is None:
            messages.info(request, f"Nothing is free: every {area.noun} has somebody, or is put off.")
            return see(area.queue)
        answer = desks.take(area.desk, duty=found.duty.id, version=found.duty.version)
        where = area.address(area.number(found.subject)) if isinstance(answer, Claimed) else area.queue
        return _told(request, answer, f"You have this {area.noun} now.", where)

    return view


def take(area: Area) -> View:
    @page(area.desk.work, f"to take a {area.noun}")
    @require_POST
    def view(request: WorkRequest, number: str) -> HttpResponse:
        return _without_form(request, area, number, desks.take, f"You have this {area.noun} now.")

    return view


def lay_down(area: Area) -> View:
    @page(area.desk.work, f"to lay down a {area.noun}")
    @require_POST
    def view(request: WorkRequest, number: str) -> HttpResponse:
        return _without_form(request, area, number, desks.lay_down, f"The {area.noun} is free again.")

    return view


def hand_over(area: Area) -> View:
    @page(area.desk.work, f"to hand over a {area.noun}")
    @require_http_methods(_METHODS)
    def view(request: WorkRequest, number: str) -> HttpResponse:
        able = colleagues(area.desk.work)

        def made(typed: Any = None, **given: Any) -> HandOverForm:
            return HandOverForm(typed, colleagues=able, **given)

        def call(duty: UUID, typed: dict[str, Any]) -> tuple[desks.Answer, str]:
            to = typed["to_account"]
            answer = desks.hand_over(area.desk, duty=duty, version=typed["version"], to_account=to, able=able)
            return answer, f"{able[to]} has this {area.noun} now."

        return _with_form(request, area, number, "Hand over", made, call)

    return view


def put_off(area: Area) -> View:
    @page(area.desk.work, f"to put off a {area.noun}")
    @require_http_methods(_METHODS)
    def view(request: WorkRequest, number: str) -> HttpResponse:
        def made(typed: Any = None, **given: Any) -> PutOffForm:
            form = PutOffForm(typed, **given)
            form.limit(request.unit.on)
            return form

        def call(duty: UUID, typed: dict[str, Any]) -> tuple[desks.Answer, str]:
            answer = desks.put_off(area.desk, duty=duty, **typed)
            return answer, f"The {area.noun} is put off. It comes back on the day you gave."

        return _with_form(request, area, number, "Put off", made, call)

    return view


def _without_form(
    request: WorkRequest, area: Area, number: str, step: Callable[..., desks.Answer], success: str
) -> HttpResponse:
    duty, form = _duty(area, number), DutyForm(request.POST)
    if not form.is_valid():
        raise Http404
    if duty is None:
        return _settled(request, area, number)
    answer = step(area.desk, duty=duty.id, version=form.cleaned_data["version"])
    return _told(request, answer, success, area.address(number))


def _with_form(
    request: WorkRequest,
    area: Area,
    number: str,
    title: str,
    made: Callable[..., forms.Form],
    call: Callable[[UUID, dict[str, Any]], tuple[desks.Answer, str]],
) -> HttpResponse:
    """The form; sent in, its answer: what was typed is kept where nothing was done."""
    duty = _duty(area, number)
    if duty is None:
        return _settled(request, area, number)
    if request.method != "POST":
        return _form_page(request, area, number, duty, made(initial={"version": duty.version}), title)
    form = made(request.POST)
    if not form.is_valid():
        return _form_page(request, area, number, duty, form, title, WRONG)
    answer, success = call(duty.id, form.cleaned_data)
    if isinstance(answer, Claimed):
        return _told(request, answer, success, area.address(number))
    status = _put_into(form, answer)
    # Its version is now the one the refusal speaks of, so that it can be sent again.
    with_version(form, duty.version)
    return _form_page(request, area, number, duty, form, title, status)


def _put_into(form: forms.Form, answer: desks.Answer) -> int:
    match answer:
        case Barred(sentence):
            form.add_error(None, sentence)
            return WRONG
        case Taken():
            form.add_error(None, f"{_faster(answer)} What you typed is still here.")
            return CONFLICT
    raise Http404


def _told(request: WorkRequest, answer: desks.Answer, success: str, url: str) -> HttpResponse:
    match answer:
        case Claimed():
            messages.success(request, success)
        case Taken():
            messages.warning(request, _faster(answer))
        case Barred(sentence):
            messages.error(request, sentence)
        case None:
            raise Http404
    return see(url)


def _faster(answer: Taken) -> str:
    return f"{answer.by_name or 'Somebody'} changed this while you had it open. Nothing of yours was done."


def _form_page(
    request: WorkRequest,
    area: Area,
    number: str,
    duty: DutyLine,
    form: forms.Form,
    title: str,
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "duty": duty,
        "number": number,
        "about": area.about(number),
        "queue": area.queue,
        "queue_title": area.desk.worklist.title,
        "back": area.address(number),
    }
    return render(request, "staff/duty_form.html", context, status=status)


def _duty(area: Area, number: str) -> DutyLine | None:
    """The desk's open duty on it; None once it is settled. 404 where there is nothing of this number."""
    subject = area.subject(number)
    if subject is None:
        raise Http404
    return duty_on(area.desk.worklist, subject)


def _settled(request: WorkRequest, area: Area, number: str) -> HttpResponse:
    if request.method == "POST":
        messages.warning(
            request, f"This {area.noun} does not wait for anybody here any more. Nothing was changed."
        )
    return see(area.address(number))
