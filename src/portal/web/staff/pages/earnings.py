"""The earnings on a Ticketholder's record at the desk of a request: all sources, and a month posted (row E3)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.earnings.answering import OnOneRecord, for_posting
from portal.earnings.services.posting import Posted, Posting, post_earnings
from portal.kernel.results import NotAllowed
from portal.payments.models import PaymentRequest
from portal.payments.rows import of_ids
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff.answers import WRONG, see
from portal.web.staff.earnings_tables import conflicts_table, months_table
from portal.web.staff.forms.posting import PostingForm
from portal.web.ui import formats

POSTED = "The month is on record. What was decided on it is judged again within minutes."


@page(Permission.WORK_PAYMENT_QUEUE, "to see earnings on record and to post a month")
@require_http_methods(["GET", "HEAD", "POST"])
def earnings(request: WorkRequest, number: str) -> HttpResponse:
    found = PaymentRequest.objects.filter(number=number).first()
    if found is None:
        raise Http404
    seen = for_posting(found.person_id)
    if request.method != "POST":
        first = {"month": found.claim_month, "source": "pay-slip"}
        return _page(request, found, seen, PostingForm(initial=first, standing=_standing(seen)))
    form = PostingForm(request.POST, standing=_standing(seen))
    if not form.is_valid():
        return _page(request, found, seen, form, WRONG)
    answer = post_earnings(_posting(found, form.cleaned_data))
    match answer:
        case Posted():
            messages.success(request, POSTED)
            return see(reverse("staff-request", args=[number]))
        case NotAllowed(sentence):
            form.add_error(None, sentence)
            return _page(request, found, seen, form, WRONG)
    raise Http404


def _posting(found: PaymentRequest, typed: dict[str, Any]) -> Posting:
    return Posting(
        ticket=found.ticket_id,
        month=typed["month"],
        gross_cents=typed["gross"],
        kind=typed["kind"],
        source=typed["source"],
        employer=typed["employer"],
        proven=typed["proven"],
        shown_by=typed["shown_by"],
        given_by=found.organisation_id,
        replaces=UUID(typed["replaces"]) if typed["replaces"] else None,
    )


def _standing(seen: OnOneRecord) -> list[tuple[str, str]]:
    """Each row of the record in one line, for the choice of what is replaced."""
    return [
        (
            str(one.id),
            f"{formats.month(one.line.month)}, {formats.money(one.line.amount_cents)}, "
            f"{one.line.employer or one.line.kind_words}, {one.line.source_words}",
        )
        for one in seen.standing
    ]


def _page(
    request: WorkRequest, found: PaymentRequest, seen: OnOneRecord, form: PostingForm, status: int = 200
) -> HttpResponse:
    [row] = of_ids([found.pk])
    context = {
        "row": row,
        "form": form,
        "months": months_table(seen.months),
        "conflicts": conflicts_table(seen.months, seen.disputed),
        "back": reverse("staff-request", args=[found.number]),
    }
    return render(request, "staff/earnings.html", context, status=status)
