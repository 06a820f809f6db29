"""Checking a plan or an amendment and locking it for signing; giving one in the making up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.casework.cases import CaseLine
from portal.casework.results import Locked, NotAllowed
from portal.casework.services.enter_signed import Signatory, enter_signed
from portal.casework.services.lock import OnPaper, lock
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict, Kept, OpenDraft
from portal.web.pages import WorkRequest
from portal.web.provider.drafting import revision_of, see
from portal.web.provider.pages.casework.writing import opened
from portal.web.provider.plan.changes import tables
from portal.web.provider.plan.filled import PAPER, Filled
from portal.web.provider.plan.findings import open_problems
from portal.web.provider.plan.making import Making


def check(making: Making, request: WorkRequest, number: str) -> HttpResponse:
    """All of it at once, with what keeps it from being locked; locked once it is sent."""
    line, draft = opened(making, number)
    one = making.fill(request, line, draft)
    problems = open_problems(making.parts, one, lambda slug: making.part_url(number, slug))
    if request.method != "POST":
        return _shown(making, request, line, draft, one, problems)
    if problems:
        return _shown(making, request, line, draft, one, problems, status=422)
    answer = _locked(request, draft, one)
    match answer:
        case Locked():
            return see(reverse("plan-record", args=[answer.number]))
        case Closed():
            return see(reverse("case", args=[number]))
        case Conflict():
            return _shown(making, request, line, draft, one, problems, changed=answer, status=409)
        case NotAllowed(sentence):
            return _shown(making, request, line, draft, one, problems, refused=sentence, status=422)


def cancel(making: Making, request: WorkRequest, number: str) -> HttpResponse:
    """Asks once more, because what was typed cannot be had back."""
    line, draft = opened(making, number)
    context: dict[str, Any] = {"making": making, "case": line, "draft": draft}
    if request.method != "POST":
        return render(request, "provider/plan/cancel.html", context)
    answer = drafts.cancel(draft=draft.id, revision=revision_of(request))
    if isinstance(answer, Conflict):
        return render(request, "provider/plan/cancel.html", {**context, "changed": answer}, status=409)
    if isinstance(answer, Kept):
        messages.success(request, f"The {making.noun} in the making was given up. Nothing was signed.")
    return see(reverse("case", args=[number]))


def _locked(request: WorkRequest, draft: OpenDraft, one: Filled) -> Locked | Conflict | Closed | NotAllowed:
    revision = revision_of(request)
    if not one.on_paper:
        return lock(draft=draft.id, revision=revision, facts=one.typed)
    paper, file = one.paper, one.file_of(PAPER)
    way = paper.said("way")
    received_on = paper.said("received_on")
    if file is None or way is None or received_on is None:
        return NotAllowed("Upload what was signed, and say how it was signed and when you received it.")
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


def _shown(
    making: Making,
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
        "making": making,
        "case": line,
        "draft": draft,
        "revision": draft.revision,
        "sections": one.sections,
        "revised": tables(one.revised),
        "problems": problems,
        "weighed": [found for found in making.findings(one.decision) if found.wrong and found.weighed],
        "changed": changed,
        "refused": refused,
        "paper": one.file_of(PAPER) if one.on_paper else None,
        "on_paper": one.on_paper,
    }
    return render(request, "provider/plan/check.html", context, status=status)
