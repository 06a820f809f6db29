"""Signing a plan or amendment: by the representative, by the Ticketholder on this screen, from a scanned page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.casework.plan.facts import representatives
from portal.casework.plan.forms import FormRecord
from portal.casework.results import NotAllowed, NotFound, SignedNow
from portal.casework.services.sign import ELECTRONIC, HOLDER, IN_PERSON, PROVIDER, SCANNED, Given, sign
from portal.kernel import files
from portal.kernel.files import Inspected
from portal.policy.roles import Permission
from portal.web.account.places import browser_of, network_of
from portal.web.pages import WorkRequest, page
from portal.web.provider.drafting import see
from portal.web.provider.forms.signing import ScanForm, SignForm
from portal.web.provider.pages.casework.plan_record import form_or_404

_AGREES: dict[str, str] = {
    PROVIDER: "I sign this for my organization. I have checked it with the Ticketholder.",
    HOLDER: "I have read this, or it was read to me. I agree to it and sign it.",
}


@page(Permission.SIGN_PLANS, "to sign for the organization", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def representative(request: WorkRequest, number: str) -> HttpResponse:
    return _by_name(request, number, PROVIDER, ELECTRONIC, request.actor.name, request.actor.account)


@page(Permission.SIGN_PLANS, "to let the Ticketholder sign on this screen")
@require_http_methods(["GET", "HEAD", "POST"])
def in_person(request: WorkRequest, number: str) -> HttpResponse:
    """The device is handed over: the whole form stands on the page, and nothing else of the case."""
    return _by_name(request, number, HOLDER, IN_PERSON, "", None)


@page(Permission.WORK_CASEWORK, "to enter signatures from a scanned page")
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: WorkRequest, number: str) -> HttpResponse:
    found = form_or_404(number)
    organisation = request.actor.organisation
    if organisation is None:
        raise Http404
    people = [(str(one.account), one.name) for one in representatives(organisation, request.unit.on)]
    form = ScanForm(request.POST or None, request.FILES or None, people=people)
    there = files.of(found.line.id)
    if request.method != "POST":
        return _scan_page(request, found, form, there)
    if form.is_valid() and _taken(request, found, form, organisation):
        return see(reverse("plan-record", args=[number]))
    return _scan_page(request, found, form, files.of(found.line.id), status=422)


def _by_name(
    request: WorkRequest, number: str, party: str, method: str, name: str, account: UUID | None
) -> HttpResponse:
    found = form_or_404(number)
    form = SignForm(
        request.POST or None, initial={"printed_name": name, "digest": found.digest}, agreed=_AGREES[party]
    )
    context = {"form": form, "found": found, "party": party, "in_person": party == HOLDER}
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else 422
        return render(request, "provider/plan/sign.html", context, status=status)
    given = Given(
        party=party,
        method=method,
        printed_name=form.cleaned_data["printed_name"],
        digest=form.cleaned_data["digest"],
        account=account,
        address=network_of(request),
        browser=browser_of(request),
    )
    answer = sign(form=found.line.id, given=given)
    if isinstance(answer, SignedNow):
        _tell(request, answer)
        return see(reverse("plan-record", args=[number]))
    if isinstance(answer, NotFound):
        raise Http404
    return render(request, "provider/plan/sign.html", {**context, "refused": answer.sentence}, status=422)


def _taken(request: WorkRequest, found: FormRecord, form: ScanForm, organisation: UUID) -> bool:
    """Each signature that has a date, on the page that was sent now or before. A refusal is told at its date."""
    file = _file(request, found, form, organisation)
    if file is None:
        return False
    said = form.cleaned_data
    account = UUID(said["provider_account"]) if said["provider_account"] else None
    taken = False
    for party, who in ((HOLDER, None), (PROVIDER, account)):
        if said[f"{party}_on"] is None:
            continue
        given = Given(
            party=party,
            method=SCANNED,
            printed_name=said[f"{party}_name"],
            digest=found.digest,
            account=who,
            signed_on=said[f"{party}_on"],
            file=file,
        )
        answer = sign(form=found.line.id, given=given)
        if isinstance(answer, SignedNow):
            _tell(request, answer)
            taken = True
        else:
            sentence = (
                answer.sentence if isinstance(answer, NotAllowed) else "This form is not there any more."
            )
            form.add_error(f"{party}_on", sentence)
    return taken and not form.errors


def _file(request: WorkRequest, found: FormRecord, form: ScanForm, organisation: UUID) -> UUID | None:
    """The page sent now, or else the last one sent before."""
    sent = request.FILES.get("upload")
    if sent is None:
        before = files.of(found.line.id)
        if not before:
            form.add_error("upload", "Choose the scanned page.")
        return before[-1].id if before else None
    judged = files.inspected(sent)
    if not isinstance(judged, Inspected):
        form.add_error("upload", judged.sentence)
        return None
    return files.receive(
        inspected=judged,
        person=found.line.person,
        organisation=organisation,
        assignment=found.line.case,
        subject=found.line.id,
    ).id


def _tell(request: WorkRequest, answer: SignedNow) -> None:
    if answer.complete:
        messages.success(request, f"{answer.number} is signed by both. It cannot be changed any more.")
    else:
        messages.success(
            request, f"The signature on {answer.number} was taken. The other party still has to sign."
        )


def _scan_page(
    request: WorkRequest, found: FormRecord, form: ScanForm, there: Any, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "found": found, "files": there}
    return render(request, "provider/plan/scan.html", context, status=status)
