"""Closing a cost-reimbursement case and correcting a closing: what follows is shown before anything is done (TT-04)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal.casework.agency.cases import Scope, VrLine
from portal.casework.services.vr_case import close as close_it
from portal.casework.services.vr_case import correct as correct_it
from portal.policy.roles import Permission
from portal.tickets.results import NotDone, VrCaseClosed
from portal.tickets.services.vr_case import Foreseen, foresee_closing, foresee_correction
from portal.tickets.services.vr_case_at import Closing
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider.drafting import see
from portal.web.provider.forms.agency import CloseCaseForm, CorrectClosingForm
from portal.web.provider.pages.casework.vr_cases import seen_in, vr_case_or_404
from portal.web.ui import formats


@page(Permission.WORK_VR_CASES, "to close a cost-reimbursement case")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: WorkRequest, number: str) -> HttpResponse:
    """Fill in, check what follows, confirm. What was typed travels along until it is done."""
    line = vr_case_or_404(number).line
    if line.state != Scope.OPEN and request.method != "POST":
        return _elsewhere(request, line, "This case is not open any more.")
    return _step(request, line, CloseCaseForm, foresee_closing, close_it, correcting=False)


@page(Permission.WORK_VR_CASES, "to correct the closing of a cost-reimbursement case")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: WorkRequest, number: str) -> HttpResponse:
    line = vr_case_or_404(number).line
    if line.state != Scope.CLOSED and request.method != "POST":
        return _elsewhere(request, line, "This case is not closed, so there is no closing to correct.")
    return _step(request, line, CorrectClosingForm, foresee_correction, correct_it, correcting=True)


def _step(
    request: WorkRequest,
    line: VrLine,
    kind: type[CloseCaseForm],
    foresee: Callable[..., Foreseen | None],
    service: Callable[..., VrCaseClosed | NotDone],
    *,
    correcting: bool,
) -> HttpResponse:
    frame = _frame(line, _seen(request, line), correcting=correcting)
    form = kind(request.POST or None, initial=_initial(line) if correcting else {})
    asked_again = request.method != "POST" or request.POST.get("action") == "change"
    if asked_again or not form.is_valid():
        context = {**frame, "form": form}
        return render(request, "provider/agency/close.html", context, status=200 if asked_again else 422)
    closing = _closing(line, frame["seen"], form)
    if request.POST.get("action") == "confirm":
        answer = service(closing=closing)
        if isinstance(answer, VrCaseClosed):
            messages.success(request, _done(answer))
            return see(of_number("vr-case", line.number))
        form.add_error(None, answer.sentence)
        return render(request, "provider/agency/close.html", {**frame, "form": form}, status=409)
    seen = foresee(closing=closing)
    if seen is None or not seen.granted:
        context = {**frame, "form": form, "decision": seen and seen.decision}
        return render(request, "provider/agency/close.html", context, status=409)
    return render(request, "provider/agency/close_check.html", {**frame, **_checked(form, closing, seen)})


def _frame(line: VrLine, seen: UUID, *, correcting: bool) -> dict[str, Any]:
    return {
        "line": line,
        "seen": seen,
        "title": "Correct the closing" if correcting else "Close the case",
        "correcting": correcting,
        "back": of_number("vr-case", line.number),
    }


def _checked(form: CloseCaseForm, closing: Closing, seen: Foreseen) -> dict[str, Any]:
    effect = seen.effect
    until = effect and effect.extended_until
    return {
        "typed": [(name, form.data.get(name, "")) for name in form.fields],
        "closes_on": closing.closes_on,
        "employed": closing.employed,
        "extended_through": until and until - timedelta(days=1),
        "phase_1_open_from": effect and effect.phase_1_open_from,
    }


def _initial(line: VrLine) -> dict[str, Any]:
    employed = None if line.employed is None else "yes" if line.employed else "no"
    return {"closes_on": line.closed_on, "employed": employed}


def _closing(line: VrLine, seen: UUID, form: CloseCaseForm) -> Closing:
    said = form.cleaned_data
    employed = {"yes": True, "no": False}.get(said["employed"])
    return Closing(line.number, seen, said["closes_on"], employed)


def _seen(request: WorkRequest, line: VrLine) -> UUID:
    """The recording the page was made from."""
    return seen_in(request) if request.method == "POST" else line.id


def _elsewhere(request: WorkRequest, line: VrLine, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    return see(of_number("vr-case", line.number))


def _done(answer: VrCaseClosed) -> str:
    if answer.closed_on is None:
        return "The closing was taken back. The case is open."
    return f"The case is closed from {formats.day(answer.closed_on)}."
