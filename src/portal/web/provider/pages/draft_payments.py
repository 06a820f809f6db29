"""First page of a request: which payments, for which months, and how the earnings are shown."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.earnings.queries import OnRecord, on_record
from portal.kernel.drafts import Kept, OpenDraft
from portal.payments import available
from portal.payments.available import CouldClaim
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.asked_on import (
    ASKED_ON,
    facts_words,
    lacking_on,
    levels,
    next_page,
    open_checks,
    settled_against,
)
from portal.web.provider.draft_frame import frame_of, step_url
from portal.web.provider.drafting import BUTTON, as_data, initial, see, typed
from portal.web.provider.filled import PAYMENTS, STEPS, Filled
from portal.web.provider.forms.claims import (
    EVIDENCE,
    PROVEN,
    ClaimsForm,
    OtherClaimsFormSet,
    claim_value,
    claim_words,
    other_initial,
    read_claim,
)
from portal.web.provider.request_draft import keep, opened


@page(Permission.REQUEST_PAYMENT, "to request a payment for a Ticketholder")
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = opened(draft)
    if isinstance(found, HttpResponse):
        return found
    return _take(request, found) if request.method == "POST" else _begin(request, found)


def _begin(request: WorkRequest, draft: OpenDraft) -> HttpResponse:
    """As kept; claims that are no longer offered move to the rows below."""
    data = as_data(draft.answers.get(PAYMENTS))
    offered = _reached(draft)
    form = ClaimsForm(initial=initial(ClaimsForm, data) if data else {"basis": _likely_basis(offered)})
    ticked = set(data.getlist("claims"))
    values = {_value(one) for one in offered}
    rows = other_initial(claim for text in sorted(ticked - values) if (claim := read_claim(text)))
    rows += [row for row in _typed_rows(data) if row["asks"] or row["month"]]
    others = OtherClaimsFormSet(prefix="other", initial=rows)
    return _shown(request, draft, form, others, offered=offered, ticked=ticked)


def _likely_basis(offered: list[CouldClaim]) -> str:
    """Where nothing is missing for any of them, Social Security's record has the earnings already."""
    return PROVEN if offered and all(one.payable_now for one in offered) else EVIDENCE


def _typed_rows(data: Any) -> list[dict[str, str]]:
    count = sum(1 for name in data if name.endswith("-month"))
    return [
        {"asks": data.get(f"other-{place}-asks", ""), "month": data.get(f"other-{place}-month", "")}
        for place in range(count)
    ]


def _take(request: WorkRequest, draft: OpenDraft) -> HttpResponse:
    answers = typed(request.POST)
    kept = keep(request, draft, PAYMENTS, answers)
    if not isinstance(kept, Kept):
        return kept
    if request.POST.get(BUTTON) == "leave":
        return see(reverse("requests"))
    filled = Filled(draft.subject, {**draft.answers, PAYMENTS: answers})
    form, others = filled.claims_form, filled.other_claims
    refused: list[dict[str, Any]] = []
    if PAYMENTS not in filled.wrong:
        if not filled.claims:
            form.add_error("claims", "Tick at least one payment, or choose one below with its month.")
        now = filled.answers_now
        refused = _refused(filled, now, answers)
        if filled.claims and not refused:
            return see(step_url(draft, next_page(now, PAYMENTS)))
    offered = _reached(draft)
    return _shown(
        request,
        draft,
        form,
        others,
        offered=offered,
        ticked=set(answers.get("claims", ())),
        refused=refused,
        revision=kept.revision,
        status=422,
    )


def _refused(filled: Filled, now: list[Any], answers: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Payments that would be denied whatever is added, unless the clerk wants the decision all the same."""
    insisted = set(answers.get("insist", ()))
    return [
        {
            "value": claim_value(claim),
            "words": claim_words(claim),
            "check": check,
            "facts": facts_words(check),
        }
        for claim, answer in zip(filled.claims, now, strict=True)
        if claim_value(claim) not in insisted and (check := settled_against(answer))
    ]


def _shown(
    request: WorkRequest,
    draft: OpenDraft,
    form: ClaimsForm,
    others: Any,
    *,
    offered: list[CouldClaim],
    ticked: set[str],
    refused: list[dict[str, Any]] | None = None,
    revision: int | None = None,
    status: int = 200,
) -> HttpResponse:
    record = on_record(person=draft.person)
    items = [_offered(one, place, ticked, record) for place, one in enumerate(offered, 1)]
    closed = [item for item in items if item["one"].decision["outcome"] == "refuse"]
    context = {
        **frame_of(draft, PAYMENTS, revision),
        "form": form,
        "others": others,
        "others_open": any(row.errors or any(row.initial.values()) for row in others.forms) or status != 200,
        "offered": [item for item in items if item["one"].decision["outcome"] != "refuse"],
        "closed": closed,
        "closed_open": any(item["ticked"] for item in closed),
        "refused": refused or [],
        "insisted": draft.answers.get(PAYMENTS, {}).get("insist", [])
        if status == 200
        else request.POST.getlist("insist"),
        "earnings": record,
    }
    return render(request, "provider/draft_payments.html", context, status=status)


def _reached(draft: OpenDraft) -> list[CouldClaim]:
    """What can be claimed for a month that is there; the next of a kind has none yet."""
    return [one for one in available.could_claim(assignment=draft.subject) if one.month is not None]


def _value(one: CouldClaim) -> str:
    return f"{one.kind} {one.month}"


def _offered(one: CouldClaim, place: int, ticked: set[str], record: list[OnRecord]) -> dict[str, Any]:
    """A payment as the page offers it: what was earned, against which level, from where, and what lacks."""
    value, answer = _value(one), one.decision
    sources = dict.fromkeys(row.source_words for row in record if row.month == one.month)
    return {
        "one": one,
        "place": place,
        "value": value,
        "ticked": value in ticked,
        "levels": list(levels(answer)),
        "sources": ", ".join(sources),
        "asked_for": [title for slug, title in STEPS if slug in lacking_on([answer])],
        "lacking": [check for check in open_checks(answer) if check["name"] not in ASKED_ON],
    }
