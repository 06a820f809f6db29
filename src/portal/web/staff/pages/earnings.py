"""A Ticketholder's earnings on record: all sources, and a month posted, from a request or from the Ticket (row E3)."""

from collections.abc import Callable
from dataclasses import dataclass
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
from portal.policy.core import Month
from portal.policy.roles import Permission
from portal.tickets.models import Ticket
from portal.web.pages import WorkRequest, page
from portal.web.staff.answers import WRONG, see
from portal.web.staff.earnings_tables import conflicts_table, months_table
from portal.web.staff.forms.posting import PostingForm
from portal.web.staff.pages.tickets import record_or_404
from portal.web.ui import formats

POSTED = "The month is on record. What was decided on it is judged again within minutes."
_METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class _Place:
    """From where a month is posted: whose record it is, and where the page leads back to.

    `named` opens the name, which is a look, where the page is shown. `given_by` is the provider whose papers are read.
    """

    ticket: UUID
    person: UUID
    number: str
    above: tuple[str, str]
    back: str
    named: Callable[[], tuple[str, str]]
    month: Month | None = None
    given_by: UUID | None = None


@page(Permission.WORK_PAYMENT_QUEUE, "to see earnings on record and to post a month")
@require_http_methods(_METHODS)
def earnings(request: WorkRequest, number: str) -> HttpResponse:
    found = PaymentRequest.objects.filter(number=number).first()
    if found is None:
        raise Http404

    def named() -> tuple[str, str]:
        [row] = of_ids([found.pk])
        return row.name, row.person_number

    place = _Place(
        found.ticket_id,
        found.person_id,
        number,
        ("Payment requests", reverse("staff-requests")),
        reverse("staff-request", args=[number]),
        named,
        found.claim_month,
        found.organisation_id,
    )
    return _posting_page(request, place)


@page(Permission.WORK_PAYMENT_QUEUE, "to see a Ticketholder's earnings on record and to post a month")
@require_http_methods(_METHODS)
def of_ticket(request: WorkRequest, number: str) -> HttpResponse:
    """What is read from a paper here was given to no provider."""
    found = Ticket.objects.filter(number=number).first()
    if found is None:
        raise Http404

    def named() -> tuple[str, str]:
        record = record_or_404(number)
        return record.name, record.person_number

    above = ("Find a Ticket", reverse("staff-tickets"))
    back = reverse("staff-ticket", args=[number])
    return _posting_page(request, _Place(found.pk, found.person_id, number, above, back, named))


def _posting_page(request: WorkRequest, place: _Place) -> HttpResponse:
    seen = for_posting(place.person)
    if request.method != "POST":
        first = {"month": place.month, "source": "pay-slip"}
        return _page(request, place, seen, PostingForm(initial=first, standing=_standing(seen)))
    form = PostingForm(request.POST, standing=_standing(seen))
    if not form.is_valid():
        return _page(request, place, seen, form, WRONG)
    answer = post_earnings(_posting(place, form.cleaned_data))
    match answer:
        case Posted():
            messages.success(request, POSTED)
            return see(place.back)
        case NotAllowed(sentence):
            form.add_error(None, sentence)
            return _page(request, place, seen, form, WRONG)
    raise Http404


def _posting(place: _Place, typed: dict[str, Any]) -> Posting:
    return Posting(
        ticket=place.ticket,
        month=typed["month"],
        gross_cents=typed["gross"],
        kind=typed["kind"],
        source=typed["source"],
        employer=typed["employer"],
        proven=typed["proven"],
        shown_by=typed["shown_by"],
        given_by=place.given_by,
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
    request: WorkRequest, place: _Place, seen: OnOneRecord, form: PostingForm, status: int = 200
) -> HttpResponse:
    name, person_number = place.named()
    context = {
        "place": place,
        "name": name,
        "person_number": person_number,
        "form": form,
        "months": months_table(seen.months),
        "conflicts": conflicts_table(seen.months, seen.disputed),
    }
    return render(request, "staff/earnings.html", context, status=status)
