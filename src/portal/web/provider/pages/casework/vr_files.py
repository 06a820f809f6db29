"""Opening and closing cost-reimbursement cases by file: send a file, read its verdicts, bring it in (row C6, BF-02)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.casework.agency.columns import LIMITS
from portal.casework.models import VrFile
from portal.casework.services.bring_vr_cases import CLOSINGS, OPENINGS
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.forms.agency import VrFileForm
from portal.web.sent import file as pages
from portal.web.sent import front as fronts
from portal.web.sent.look import Look, Pages

_PAGES = Pages("vr-files", "vr-file", "vr-file-start", "vr-openings-template", "vr-file-refused")
_LABEL = "Open and close by file"
LOOKS = {
    look.kind.name: look
    for look in (
        Look(
            OPENINGS,
            _PAGES,
            label=_LABEL,
            cells=("case", "ipe_signed_on"),
            file_name="openings",
            about="Openings",
            before="The Ticket of each is in use from the day of the IPE.",
        ),
        Look(
            CLOSINGS,
            _PAGES._replace(template="vr-closings-template"),
            label=_LABEL,
            cells=("vr_case", "closed_on", "status"),
            file_name="closings",
            about="Closings",
            before="Your agency cannot take these Tickets as a provider any more.",
        ),
    )
}


@page(Permission.WORK_VR_CASES, "to open or close cases from a file")
@require_http_methods(["GET", "HEAD", "POST"])
def front(request: WorkRequest) -> HttpResponse:
    kinds = [(name, look.about) for name, look in LOOKS.items()]
    form = (
        VrFileForm(LIMITS, kinds, request.POST, request.FILES)
        if request.method == "POST"
        else VrFileForm(LIMITS, kinds)
    )
    if form.is_valid() and (sent := fronts.send(LOOKS[form.cleaned_data["kind"]], form)):
        return sent
    context = {"form": form, **fronts.files(request, *LOOKS.values())}
    return render(request, "provider/agency/files.html", context, status=422 if form.is_bound else 200)


@page(Permission.WORK_VR_CASES, "to see the verdicts on a file of cases")
@require_safe
def file(request: WorkRequest, number: str) -> HttpResponse:
    found = _file(number)
    return pages.page(request, LOOKS[found.kind], found)


@page(Permission.WORK_VR_CASES, "to open or close the cases of a file")
@require_POST
def begin(request: WorkRequest, number: str) -> HttpResponse:
    found = _file(number)
    return pages.begin(request, LOOKS[found.kind], found)


@page(Permission.WORK_VR_CASES, "to have the refused rows of a file of cases back", fresh=True)
@require_safe
def refused(request: WorkRequest, number: str, kind: str) -> HttpResponse:
    found = _file(number)
    return pages.refused(LOOKS[found.kind], found, kind)


@page(Permission.WORK_VR_CASES, "to have an empty file for openings of cases")
@require_safe
def openings_template(request: WorkRequest, kind: str) -> HttpResponse:
    return fronts.template(LOOKS[OPENINGS.name], kind)


@page(Permission.WORK_VR_CASES, "to have an empty file for closings of cases")
@require_safe
def closings_template(request: WorkRequest, kind: str) -> HttpResponse:
    return fronts.template(LOOKS[CLOSINGS.name], kind)


def _file(number: str) -> VrFile:
    found = VrFile.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found
