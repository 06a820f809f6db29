"""Deciding a request: form, check page, done. Nothing is lost where somebody else was faster."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.kernel.moves import Refusal
from portal.payments.models import PaymentRequest
from portal.payments.moves import may_move, move_named
from portal.payments.results import Changed, Done
from portal.payments.rows import RequestRow, of_ids
from portal.payments.services.locked import last_person
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import note_templates
from portal.web.staff.answers import CONFLICT, WRONG, changed_words, put_into, see, with_version
from portal.web.staff.areas import AT_SSA, PAYMENTS
from portal.web.staff.deciding import DECIDING, SSA_MOVES, Deciding, initial, prepared
from portal.web.staff.forms.moves import MoveForm, TemplateForm
from portal.web.staff.queries.judged import judged_now

_METHODS = ["GET", "HEAD", "POST"]


@page(Permission.WORK_PAYMENT_QUEUE, "to decide a payment request", fresh=True)
@require_http_methods(_METHODS)
def make_move(request: WorkRequest, number: str, move: str) -> HttpResponse:
    """A move of the analysts."""
    return _step(request, number, move)


@page(Permission.WORK_SSA_QUEUE, "to decide a payment request for Social Security", fresh=True)
@require_http_methods(_METHODS)
def answer_at_ssa(request: WorkRequest, number: str, move: str) -> HttpResponse:
    """A move of Social Security's authoriser."""
    return _step(request, number, move)


def _step(request: WorkRequest, number: str, move: str) -> HttpResponse:
    """`action` of a POST: template (fill the note in), check, change (back to the form), confirm."""
    case = _Case(request, number, DECIDING[move])
    action = request.POST.get("action", "check") if request.method == "POST" else ""
    if action == "confirm":
        return case.confirm()
    if (refusal := case.refusal()) is not None:
        return case.closed(refusal.sentence)
    match action:
        case "":
            return case.form_page(case.fresh())
        case "template":
            return case.form_page(case.with_template())
        case "change":
            return case.form_page(case.unchecked(request.POST))
        case _:
            return case.check()


class _Case:
    """One request being decided by one move, for the length of one page."""

    def __init__(self, request: WorkRequest, number: str, deciding: Deciding) -> None:
        found = PaymentRequest.objects.filter(number=number).first()
        if found is None:
            raise Http404
        self.request, self.deciding, self.found = request, deciding, found
        # Once it is decided there is nothing to judge: the page then says so and shows no answer.
        now = judged_now(found)
        self.answer: dict[str, Any] = now.answer or {"outcome": "", "checks": [], "primary": None}
        self.payable = now.payable

    def refusal(self) -> Refusal | None:
        """Why the move is not open to this person, if it is not."""
        move = move_named(self.deciding.move)
        before = last_person(self.found) if move.second_person else None
        return may_move(self.found.state, move, self.request.actor, before)

    @cached_property
    def row(self) -> RequestRow:
        """The line with the name, opened only where it is shown: opening it is a look."""
        return of_ids([self.found.pk])[0]

    def fresh(self) -> MoveForm:
        begin = initial(self.deciding.move, self.found.version, self.answer)
        return prepared(self.deciding, self.answer, **begin)

    def bound(self) -> MoveForm:
        return prepared(self.deciding, self.answer, self.request.POST)

    def unchecked(self, typed: Any) -> MoveForm:
        """What was typed, without complaints about what is not finished."""
        names = self.deciding.form.base_fields
        return prepared(self.deciding, self.answer, **{name: typed.get(name, "") for name in names})

    def with_template(self) -> MoveForm:
        typed = self.request.POST.dict()
        text = note_templates.text_of(self.deciding.move, typed.get("template", ""))
        field = self.deciding.text_field
        if text and text not in typed.get(field, ""):
            typed[field] = "\n\n".join(part for part in (typed.get(field, "").strip(), text) if part)
        return self.unchecked(typed)

    def check(self) -> HttpResponse:
        form = self.bound()
        if not form.is_valid():
            return self.form_page(form, WRONG)
        context = {
            **self.context(form),
            "answers": self.deciding.check(form.cleaned_data, self.payable),
            "typed": [(name, self.request.POST.get(name, "")) for name in form.fields],
        }
        return render(self.request, "staff/decide_check.html", context)

    def confirm(self) -> HttpResponse:
        form = self.bound()
        if not form.is_valid():
            return self.form_page(form, WRONG)
        answer = self.deciding.call(self.found.pk, form.cleaned_data)
        if isinstance(answer, Done):
            messages.success(self.request, self.deciding.success)
            return see(self.record_url)
        if (refusal := self.refusal()) is not None:
            return self.closed(changed_words(answer) if isinstance(answer, Changed) else refusal.sentence)
        status = put_into(form, answer)
        if status == CONFLICT:
            # The page now shows the request as it is, so what was typed may be sent with its new version.
            with_version(form, self.found.version)
        return self.form_page(form, status)

    def form_page(self, form: MoveForm, status: int = 200) -> HttpResponse:
        return render(self.request, "staff/decide.html", self.context(form), status=status)

    def closed(self, sentence: str) -> HttpResponse:
        """The move is not open now. What was typed stays readable, so that it can be copied."""
        typed = self.request.POST.get(self.deciding.text_field, "")
        title = self.deciding.title
        context = {**self.context(None), "title": title, "sentence": sentence, "typed": typed}
        return render(self.request, "staff/decide_closed.html", context, status=CONFLICT)

    def context(self, form: MoveForm | None) -> dict[str, Any]:
        return {
            "row": self.row,
            "form": form,
            "deciding": self.deciding,
            "answer": self.answer,
            "payable": self.payable,
            "templates": TemplateForm(move=self.deciding.move),
            "back": self.record_url,
            "queue": (AT_SSA if self.deciding.move in SSA_MOVES else PAYMENTS),
        }

    @property
    def record_url(self) -> str:
        return reverse("staff-request", args=[self.found.number])
