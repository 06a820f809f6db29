"""An agency's claims of costs: the list, a claim for a case, and taking one back (PAY-22; rows C6 and E9)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal.payments.cost_claims import CostLine, costs_in, recordings
from portal.payments.cost_moves import State
from portal.payments.results import Changed, Done, NotAllowed, NotFound
from portal.payments.services.cost_claims import AgencyClaim, claim_costs, foresee_costs, withdraw_costs
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.costs import PeriodForm, period
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.cost_table import costs_table
from portal.web.provider.drafting import see
from portal.web.provider.pages.casework.vr_cases import seen_in, vr_case_or_404
from portal.web.ui import formats

CHANGED = "Somebody changed this claim while you had it open. Nothing of yours was done."
_TITLES = {
    State.CLAIMED: "Claims of costs without an answer",
    State.PAID: "Costs that were paid",
    State.DENIED: "Claims of costs that were denied",
    State.WITHDRAWN: "Claims of costs that you withdrew",
}


@page(Permission.CLAIM_COSTS, "to see the agency's claims of costs")
@require_safe
def listed(request: WorkRequest) -> HttpResponse:
    asked = request.GET.get("state", "")
    state = State(asked) if asked in State else State.CLAIMED
    lines = costs_in(state, listing.page_number(request), listing.PAGE_SIZE)
    context = {
        "title": _TITLES[state],
        "table": costs_table(_TITLES[state], lines.rows, with_case=True, query=request.GET),
        "lines": lines,
        "others": [(_TITLES[one], f"{request.path}?state={one}") for one in State if one is not state],
    }
    return render(request, "provider/agency/costs.html", context)


@page(Permission.CLAIM_COSTS, "to claim costs of a case")
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: WorkRequest, number: str) -> HttpResponse:
    """Fill in, check, send. What was typed travels along until it is done."""
    line, form = vr_case_or_404(number).line, PeriodForm(request.POST or None)
    back = of_number("vr-case", number)
    frame = {"line": line, "form": form, "back": back}
    asked_again = request.method != "POST" or request.POST.get("action") == "change"
    if asked_again or not form.is_valid():
        status = 200 if asked_again else 422
        return render(request, "provider/agency/claim_costs.html", frame, status=status)
    asked, confirmed = AgencyClaim(number, **form.cleaned_data), request.POST.get("action") == "confirm"
    answer = claim_costs(asked) if confirmed else foresee_costs(asked)
    match answer:
        case None:
            return render(request, "provider/agency/claim_costs_check.html", frame | _checked(form))
        case Done():
            messages.success(request, f"Your claim of costs {answer.number} is on record.")
            return see(back)
        case NotAllowed(sentence):
            form.add_error(None, sentence)
        case _:
            raise Http404
    return render(request, "provider/agency/claim_costs.html", frame, status=422)


@page(Permission.CLAIM_COSTS, "to withdraw a claim of costs")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: WorkRequest, number: str) -> HttpResponse:
    line = _claim_or_404(number)
    back = of_number("vr-case", line.vr_case)
    if request.method != "POST" and line.state != State.CLAIMED:
        messages.info(request, "This claim has its answer, so there is nothing to withdraw.")
        return see(back)
    if request.method != "POST":
        context = {"line": line, "period": period(line.from_month, line.last_month), "back": back}
        return render(request, "provider/agency/withdraw_costs.html", context)
    match withdraw_costs(number=number, seen=seen_in(request)):
        case Done():
            messages.success(request, f"Your claim of costs {number} is withdrawn.")
        case NotAllowed(sentence):
            messages.error(request, sentence)
        case Changed():
            messages.warning(request, CHANGED)
        case NotFound():
            raise Http404
    return see(back)


def _claim_or_404(number: str) -> CostLine:
    recorded = recordings(number)
    if not recorded:
        raise Http404
    return recorded[0]


def _checked(form: PeriodForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "typed": [(name, form.data.get(name, "")) for name in form.fields],
        "period": period(said["from_month"], said["last_month"]),
        "costs": formats.money(said["amount_cents"]),
    }
