"""Quality control: the sample, one determination reviewed blind, accuracy and timeliness by month (row E6)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.payments import parameters
from portal.payments.models import QualityReview, QualitySample
from portal.payments.services.quality_review import answer_blind, settle_difference
from portal.policy.denials import DENIALS
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms.quality import BlindForm, DifferenceForm
from portal.web.staff.pages.record import months_table
from portal.web.staff.queries.history import history
from portal.web.staff.queries.quality import SampleRow, accuracy, sample, timeliness
from portal.web.staff.shares_chart import shares_chart
from portal.web.staff.words import DETERMINED_WORDS
from portal.web.ui import formats
from portal.web.ui.components import Column

_SAMPLE = (
    Column("Drawn", header=True),
    Column("Request"),
    Column("Provider"),
    Column("Decided"),
    Column("Determination"),
    Column("By"),
    Column("Review"),
    Column("Seed"),
    Column("Drawn again"),
)


@page(Permission.READ_LEDGER, "to read the sample for quality control")
@require_safe
def quality(request: WorkRequest) -> HttpResponse:
    lines = sample(page=listing.page_number(request), size=listing.PAGE_SIZE)
    works = request.actor.may(Permission.WORK_PAYMENT_QUEUE)
    rows = [_sampled(line, works) for line in lines.rows]
    context = {
        "lines": lines,
        "table": listing.table(request, "Determinations drawn", _SAMPLE, rows, "Nothing has been drawn yet."),
        "share": f"{parameters.on(parameters.QUALITY_RATE, request.unit.on):.0%}",
        "seed": parameters.QUALITY_SEED,
        "measured": request.actor.may(Permission.READ_QUALITY),
    }
    return render(request, "staff/quality.html", context)


@page(Permission.READ_QUALITY, "to see accuracy and timeliness of determinations")
@require_safe
def measured(request: WorkRequest) -> HttpResponse:
    days = int(parameters.on(parameters.TIMELY_WITHIN, request.unit.on))
    right, timely = accuracy(), timeliness()
    context = {
        "days": days,
        "accuracy": shares_chart("Right at the second look", "reviewed", right),
        "timeliness": shares_chart(f"Decided within {days} days of the submission", "decided", timely),
    }
    return render(request, "staff/quality_measured.html", context)


@page(Permission.WORK_PAYMENT_QUEUE, "to review a determination of the sample")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: WorkRequest, key: UUID) -> HttpResponse:
    """Blind until it is answered; then both answers, and the difference where there is one."""
    row = QualitySample.objects.select_related(
        "determination__request__organisation", "determination__decision", "review"
    ).filter(pk=key)
    found = row.first()
    if found is None:
        raise Http404
    made: QualityReview | None = getattr(found, "review", None)
    form = (BlindForm if made is None else DifferenceForm)(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(request, found, made, form)
    if not form.is_valid():
        return _shown(request, found, made, form, WRONG)
    answer = _sent(found, made, form)
    match answer:
        case Done():
            messages.success(request, "Your answer is kept.")
            return see(reverse("staff-quality-review", args=[key]))
        case Changed() | NotAllowed():
            form.add_error(None, answer.sentence)
            return _shown(request, found, made, form, CONFLICT)
        case NotFound():
            raise Http404


def _sent(found: QualitySample, made: QualityReview | None, form: forms.Form) -> Answer:
    typed = form.cleaned_data
    if made is None:
        return answer_blind(sample=found.pk, **typed)
    return settle_difference(sample=found.pk, first_was_right=typed["right"] == "first", why=typed["why"])


def _shown(
    request: WorkRequest,
    found: QualitySample,
    made: QualityReview | None,
    form: forms.Form,
    status: int = 200,
) -> HttpResponse:
    """The facts as they were known when it was determined; of the first answer nothing before the second."""
    first, asked = found.determination, found.determination.request
    laid_out = history(first.decision.facts, asked.claim_month, first.on)
    own = first.by == request.actor.label
    asks = not own if made is None else made.settled_at is None and made.by == request.actor.label
    context = {
        "asked": asked,
        "title": f"{asked.get_asks_display()} for {formats.month(asked.claim_month)}",
        "first": first if made is not None else None,
        "review": made,
        "first_words": _words(first.determined, first.denial_code) if made is not None else "",
        "review_words": _words(made.determined, made.denial_code) if made is not None else "",
        "full": first.decision.answer if made is not None else None,
        "own": own,
        "form": form if asks or form.is_bound else None,
        "history": laid_out,
        "near": months_table(request, laid_out.near, "Months around the month claimed"),
        "far": months_table(request, laid_out.far, "Other months on record"),
    }
    return render(request, "staff/quality_review.html", context, status=status)


def _words(determined: str, code: str) -> str:
    words = str(capfirst(DETERMINED_WORDS.get(determined, determined)))
    return f"{words}: {code}, {DENIALS[code].reason}" if code in DENIALS else words


def _sampled(line: SampleRow, works: bool) -> list[Any]:
    return [
        listing.short_day(line.drawn_on),
        listing.request_link(line.request_number),
        line.organisation_name,
        listing.short_day(line.determined_on),
        line.determined_words or "shown after the review",
        line.determined_by,
        _to_review(line) if works and not line.own else line.result,
        line.seed,
        "yes" if line.again else "no",
    ]


def _to_review(line: SampleRow) -> SafeString:
    url = reverse("staff-quality-review", args=[line.id])
    return format_html(
        '<a class="usa-link" href="{}">{}<span class="usa-sr-only"> ({})</span></a>',
        url,
        capfirst(line.result),
        line.request_number,
    )
