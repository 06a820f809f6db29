"""Bringing in contact notes of other software: send a file, read its verdicts, bring it in (row J2)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.casework.models import NoteFile
from portal.casework.services.bring_notes import NOTES
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.sent import file as pages
from portal.web.sent import front as fronts
from portal.web.sent.forms import SheetForm
from portal.web.sent.look import Look, Pages

LOOK = Look(
    NOTES,
    Pages("note-files", "note-file", "note-file-start", "note-file-template", "note-file-refused"),
    label="Bring in notes",
    cells=("reference", "case", "date"),
    file_name="notes",
)


@page(Permission.WORK_CASEWORK, "to bring in contact notes from a file")
@require_http_methods(["GET", "HEAD", "POST"])
def front(request: WorkRequest) -> HttpResponse:
    limits = NOTES.limits()
    form = SheetForm(limits, request.POST, request.FILES) if request.method == "POST" else SheetForm(limits)
    if form.is_valid() and (sent := fronts.send(LOOK, form)):
        return sent
    context = {"form": form, **fronts.files(request, LOOK)}
    return render(request, "provider/casework/note_files.html", context, status=422 if form.is_bound else 200)


@page(Permission.WORK_CASEWORK, "to see the verdicts on a file of contact notes")
@require_safe
def file(request: WorkRequest, number: str) -> HttpResponse:
    return pages.page(request, LOOK, _file(number))


@page(Permission.WORK_CASEWORK, "to bring in the notes of a file")
@require_POST
def begin(request: WorkRequest, number: str) -> HttpResponse:
    return pages.begin(request, LOOK, _file(number))


@page(Permission.WORK_CASEWORK, "to have the refused rows of a file of notes back", fresh=True)
@require_safe
def refused(request: WorkRequest, number: str, kind: str) -> HttpResponse:
    return pages.refused(LOOK, _file(number), kind)


@page(Permission.WORK_CASEWORK, "to have an empty file for contact notes")
@require_safe
def template(request: WorkRequest, kind: str) -> HttpResponse:
    return fronts.template(LOOK, kind)


def _file(number: str) -> NoteFile:
    found = NoteFile.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found
