"""Second page of a request: the earnings that are not on record yet, and the services given."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.earnings.queries import OnRecord, on_record
from portal.kernel.drafts import Kept, OpenDraft
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.asked_on import (
    AFTER_UNASSIGNMENT,
    ASKED_ON,
    DESCRIBED,
    lacking_on,
    names_check,
    next_page,
    open_checks,
)
from portal.web.provider.certified import resting
from portal.web.provider.draft_frame import frame_of, step_url
from portal.web.provider.drafting import BUTTON, Typed, as_data, initial, row_count, rows_initial, see, typed
from portal.web.provider.filled import PAYMENTS, WORK, Filled
from portal.web.provider.forms.claims import typed_month
from portal.web.provider.forms.work import MAX_ROWS, EarningsFormSet, EarningsRow, ServicesForm
from portal.web.provider.request_draft import keep, opened

_AFTER_UNASSIGNMENT = ("services_statement_on", "services_contributed")


@page(Permission.REQUEST_PAYMENT, "to request a payment for a Ticketholder")
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = opened(draft)
    if isinstance(found, HttpResponse):
        return found
    filled = Filled(found.subject, found.answers)
    if not filled.claims:
        return see(step_url(found, PAYMENTS))
    return _take(request, found) if request.method == "POST" else _begin(request, found, filled)


def _begin(request: WorkRequest, draft: OpenDraft, filled: Filled) -> HttpResponse:
    record = on_record(person=draft.person)
    data = as_data(draft.answers.get(WORK))
    rows = rows_initial(EarningsRow, data, "earnings") if data else _first_rows(filled, record)
    earnings = EarningsFormSet(prefix="earnings", initial=rows)
    earnings.extra = 0 if rows else 1
    services = ServicesForm(initial=initial(ServicesForm, data) if data else None)
    return _shown(request, draft, filled, earnings, services, record)


def _first_rows(filled: Filled, record: list[OnRecord]) -> list[dict[str, Any]]:
    """One row a claimed month that no earnings are on record for; the employer is the one last on record."""
    on_file = {row.month for row in record if row.disclosure != "other-provider"}
    employer = next((row.employer for row in record if row.employer), "")
    return [
        {"month": typed_month(month), "employer": employer}
        for month in filled.claim_months
        if month not in on_file
    ]


def _take(request: WorkRequest, draft: OpenDraft) -> HttpResponse:
    answers = typed(request.POST)
    button = request.POST.get(BUTTON, "")
    if button == "add":
        answers = _with_one_more(answers)
    kept = keep(request, draft, WORK, answers)
    if not isinstance(kept, Kept):
        return kept
    if button == "add":
        return see(f"{request.path}#earnings-{row_count(request.POST, 'earnings')}")
    if button == "leave":
        return see(reverse("requests"))
    filled = Filled(draft.subject, {**draft.answers, WORK: answers})
    if WORK not in filled.wrong:
        return see(step_url(draft, next_page(filled.answers_now, WORK)))
    record = on_record(person=draft.person)
    return _shown(
        request,
        draft,
        filled,
        filled.earnings_rows,
        filled.services_form,
        record,
        revision=kept.revision,
        status=422,
    )


def _with_one_more(answers: Typed) -> Typed:
    """The same rows and an empty one, which starts with the month and employer of the last."""
    count = min(row_count(as_data(answers), "earnings"), MAX_ROWS - 1)
    last = f"earnings-{count - 1}"
    added = {
        f"earnings-{count}-{name}": answers.get(f"{last}-{name}", [""])
        for name in ("kind", "source", "month")
    }
    return {**answers, **added, "earnings-TOTAL_FORMS": [str(count + 1)]}


def _shown(
    request: WorkRequest,
    draft: OpenDraft,
    filled: Filled,
    earnings: Any,
    services: ServicesForm,
    record: list[OnRecord],
    *,
    revision: int | None = None,
    status: int = 200,
) -> HttpResponse:
    now = filled.answers_now
    shown = {name for name in services.fields if services[name].value()} | set(services.errors)
    if not names_check(now, AFTER_UNASSIGNMENT) and shown.isdisjoint(_AFTER_UNASSIGNMENT):
        for name in _AFTER_UNASSIGNMENT:
            del services.fields[name]
    if not _asks_for_job_start(now) and "job_started_on" not in shown:
        del services.fields["job_started_on"]
    context = {
        **frame_of(draft, WORK, revision),
        "earnings": earnings,
        "services": services,
        "record": [row for row in record if row.month in filled.claim_months],
        "employers": sorted({row.employer for row in record if row.employer}),
        "needed": WORK in lacking_on(now),
        "earnings_first": _asks_for_earnings(now) or any(not row.is_empty for row in earnings),
        "months": filled.claim_months,
        "resting": resting(request, draft.subject, now),
    }
    return render(request, "provider/draft_work.html", context, status=status)


def _asks_for_earnings(answers: list[Any]) -> bool:
    """Is anything open that earnings could settle?"""
    return any(
        ASKED_ON.get(check["name"]) == WORK and check["name"] not in (DESCRIBED, AFTER_UNASSIGNMENT)
        for answer in answers
        for check in open_checks(answer)
    )


def _asks_for_job_start(answers: list[Any]) -> bool:
    """Does any answer wait for the first day of the job?"""
    return any(
        "job" in str(check["needs"] or "")
        for answer in answers
        for check in answer["checks"]
        if check["needs"]
    )
