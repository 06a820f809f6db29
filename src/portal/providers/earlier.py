"""What organisations submitted in the earlier portal, to read."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from portal.kernel.paging import Page, slice_of
from portal.providers.models import EarlierSubmission


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A submission as the earlier portal had it."""

    reference: str
    form: str
    submitted_on: date
    submitted_by_name: str
    state: str


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
