"""What was drawn for a second look, what the looks came to, and proof that anybody would draw the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from portal.kernel.paging import Page, slice_of
from portal.kernel.unit import current
from portal.payments import parameters
from portal.payments.models import Determination, QualityReview, QualitySample
from portal.policy.core import Month
from portal.policy.quality import drawn, more_than, percent
from portal.web.staff.words import DETERMINED_WORDS

MONTHS = 12


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A determination in the sample. `again`: drawing with the stored seed gives the same answer now.

    What was determined, and by whom, is "" until the review is answered: it is to be answered without knowing.
    """

    id: UUID
    drawn_on: date
    seed: str
    again: bool
    request_number: str
    organisation_name: str
    determined_words: str
    determined_by: str
    determined_on: date
    result: str
    own: bool


class Measured(NamedTuple):
    """A calendar month of determinations: how many count, and how many of them were right, or in time."""

    month: Month
    good: int
    counted: int

    @property
    def share(self) -> int | None:
        """In whole percent; None where nothing was counted."""
        return percent(self.good, self.counted)


class Ended(NamedTuple):
    """A calendar month's approvals and denials, and how many of both had been with Social Security before."""

    month: Month
    approved: int
    denied: int
    with_ssa: int

    @property
    def without(self) -> Measured:
        """How many ended without its hand, of how many."""
        ended = self.approved + self.denied
        return Measured(self.month, ended - self.with_ssa, ended)

    def above(self, figure: int) -> bool | None:
        """Is the share without its hand more than `figure` percent? None where nothing ended."""
        return more_than(self.without.good, self.without.counted, figure)


def sample(*, page: int = 1, size: int = 25) -> Page[SampleRow]:
    """The sample, the latest first."""
    rows = QualitySample.objects.select_related("determination__request__organisation", "review")
    total = rows.count()
    number, part = slice_of(page, size, total)
    return Page([_row(row) for row in rows.order_by("-drawn_on", "id")[part]], total, number, size)


def accuracy() -> list[Measured]:
    """Of the determinations of each month that were reviewed and settled: how many were right."""
    rows = QualityReview.objects.exclude(settled_at=None).annotate(
        month=TruncMonth("sample__determination__on")
    )
    return _measured(rows.filter(sample__determination__on__gte=_first().first), Q(first_was_right=True))


def timeliness() -> list[Measured]:
    """Of the decisions of each month: how many came in time, counted from the day of submission."""
    days = int(parameters.on(parameters.TIMELY_WITHIN, current().on))
    taken = ExpressionWrapper(F("on") - F("request__submitted_on"), output_field=DurationField())
    return _measured(_ended().annotate(taken=taken), Q(taken__lte=timedelta(days=days)))


def with_ssa() -> list[Ended]:
    """Of the decisions of each month: how many were made by Social Security, or after it had the request.

    A referral after the decision does not count, so that a month that is over stays as it was shown.
    """
    before = Determination.objects.filter(
        request=OuterRef("request"), determined="refer-to-ssa", at__lt=OuterRef("at")
    )
    counts = (
        _ended()
        .annotate(referred=Exists(before))
        .values("month")
        .annotate(
            approved=Count("pk", filter=Q(determined="approve")),
            denied=Count("pk", filter=Q(determined="deny")),
            with_ssa=Count("pk", filter=Q(referred=True)),
        )
        .order_by()
    )
    found = {Month.of(row["month"]): (row["approved"], row["denied"], row["with_ssa"]) for row in counts}
    return [Ended(month, *found.get(month, (0, 0, 0))) for month in _months()]


def _ended() -> Any:
    rows = Determination.objects.filter(determined__in=("approve", "deny"), on__gte=_first().first)
    return rows.annotate(month=TruncMonth("on"))


def _measured(rows: Any, good: Q) -> list[Measured]:
    counts = rows.values("month").annotate(counted=Count("pk"), good=Count("pk", filter=good)).order_by()
    found = {Month.of(row["month"]): (row["good"], row["counted"]) for row in counts}
    return [Measured(month, *found.get(month, (0, 0))) for month in _months()]


def _months() -> Iterable[Month]:
    return map(_first().plus, range(MONTHS))


def _first() -> Month:
    return Month.of(current().on).plus(1 - MONTHS)


def _row(row: QualitySample) -> SampleRow:
    determination = row.determination
    rate = parameters.on(parameters.QUALITY_RATE, row.drawn_on)
    review: QualityReview | None = getattr(row, "review", None)
    known = review is not None
    return SampleRow(
        row.pk,
        row.drawn_on,
        row.seed,
        drawn(str(determination.pk), row.seed, rate),
        determination.request.number,
        determination.request.organisation.name,
        DETERMINED_WORDS.get(determination.determined, determination.determined) if known else "",
        determination.by_name if known else "",
        determination.on,
        _result(review),
        determination.by == current().actor.label,
    )


def _result(review: QualityReview | None) -> str:
    if review is None:
        return "to review"
    if review.first_was_right is None:
        return "difference to settle"
    return "right" if review.first_was_right else "wrong"
