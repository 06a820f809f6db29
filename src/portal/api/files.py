"""Files sent by a case system: sent and tried, read row by row, started. One way for every kind of file."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404
from ninja import UploadedFile

from portal.api.problems import Problem
from portal.api.schemas import DoneOut, FileOut, FileRowOut, FileRows
from portal.kernel.sent_files import reading
from portal.kernel.sent_files.kinds import Kind
from portal.kernel.sent_files.reading import RowLine
from portal.kernel.sent_files.results import NotFound, NotYet, Received
from portal.kernel.sent_files.services.receiving import receive, start
from portal.kernel.sent_files.tables import SentFile
from portal.kernel.tables_in import Unreadable

SIZE = 100
# The numbers of what rows have become, by its key.
Numbers = Callable[[list[UUID]], dict[UUID, str]]


def send(kind: Kind, file: UploadedFile) -> FileOut:
    """The file as it was received; a small one is tried at once."""
    match receive(kind=kind, name=file.name or "file", content=file.read()):
        case Received(number=number):
            return read(kind, number)
        case Unreadable(sentence):
            raise Problem(422, sentence)
        case NotFound():
            raise Http404


def read(kind: Kind, number: str) -> FileOut:
    """The file with its rows by verdict."""
    file = _found(kind, number)
    counts = reading.counts(kind, file)
    return FileOut(
        number=file.number,
        name=file.file_name,
        state=file.state,
        rows=file.rows_total,
        accepted=counts.accepted,
        already=counts.already,
        refused=counts.refused,
    )


def read_rows(kind: Kind, number: str, page: int, numbers: Numbers) -> FileRows:
    """A page of its rows in the order of the file."""
    found = reading.rows(kind, _found(kind, number), page=page, size=SIZE)
    made = numbers([row.made for row in found.rows if row.made])
    return FileRows(
        page=found.number,
        size=SIZE,
        total=found.total,
        rows=[_row(one, made) for one in found.rows],
    )


def begin(kind: Kind, number: str) -> DoneOut:
    """Start it; a file that was started already is left as it is."""
    match start(kind=kind, file=_found(kind, number).pk):
        case NotYet(sentence):
            raise Problem(422, sentence)
        case NotFound():
            raise Http404
    return DoneOut(number=number, state=_found(kind, number).state)


def _found(kind: Kind, number: str) -> SentFile:
    found = kind.files._default_manager.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _row(row: RowLine, made: dict[UUID, str]) -> FileRowOut:
    return FileRowOut(
        line=row.line,
        verdict=row.verdict or "not-tried",
        reference=row.cells.get("reference", ""),
        made=made.get(row.made) if row.made else None,
        problems=row.problems,
    )
