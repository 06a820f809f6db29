"""Looking for people's names and SSNs in whatever leaves the portal or stays in it."""

import html
import io
import logging
import re
import subprocess
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections
from python_calamine import CalamineWorkbook

from portal.kernel.models import TrailEntry
from portal.nation.canaries import Canary, canaries
from portal.tickets.models import Person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Types of columns that can hold words.
TEXTUAL = "text, character varying, json, jsonb, bytea, ARRAY"


# The last digits of a number that stands by itself.
_END = re.compile(r"[0-9]{4}(?![0-9a-f])")


class Known(NamedTuple):
    """A beneficiary and every form in which a name or a number would be recognised, in lower case."""

    person: UUID
    number: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]


class Canaries:
    """All beneficiaries of the program."""

    def __init__(self) -> None:
        ids = dict(Person.objects.using("loader").values_list("number", "id"))
        self.all = [_known(ids[one.number], one) for one in canaries()]
        self.by_id = {one.person: one for one in self.all}
        # What is not in a text spares looking for all that holds it: most texts name a few of many hundred people.
        self._named_so = _grouped((one.names[0].partition(" ")[0], one) for one in self.all)
        self._ending_so = _grouped((one.numbers[0][-4:], one) for one in self.all)
        self._named: dict[str, set[UUID]] = {}

    def named_in(self, text: str) -> set[UUID]:
        """Who is named in a text, or whose SSN is in it, in any usual form."""
        if text not in self._named:
            self._named[text] = self._search(text.casefold())
        return set(self._named[text])

    def _search(self, text: str) -> set[UUID]:
        named = [one for given, those in self._named_so.items() if given in text for one in those]
        ends = set(_END.findall(text))
        ending = [one for end in ends & self._ending_so.keys() for one in self._ending_so[end]]
        return {one.person for one in named if any(name in text for name in one.names)} | {
            one.person for one in ending if any(_alone(number, text) for number in one.numbers)
        }

    def words(self, people: Iterable[UUID]) -> list[str]:
        """Ticketholder numbers, to say in a failure who it was without saying the name."""
        return sorted(self.by_id[person].number for person in people)


def _grouped(pairs: Iterable[tuple[str, Known]]) -> dict[str, list[Known]]:
    groups: dict[str, list[Known]] = {}
    for part, one in pairs:
        groups.setdefault(part, []).append(one)
    return groups


def _known(person: UUID, one: Canary) -> Known:
    given, _, family = one.name.partition(" ")
    ssn = one.ssn
    numbers = (ssn, one.ssn_written, f"{ssn[:3]} {ssn[3:5]} {ssn[5:]}")
    return Known(person, one.number, (one.name.casefold(), f"{family}, {given}".casefold()), numbers)


def _alone(number: str, text: str) -> bool:
    """The digits stand by themselves, not inside a longer number or a key."""
    start = text.find(number)
    while start >= 0:
        around = text[max(0, start - 1) : start] + text[start + len(number) : start + len(number) + 1]
        if not re.search(r"[0-9a-f]", around):
            return True
        start = text.find(number, start + 1)
    return False


def text_of(response: Any) -> str:
    """What a reader of the response reads: a page's text and attributes, a sheet's cells, a paper's words."""
    kind = response.headers.get("Content-Type", "").split(";")[0]
    content = response.content
    if kind == "application/pdf":
        done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())
    if kind == XLSX:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return "\n".join(str(cell) for row in sheet.to_python() for cell in row)
    return html.unescape(content.decode("utf-8-sig", "replace"))


def addresses_in(response: Any) -> list[str]:
    """Every address of the portal that a page offers or leads to."""
    found = re.findall(r"(?:href|src|action)=\"([^\"]+)\"", response.content.decode("utf-8", "replace"))
    where = response.headers.get("Location")
    return [html.unescape(one) for one in [*found, *([where] if where else [])]]


def links_in(body: bytes) -> list[str]:
    """Where the links of a page lead, in their order; none in what is no page."""
    found = re.findall(rb"<a\b[^>]*?\bhref=\"([^\"]+)\"", body) if b"<html" in body[:200] else []
    return [html.unescape(one.decode()) for one in found]


def looks_of(unit: UUID) -> set[UUID]:
    """Everybody whom the trail says was looked at in the unit."""
    entries = TrailEntry.objects.using("loader").filter(unit=unit, kind="look")
    return {person for entry in entries for person in entry.people}


def clear_text() -> Iterator[tuple[str, str]]:
    """`(table.column, all that stands in it)` for every column of the main database that can hold text."""
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public'"
            " and data_type = any(string_to_array(%s, ', ')) order by 1, 2",
            [TEXTUAL],
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'select "{column}" from {table} where "{column}" is not null')
            yield f"{table}.{column}", "\n".join(_as_text(value) for (value,) in cursor)


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


class Listener(logging.Handler):
    """Keeps every line of every logger, with the traceback where there is one."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
