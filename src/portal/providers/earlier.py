"""What organisations submitted in the earlier portal, to read; and the files it was brought over from."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from portal.kernel.paging import Page, slice_of
from portal.providers.models import BringOver, BroughtRow, EarlierSubmission

Verdict = BroughtRow.Verdict


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A submission as the earlier portal had it."""

    reference: str
    form: str
    submitted_on: date
    submitted_by_name: str
    state: str


class Counts(NamedTuple):
    """How many rows of a file have each verdict: those that count now."""

    accepted: int
    already: int
    refused: int


def submissions(*, organisation: UUID, find: str = "", page: int = 1, size: int = 25) -> Page[EarlierRow]:
    """An organisation's earlier submissions, newest first; `find` is part of a reference, form or state."""
    rows = EarlierSubmission.objects.filter(organisation=organisation)
    if text := " ".join(find.split()):
        rows = rows.filter(Q(reference__icontains=text) | Q(form__icontains=text) | Q(state__icontains=text))
    total = rows.count()
    number, part = slice_of(page, size, total)
    chosen = rows.order_by("-submitted_on", "reference").values_list(
        "reference", "form", "submitted_on", "submitted_by_name", "state"
    )
    return Page([EarlierRow(*row) for row in chosen[part]], total, number, size)


def runs(*, size: int = 25) -> list[BringOver]:
    """The latest files."""
    return list(BringOver.objects.order_by("-made_at")[:size])


def run_of(run: UUID) -> BringOver | None:
    """One file."""
    return BringOver.objects.filter(pk=run).first()


def sent_before(run: BringOver) -> BringOver | None:
    """An earlier file with the very same content that was brought over."""
    rows = BringOver.objects.filter(sha256=run.sha256, kind=run.kind, made_at__lt=run.made_at)
    return rows.exclude(state=BringOver.State.TRIED).order_by("-made_at").first()


def counts(run: BringOver) -> Counts:
    """One query. While a file is brought over, rows not reached yet count as they were tried."""
    found = BroughtRow.objects.filter(run=run).aggregate(
        **{
            verdict.name: Count("pk", filter=Q(became=verdict) | Q(became="", tried=verdict))
            for verdict in Verdict
        }
    )
    return Counts(found["ACCEPTED"], found["ALREADY"], found["REFUSED"])


def verdicts(run: BringOver, *, verdict: str = "", page: int = 1, size: int = 50) -> Page[BroughtRow]:
    """Rows of a file by line, all or those of one verdict. Two queries."""
    rows = BroughtRow.objects.filter(run=run)
    if verdict:
        rows = rows.filter(Q(became=verdict) | Q(became="", tried=verdict))
    total = rows.count()
    number, part = slice_of(page, size, total)
    return Page(list(rows.order_by("line")[part]), total, number, size)
