"""Claims of costs beside a Ticket's payments: entered from the Ticket, each with its answers (PAY-22; row E9)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel.actor import Actor
from portal.payments.cost_claims import CostLine, cases_to_choose, cost_claims, costs_in, recordings
from portal.payments.cost_moves import State, open_moves
from portal.payments.results import Done
from portal.payments.services.cost_claims import Costs, answer_cost_claim, enter_cost_claim
from portal.policy.roles import Permission
from portal.tickets.models import Ticket
from portal.web.costs import period
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import WRONG, put_into, see
from portal.web.staff.cost_tables import beside, costs_table, recordings_table
from portal.web.staff.forms.costs import CostAnswerForm, CostClaimForm

ENTERED = "The claim is on record."
ANSWERED = "The answer is on record."
_METHODS = ["GET", "HEAD", "POST"]


@page(Permission.WORK_PAYMENT_QUEUE, "to see which claims of costs have no answer")
@require_safe
def listed(request: WorkRequest) -> HttpResponse:
    lines = costs_in(State.CLAIMED, listing.page_number(request), listing.PAGE_SIZE)
    context = {"lines": lines, "table": costs_table(lines.rows, linked=True)}
    return render(request, "staff/cost_claims.html", context)


@page(Permission.WORK_PAYMENT_QUEUE, "to see claims of costs and to enter one")
@require_http_methods(_METHODS)
def of_ticket(request: WorkRequest, number: str) -> HttpResponse:
    """Nobody's name is shown: agency, case and months are enough."""
    ticket = Ticket.objects.filter(number=number).first()
    if ticket is None:
        raise Http404
    cases = cases_to_choose(ticket.person_id)
    form = CostClaimForm(request.POST or None, cases=cases)
    status = 200
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            answer = enter_cost_claim(Costs(ticket=ticket.pk, **form.cleaned_data))
            if isinstance(answer, Done):
                return _said(request, ENTERED, answer)
            status = put_into(form, answer)
    context = {
        "number": number,
        "form": form,
        "cases": cases,
        "table": costs_table(cost_claims(ticket.pk), linked=True),
        "back": reverse("staff-ticket", args=[number]),
    }
    return render(request, "staff/costs.html", context, status=status)


@page(Permission.WORK_PAYMENT_QUEUE, "to see a claim of costs and to enter its answer")
@require_http_methods(_METHODS)
def claim(request: WorkRequest, number: str) -> HttpResponse:
    recorded = recordings(number)
    if not recorded:
        raise Http404
    form = _answer_form(request.actor, recorded[0], request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            answer = answer_cost_claim(number=number, **form.cleaned_data)
            if isinstance(answer, Done):
                return _said(request, ANSWERED, answer)
            status = put_into(form, answer)
    line = recorded[0]
    context = {
        "line": line,
        "period": period(line.from_month, line.last_month),
        "beside": beside(line),
        "form": form,
        "table": recordings_table(recorded),
        "back": reverse("staff-ticket-costs", args=[line.ticket_number]),
    }
    return render(request, "staff/cost_claim.html", context, status=status)


def _answer_form(actor: Actor, line: CostLine, typed: object) -> CostAnswerForm:
    moves = open_moves(line.state, actor)
    return CostAnswerForm(typed, moves=moves, initial={"seen": line.row})


def _said(request: WorkRequest, sentence: str, answer: Done) -> HttpResponse:
    (messages.warning if answer.said else messages.success)(request, f"{sentence} {answer.said}".strip())
    return see(reverse("staff-cost-claim", args=[answer.number]))
