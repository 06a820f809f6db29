"""Checking a plan and locking it for signing; unlocking it; giving a plan in the making up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.casework.cases import CaseLine
from portal.casework.models import SignedForm
from portal.casework.plan import words
from portal.casework.results import Changed, Locked, NotAllowed, NotFound
from portal.casework.services.enter_signed import Signatory, enter_signed
from portal.casework.services.lock import OnPaper, lock
from portal.casework.services.unlock import unlock as withdraw
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict, Kept, OpenDraft
from portal.policy.plan import to_mend
from portal.policy.roles import Permission
from portal.support.queries import received_on as received_by_mail
from portal.web.pages import WorkRequest, page
from portal.web.provider.drafting import revision_of, see
from portal.web.provider.pages.casework.plan import filled, opened
from portal.web.provider.plan.filled import PAPER, Filled
from portal.web.provider.plan.parts import BY_SLUG, findings


@page(Permission.WORK_CASEWORK, "to check a plan and lock it for signing")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: WorkRequest, number: str) -> HttpResponse:
    line, draft = opened(number)
    one = filled(request, line, draft)
    problems = _problems(line, one)
    if request.method != "POST":
        return _shown(request, line, draft, one, problems)
    if problems:
        return _shown(request, line, draft, one, problems, status=422)
    answer = _locked(request, draft, one)
    match answer:
        case Locked():
            return see(reverse("plan-record", args=[answer.number]))
        case Closed():
            return see(reverse("case", args=[number]))
        case Conflict():
            return _shown(request, line, draft, one, problems, changed=answer, status=409)
        case NotAllowed(sentence):
            return _shown(request, line, draft, one, problems, refused=sentence, status=422)


@page(Permission.WORK_CASEWORK, "to give up a plan in the making")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: WorkRequest, number: str) -> HttpResponse:
    """Asks once more, because what was typed cannot be had back."""
    line, draft = opened(number)
    context: dict[str, Any] = {"case": line, "draft": draft}
    if request.method != "POST":
        return render(request, "provider/plan/cancel.html", context)
    answer = drafts.cancel(draft=draft.id, revision=revision_of(request))
    if isinstance(answer, Conflict):
        return render(request, "provider/plan/cancel.html", {**context, "changed": answer}, status=409)
    if isinstance(answer, Kept):
        messages.success(request, "The plan in the making was given up. Nothing was signed.")
    return see(reverse("case", args=[number]))


@page(Permission.WORK_CASEWORK, "to unlock a plan that is not signed by both")
@require_POST
def unlock(request: WorkRequest, number: str) -> HttpResponse:
    form = SignedForm.objects.filter(number=number).select_related("case").defer("content").first()
    if form is None:
        raise Http404
    version = request.POST.get("version", "")
    answer = withdraw(form=form.pk, version=int(version) if version.isascii() and version.isdigit() else -1)
    match answer:
        case NotFound():
            raise Http404
        case NotAllowed(sentence):
            messages.error(request, sentence)
        case Changed():
            messages.error(request, "Somebody signed this while you had it open. Look at it again.")
        case _:
            messages.success(
                request, "The plan is unlocked. What you locked is withdrawn; both sign the new one."
            )
            return see(reverse("plan", args=[form.case.number]))
    return see(reverse("plan-record", args=[number]))


def _locked(request: WorkRequest, draft: OpenDraft, one: Filled) -> Locked | Conflict | Closed | NotAllowed:
    revision = revision_of(request)
    if not one.on_paper:
        return lock(draft=draft.id, revision=revision, facts=one.typed)
    paper, file = one.paper, one.file_of(PAPER)
    way = paper.said("way")
    # What came in through the mail room has its day from there, whatever was typed.
    received_on = (received_by_mail(file.id) if file else None) or paper.said("received_on")
    if file is None or way is None or received_on is None:
        return NotAllowed("Upload the signed plan, and say how it was signed and when you received it.")
    account = next(
        (who.account for who in one.people if str(who.account) == paper.said("provider_account")), None
    )
    return enter_signed(
        draft=draft.id,
        revision=revision,
        facts=one.typed,
        paper=OnPaper(way, file.id, received_on),
        holder=Signatory(paper.said("holder_name") or "", paper.said("holder_on")),
        provider=Signatory(paper.said("provider_name") or "", paper.said("provider_on"), account),
    )


def _problems(line: CaseLine, one: Filled) -> list[dict[str, str]]:
    """What keeps the plan from being locked, with the part where it is mended."""
    found = [
        {"slug": slug, "title": BY_SLUG[slug].title, "says": "Something here cannot be read."}
        for slug in sorted(one.wrong & one.answers.keys())
    ]
    if to_mend(one.decision):
        for finding in findings(one.decision):
            if not (finding.wrong and finding.weighed):
                about = f"{finding.about}: " if finding.about else ""
                said = " ".join(part for part in (finding.says, finding.needs, finding.figure) if part)
                found.append(
                    {"slug": finding.part, "title": BY_SLUG[finding.part].title, "says": f"{about}{said}"}
                )
    return [{**one, "url": reverse("plan-part", args=[line.number, one["slug"]])} for one in found]


def _shown(
    request: WorkRequest,
    line: CaseLine,
    draft: OpenDraft,
    one: Filled,
    problems: list[dict[str, str]],
    *,
    changed: Conflict | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": line,
        "draft": draft,
        "revision": draft.revision,
        "sections": words.sections(one.facts),
        "problems": problems,
        "weighed": [found for found in findings(one.decision) if found.wrong and found.weighed],
        "changed": changed,
        "refused": refused,
        "paper": one.file_of(PAPER) if one.on_paper else None,
        "on_paper": one.on_paper,
    }
    return render(request, "provider/plan/check.html", context, status=status)
