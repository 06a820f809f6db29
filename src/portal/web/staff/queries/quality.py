"""What was drawn for a second look, and proof that anybody would draw the same."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.paging import Page, slice_of
from portal.payments import parameters
from portal.payments.models import QualitySample
from portal.payments.services.awarding import drawn
from portal.web.staff.words import DETERMINED_WORDS


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A determination in the sample. `again`: drawing with the stored seed gives the same answer now."""

    drawn_on: date
    seed: str
    again: bool
    request_number: str
    organisation_name: str
    determined_words: str
    determined_by: str
    determined_on: date
    determination: str


def sample(*, page: int = 1, size: int = 25) -> Page[SampleRow]:
    """The sample, the latest first."""
    rows = QualitySample.objects.select_related("determination__request__organisation")
    total = rows.count()
    number, part = slice_of(page, size, total)
    return Page([_row(row) for row in rows.order_by("-drawn_on", "id")[part]], total, number, size)


def _row(row: QualitySample) -> SampleRow:
    determination = row.determination
    rate = parameters.on(parameters.QUALITY_RATE, row.drawn_on)
    return SampleRow(
        row.drawn_on,
        row.seed,
        drawn(str(determination.pk), row.seed, rate),
        determination.request.number,
        determination.request.organisation.name,
        DETERMINED_WORDS.get(determination.determined, determination.determined),
        determination.by_name,
        determination.on,
        str(determination.pk),
    )
