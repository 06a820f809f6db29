"""What a provider was answered about assignability, read back; the walls show its own alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.kernel.paging import Page, slice_of
from portal.kernel.unit import current
from portal.tickets.models import AssignabilityCheck, AssignabilityFile

_SHOWN = 25


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file with its rows by verdict."""

    file: AssignabilityFile
    counts: dict[str, int]


def check_of(number: str) -> AssignabilityCheck | None:
    """One answer of the organisation by its number."""
    return _mine().filter(number=number).first()


def recent() -> Sequence[AssignabilityCheck]:
    """The last single answers, the newest first."""
    return list(_mine().filter(file=None).defer("shown").order_by("-at")[:_SHOWN])


def files() -> Sequence[AssignabilityFile]:
    """The last files, the newest first."""
    found = AssignabilityFile.objects.filter(organisation=current().actor.organisation)
    return list(found.order_by("-at")[:_SHOWN])


def file_of(number: str) -> FileRecord | None:
    """One file of the organisation by its number; two queries."""
    found = AssignabilityFile.objects.filter(organisation=current().actor.organisation, number=number).first()
    if found is None:
        return None
    counts: dict[str, int] = {}
    for verdict in _mine().filter(file=found).values_list("verdict", flat=True):
        counts[verdict] = counts.get(verdict, 0) + 1
    return FileRecord(found, counts)


def rows_of(
    file: AssignabilityFile, *, verdict: str = "", page: int = 1, size: int = _SHOWN
) -> Page[AssignabilityCheck]:
    """A file's rows in its order, of one verdict where it is named."""
    found = _mine().filter(file=file)
    if verdict:
        found = found.filter(verdict=verdict)
    total = found.count()
    number, part = slice_of(page, size, total)
    return Page(list(found.order_by("line")[part]), total, number, size)


def _mine() -> QuerySet[AssignabilityCheck]:
    return AssignabilityCheck.objects.filter(organisation=current().actor.organisation)
