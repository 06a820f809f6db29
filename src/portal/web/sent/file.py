"""One file that was sent: how far it has come, the verdicts on its rows, starting it, its refused rows back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.kernel.paging import Page
from portal.kernel.sent_files import reading
from portal.kernel.sent_files.kinds import FILLED
from portal.kernel.sent_files.reading import Counts, RowLine
from portal.kernel.sent_files.results import NotFound, NotYet
from portal.kernel.sent_files.services.receiving import start
from portal.kernel.sent_files.tables import SentFile, SentRow
from portal.web.pages import WorkRequest
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.sent.front import state_words
from portal.web.sent.look import Look
from portal.web.ui import formats
from portal.web.ui.components import Column
from portal.web.ui.tables import with_query

State, Verdict = SentFile.State, SentRow.Verdict
# A page left open must not keep its session alive for ever.
_WATCHED = timedelta(minutes=10)
_BADGES = {Verdict.ACCEPTED: "held", Verdict.ALREADY: "draft", Verdict.REFUSED: "failed"}
_SHORT = 16
_TITLES = {
    "ssn": "SSN",
    "organisation_pid": "PID",
    "email": "E-mail",
    "ipe_signed_on": "IPE signed on",
    "vr_case": "VR case",
}
_FILLED = [column.name for column in FILLED]


def page(request: WorkRequest, look: Look, file: SentFile, *, may_start: bool = True) -> HttpResponse:
    """The page of one file. While the worker has it, its progress and no row: to read those is a look."""
    moving = file.state in (State.RECEIVED, State.RUNNING)
    counts = reading.counts(look.kind, file)
    began = file.started_at or file.sent_at
    context: dict[str, Any] = {
        "look": look,
        "file": file,
        "state": state_words(look, file),
        "counts": counts,
        "before": None if file.state == State.DONE else _before(look, file),
        "front": reverse(look.pages.front),
        "moving": moving,
        "watched": moving and request.unit.at - began < _WATCHED,
        "done": file.rows_done if file.state == State.RUNNING else file.rows_tried,
        "start": look.address(look.pages.start, file) if may_start and _can_start(file, counts) else "",
    }
    if not moving:
        context |= _rows(request, look, file, counts)
    return render(request, "sent/file.html", context)


def begin(request: WorkRequest, look: Look, file: SentFile) -> HttpResponse:
    """Have the worker bring it in."""
    answer = start(kind=look.kind, file=file.pk)
    words = look.kind.words
    match answer:
        case NotFound():
            raise Http404
        case NotYet(sentence):
            messages.error(request, sentence)
        case _:
            messages.success(request, f"The {words.rows} are being {words.done}. You may leave this page.")
    return see(look.address(look.pages.file, file))


def refused(look: Look, file: SentFile, kind: str) -> HttpResponse:
    """As they were sent, with what is wrong and what to do beside them: corrected, the file can be sent again."""
    found = reading.rows(look.kind, file, verdict=Verdict.REFUSED, size=listing.WHOLE)
    names = [name for name in look.names if name not in _FILLED]
    rows = [[*(one.cells.get(name, "") for name in names), *_told(one)] for one in found.rows]
    return listing.export(kind, f"refused-{look.file_name}", [*names, *_FILLED], rows)


def verdict_words(look: Look, line: RowLine) -> str:
    """A verdict as readers see it."""
    if line.verdict is None:
        return "Not tried yet"
    if line.verdict is Verdict.ACCEPTED:
        return look.kind.words.done.capitalize() if line.brought else look.can
    return str(line.verdict.label).capitalize()


def _rows(request: WorkRequest, look: Look, file: SentFile, counts: Counts) -> dict[str, Any]:
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in Verdict else ""
    lines = reading.rows(look.kind, file, verdict=verdict, page=listing.page_number(request))
    columns = [
        Column("Line", header=True),
        *([Column("Ticketholder")] if look.who else []),
        *(Column(_title(name)) for name in look.cells),
        Column("Verdict"),
        *([Column(look.made_label)] if look.made else []),
        Column("Why, and what to do"),
    ]
    return {
        "tabs": list(_tabs(look, file, verdict, counts)),
        "lines": lines,
        "table": listing.table(
            request, "Rows of the file", columns, _cells(look, lines), empty="No row is like that."
        ),
        "refused": [
            (kind.upper(), look.address(look.pages.refused, file, kind=kind))
            for kind in ("csv", "xlsx")
            if counts.refused
        ],
    }


def _before(look: Look, file: SentFile) -> tuple[str, SentFile] | None:
    """An earlier file with the very same content, with its address."""
    found = reading.sent_before(file)
    return (look.address(look.pages.file, found), found) if found else None


def _can_start(file: SentFile, counts: Counts) -> bool:
    return file.state == State.TRIED and counts.accepted > 0


def _tabs(look: Look, file: SentFile, chosen: str, counts: Counts) -> Iterator[tuple[str, str, int, bool]]:
    yield "All rows", "?", file.rows_total, not chosen
    words = look.kind.words.done.capitalize() if file.state == State.DONE else look.can
    for verdict, label, count in (
        (Verdict.ACCEPTED, words, counts.accepted),
        (Verdict.ALREADY, "Already there", counts.already),
        (Verdict.REFUSED, "Refused", counts.refused),
    ):
        yield label, with_query({"verdict": str(verdict)}), count, chosen == verdict


def _cells(look: Look, lines: Page[RowLine]) -> list[list[Any]]:
    names = look.who([one.person for one in lines.rows if one.person]) if look.who else {}
    made = look.made([one.made for one in lines.rows if one.made]) if look.made else {}
    return [
        [
            one.line,
            *([names.get(one.person) if one.person else None] if look.who else []),
            *(_shown(look, name, one.cells.get(name, "")) for name in look.cells),
            formats.badge(_BADGES[one.verdict], verdict_words(look, one)) if one.verdict else None,
            *([made.get(one.made) if one.made else None] if look.made else []),
            _why(one) or None,
        ]
        for one in lines.rows
    ]


def _shown(look: Look, name: str, text: str) -> str | SafeString | None:
    """A cell of a row; a short one is never broken over two lines."""
    shown = f"…{text[-4:]}" if text and name in look.masked else text
    if len(shown) > _SHORT:
        return shown
    return format_html('<span class="text-no-wrap">{}</span>', shown) if shown else None


def _why(one: RowLine) -> SafeString:
    said = formats.lines(*(_sentence(one, told) for told in one.problems))
    return format_html('<span class="portal-why">{}</span>', said) if said else said


def _sentence(one: RowLine, told: dict[str, str]) -> str:
    words = f"{told['column']}: {told['reason']} {told['remedy']}"
    ruled = one.verdict is Verdict.REFUSED and told["rule"]
    return f"{words} Rule: {told['rule']}" if ruled else words


def _told(one: RowLine) -> tuple[str, str]:
    """What is wrong with a row, and what to do, each as one cell."""
    wrong = "; ".join(f"{told['column']}: {told['reason']}" for told in one.problems)
    return wrong, "; ".join(dict.fromkeys(told["remedy"] for told in one.problems))


def _title(name: str) -> str:
    return _TITLES.get(name) or name.replace("_", " ").capitalize()
