"""Third page of a request: papers that show the earnings, each tied to its months."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.kernel import files
from portal.kernel.drafts import Kept, OpenDraft
from portal.kernel.files import Inspected
from portal.policy.core import Month
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.asked_on import PROOF, months_to_prove
from portal.web.provider.draft_frame import frame_of, step_url
from portal.web.provider.drafting import BUTTON, Typed, as_data, row_count, rows_initial, see, typed
from portal.web.provider.filled import CHECK, EVIDENCE, PAYMENTS, Filled
from portal.web.provider.forms.papers import MAX_PAPERS, PaperForm, PapersFormSet, UploadForm
from portal.web.provider.request_draft import keep, opened
from portal.web.ui.decision_view import value_words


@page(Permission.REQUEST_PAYMENT, "to request a payment for a Ticketholder")
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = opened(draft)
    if isinstance(found, HttpResponse):
        return found
    filled = Filled(found.subject, found.answers, files.of(found.id))
    if not filled.claims:
        return see(step_url(found, PAYMENTS))
    if request.method == "POST":
        return _take(request, found, filled)
    data = as_data(found.answers.get(EVIDENCE))
    rows = rows_initial(PaperForm, data, "papers")
    months = _months(filled)
    rows += [_new_row(line.number, filled, months) for line in filled.undescribed()]
    papers = PapersFormSet(prefix="papers", initial=rows, form_kwargs={"months": months})
    return _shown(request, found, filled, papers, UploadForm())


def _months(filled: Filled) -> list[Month]:
    """Months a paper can be about: those claimed, those worked, and those the answers want proved."""
    return sorted({*filled.shown_months, *months_to_prove(filled.answers_now)})


def _new_row(number: str, filled: Filled, months: list[Month]) -> dict[str, Any]:
    issuer = filled.earnings[0].employer if filled.earnings else ""
    return {
        "file": number,
        "months": [str(month) for month in months] if len(months) == 1 else [],
        "issuer": issuer,
    }


def _take(request: WorkRequest, draft: OpenDraft, filled: Filled) -> HttpResponse:
    """Keep what is typed; take a file that came with it. A file that cannot be taken leaves the rest as it is."""
    answers = _own_files(typed(request.POST), filled)
    answers.pop("upload", None)
    upload = UploadForm(request.POST, request.FILES)
    upload.is_valid()
    button = request.POST.get(BUTTON, "")
    kept = keep(request, draft, EVIDENCE, answers, again=["upload"] if request.FILES else [])
    if not isinstance(kept, Kept):
        return kept
    added = _receive(request, draft, upload)
    if added:
        return see(f"{request.path}#files")
    if button == "add" and not upload.errors:
        upload.add_error("upload", "Choose a file first, then press “Upload this file”.")
    if button == "leave" and not upload.errors:
        return see(reverse("requests"))
    now = Filled(draft.subject, {**draft.answers, EVIDENCE: answers}, filled.files)
    if EVIDENCE not in now.wrong and not upload.errors:
        return see(step_url(draft, CHECK))
    papers = PapersFormSet(as_data(answers), prefix="papers", form_kwargs={"months": _months(filled)})
    papers.is_valid()
    return _shown(request, draft, now, papers, upload, revision=kept.revision, status=422)


def _receive(request: WorkRequest, draft: OpenDraft, upload: UploadForm) -> bool:
    """Take the file, if there is one and it is what it says."""
    chosen = request.FILES.get("upload")
    if chosen is None:
        return False
    judged = files.inspected(chosen)
    if not isinstance(judged, Inspected):
        upload.add_error("upload", judged.sentence)
        return False
    organisation = request.actor.organisation
    if organisation is None:
        raise PermissionError("a file belongs to an organisation")
    files.receive(
        inspected=judged,
        person=draft.person,
        organisation=organisation,
        assignment=draft.subject,
        subject=draft.id,
    )
    return True


def _own_files(answers: Typed, filled: Filled) -> Typed:
    """Rows that name a file which is not this draft's are not kept."""
    own = {line.number for line in filled.files}
    places = [
        place
        for place in range(min(row_count(as_data(answers), "papers"), MAX_PAPERS))
        if (answers.get(f"papers-{place}-file") or [""])[0] in own
    ]
    kept = {"papers-TOTAL_FORMS": [str(len(places))], "papers-INITIAL_FORMS": ["0"]}
    for new, old in enumerate(places):
        before = f"papers-{old}-"
        kept.update(
            {
                f"papers-{new}-{name[len(before) :]}": value
                for name, value in answers.items()
                if name.startswith(before)
            }
        )
    return kept


def _shown(
    request: WorkRequest,
    draft: OpenDraft,
    filled: Filled,
    papers: Any,
    upload: UploadForm,
    *,
    revision: int | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = {line.number: line for line in filled.files}
    papers.extra = 0
    now = filled.answers_now
    proofs = [check for answer in now for check in answer["checks"] if check["name"] == PROOF]
    unproved = sorted({month for check in proofs for month in check["facts"].get("not_proved", ())})
    context = {
        **frame_of(draft, EVIDENCE, revision),
        "papers": papers,
        "rows": [(form, lines.get(str(form["file"].value()))) for form in papers.forms],
        "upload": upload,
        "certified": filled.basis != "evidence",
        "basis": filled.basis,
        "unproved": [value_words(month) for month in unproved],
        "needed": [check for check in proofs if check["state"] != "held"],
    }
    return render(request, "provider/draft_evidence.html", context, status=status)
