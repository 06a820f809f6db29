"""How files from and to Social Security's records stand. Nothing here names a person."""

from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from portal.exchange.models import RecordFile, RefusedRow
from portal.kernel.paging import Page, read

_GAPS = """
select kind, after + 1, file_number - 1 from (
    select kind, file_number, lag(file_number, 1, 0) over (partition by kind order by file_number) as after
    from exchange_recordfile where direction = 'in' and state <> 'refused') as numbered
where file_number > after + 1 order by kind, after
"""


class Gap(NamedTuple):
    """Numbers of a kind, first to last, of which no file has come while a later one has."""

    kind: str
    first: int
    last: int


def files(page: int, size: int) -> Page[RecordFile]:
    """A page of all files, the latest first."""
    return read(RecordFile.objects.order_by("-received_at", "-id"), page, size)


def gaps() -> list[Gap]:
    """What is missing among the numbers of the files that came."""
    with connection.cursor() as cursor:
        cursor.execute(_GAPS)
        return [Gap(*row) for row in cursor.fetchall()]


def file_of(number: str) -> RecordFile | None:
    return RecordFile.objects.filter(number=number).first()


def refused_rows(file: RecordFile) -> QuerySet[RefusedRow]:
    """Its rows that were not taken, in the order of the file."""
    return file.refused.order_by("line")
