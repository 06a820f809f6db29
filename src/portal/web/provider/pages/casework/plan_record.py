"""A locked plan or amendment: what it says, who signed it and how, its PDF, copies given; unlocking it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.casework import kinds
from portal.casework.cases import CaseLine
from portal.casework.models import Case, PlanCopy, SignedForm
from portal.casework.plan.forms import FormRecord, form, lines, whole_plan
from portal.casework.results import Changed, NotAllowed, NotFound
from portal.casework.services.give_copy import give_copy
from portal.casework.services.start_plan import assigned
from portal.casework.services.unlock import unlock as withdraw
from portal.integrity.queries import of_form
from portal.kernel.drafts import open_about
from portal.policy.roles import Permission
from portal.support.queries import paper_of
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.plan_pdf import plan_pdf
from portal.web.provider.drafting import see
from portal.web.provider.forms.signing import CopyForm
from portal.web.ui import formats
from portal.web.ui.typed import read_version

_PLANS = (SignedForm.Kind.IWP, SignedForm.Kind.AMENDMENT)
# Where a form that is unlocked is written on.
_WRITTEN_AT = {SignedForm.Kind.IWP: "plan", SignedForm.Kind.AMENDMENT: "amendment"}


@page(Permission.READ_CASEWORK, "to see a plan or amendment")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    found = form_or_404(number)
    if found.line.kind == SignedForm.Kind.SSA_1365 and request.actor.may(Permission.READ_VR_CASES):
        return see(reverse("ssa-1365", args=[number]))
    return _shown(request, found, CopyForm(initial={"given_on": request.unit.on}))


@page(Permission.READ_CASEWORK, "to print a plan with its amendments")
@require_safe
def document(request: WorkRequest, number: str) -> HttpResponse:
    """The plan with every amendment, as signed; dated the day it was locked."""
    found = form_or_404(number)
    if found.line.kind == SignedForm.Kind.SSA_1365:
        raise Http404
    parts = whole_plan(found.line.case)
    if found.line.id not in {one.line.id for one in parts}:
        # Withdrawn or replaced: it stands by itself, and its state says so.
        parts = [found]
    return pdf(f"{number}.pdf", plan_pdf(parts, request.actor.organisation_name))


@page(Permission.WORK_CASEWORK, "to write down that a copy was given")
@require_POST
def copy(request: WorkRequest, number: str) -> HttpResponse:
    found = form_or_404(number)
    entered = CopyForm(request.POST)
    if not entered.is_valid():
        return _shown(request, found, entered, status=422)
    answer = give_copy(
        form=found.line.id, given_on=entered.cleaned_data["given_on"], way=entered.cleaned_data["way"]
    )
    if isinstance(answer, NotFound):
        raise Http404
    if isinstance(answer, NotAllowed):
        entered.add_error("given_on", answer.sentence)
        return _shown(request, found, entered, status=422)
    messages.success(request, "The copy is on record.")
    return see(reverse("plan-record", args=[number]))


@page(Permission.WORK_CASEWORK, "to unlock a plan or amendment that is not signed by both")
@require_POST
def unlock(request: WorkRequest, number: str) -> HttpResponse:
    form = SignedForm.objects.filter(number=number).select_related("case").defer("content").first()
    if form is None:
        raise Http404
    answer = withdraw(form=form.pk, version=read_version(request.POST.get("version", "")))
    match answer:
        case NotFound():
            raise Http404
        case NotAllowed(sentence):
            messages.error(request, sentence)
        case Changed():
            messages.error(request, "Somebody signed this while you had it open. Look at it again.")
        case _:
            messages.success(
                request, f"{number} is unlocked. What you locked is withdrawn; both sign the new one."
            )
            return see(reverse(_WRITTEN_AT.get(SignedForm.Kind(form.kind), "case"), args=[form.case.number]))
    return see(reverse("plan-record", args=[number]))


def form_or_404(number: str) -> FormRecord:
    found = form(number)
    if found is None:
        raise Http404
    return found


def section(request: WorkRequest, case: CaseLine) -> dict[str, Any]:
    """The plan on the case's record: where it stands, and what can be done."""
    found = [one for one in lines(case.id) if one.kind != SignedForm.Kind.SSA_1365]
    may = request.actor.may(Permission.WORK_CASEWORK)
    drafts = open_about(case.id) if may else {}
    plan_open, amendment_open = kinds.IWP in drafts, kinds.AMENDMENT in drafts
    live = [one for one in found if one.state in (SignedForm.State.TO_SIGN, SignedForm.State.SIGNED)]
    plan = next((one for one in live if one.kind == SignedForm.Kind.IWP), None)
    signed = plan is not None and plan.state == SignedForm.State.SIGNED
    waits = any(one.state == SignedForm.State.TO_SIGN for one in live)
    is_open = may and case.closed_on is None
    return {
        "forms": found,
        "draft": plan_open,
        "may_start": is_open and not plan_open and plan is None,
        "may_correct": may and not plan_open and signed and case.assigned_on is None,
        "amendment": amendment_open,
        "may_amend": is_open and signed and case.assigned_on is not None and not amendment_open and not waits,
    }


def _shown(
    request: WorkRequest, found: FormRecord, copy_form: CopyForm, *, status: int = 200
) -> HttpResponse:
    line = found.line
    to_sign = line.state == SignedForm.State.TO_SIGN
    may_work = request.actor.may(Permission.WORK_CASEWORK)
    signed = may_work and line.state == SignedForm.State.SIGNED and line.kind in _PLANS
    is_assigned = signed and assigned(line.case)
    paper = paper_of(line.number) if line.way == SignedForm.Way.PAPER else None
    context = {
        "form": found,
        "line": line,
        "state_words": SignedForm.State(line.state).label,
        "kind_words": SignedForm.Kind(line.kind).label,
        "case_number": Case.objects.filter(pk=line.case).values_list("number", flat=True).get(),
        "may_sign": to_sign and request.actor.may(Permission.SIGN_PLANS),
        "may_unlock": to_sign and may_work,
        "may_copy": line.in_force_from is not None and may_work,
        "may_amend": is_assigned,
        "paper": paper,
        "entered_words": f"the mail room, {formats.day(paper.entered_at)}" if paper else "",
        "review": of_form(line.id),
        "may_send": signed and line.kind == SignedForm.Kind.IWP and not is_assigned,
        "copy_form": copy_form,
        "copies": [(one, PlanCopy.Way(one.way).label) for one in found.copies],
    }
    return render(request, "provider/plan/record.html", context, status=status)
