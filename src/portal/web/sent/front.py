"""Sending a file, and the files that were sent."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from portal.kernel.sent_files import reading
from portal.kernel.sent_files.kinds import FILLED
from portal.kernel.sent_files.results import NotFound, Received
from portal.kernel.sent_files.services.receiving import receive
from portal.kernel.sent_files.tables import SentFile
from portal.kernel.tables_in import Layout, Unreadable
from portal.web.pages import WorkRequest
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.sent.look import Look
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

State = SentFile.State
_LOOKS = {State.RECEIVED: "started", State.TRIED: "draft", State.RUNNING: "started", State.DONE: "done"}


def send(look: Look, form: forms.Form) -> HttpResponse | None:
    """Receive the file of a valid form and lead to its page; None, with the reason at its field, where it cannot."""
    sheet = form.cleaned_data["sheet"]
    answer = receive(kind=look.kind, name=sheet.name, content=sheet.read())
    match answer:
        case Received():
            return see(look.address(look.pages.file, _Named(answer)))
        case Unreadable(sentence):
            form.add_error("sheet", sentence)
            return None
        case NotFound():
            raise Http404


class _Named:
    """A file that was received, as addresses name it."""

    def __init__(self, answer: Received) -> None:
        self.pk, self.number = answer.file, answer.number


def files(request: WorkRequest, *looks: Look) -> dict[str, Any]:
    """What a front page shows of the files of these looks, which share a table, and of their layouts."""
    by_kind = {look.kind.name: look for look in looks}
    lines = reading.files(*(look.kind for look in looks), page=listing.page_number(request))
    columns = [
        Column("File", header=True),
        *([Column("What")] if len(looks) > 1 else []),
        Column("Number"),
        Column("Rows", numeric=True),
        Column("State"),
        Column("Sent by"),
    ]
    rows = [_line(row, by_kind[row.kind], many=len(looks) > 1) for row in lines.rows]
    return {
        "lines": lines,
        "table": listing.table(request, "Files sent", columns, rows, empty="No file was sent yet."),
        "layouts": [(look.about, layout(look.kind.layout)) for look in looks],
        "templates": [_templates(look) for look in looks],
    }


def template(look: Look, kind: str) -> HttpResponse:
    """The columns with one row as an example, to be overwritten."""
    columns = look.kind.layout.columns
    return listing.export(
        kind, look.file_name, [one.name for one in columns], [[one.example for one in columns]]
    )


def layout(of: Layout) -> Table:
    """The columns of a file, each with its rule."""
    rows = [
        [one.name, one.says, one.rule, "yes" if one.required else "may be empty", one.example or None]
        for one in of.columns
        if one not in FILLED
    ]
    names = ("Column", "What it holds", "Rule", "Needed", "Example")
    columns = [Column(name, header=name == "Column") for name in names]
    return Table("Columns of the file", columns, rows, caption_hidden=True)


def state_words(look: Look, file: SentFile) -> str:
    """Where a file stands, as "tried, nothing is brought in yet"."""
    done = look.kind.words.done
    words = {
        State.RECEIVED: "being tried",
        State.TRIED: f"tried, nothing is {done} yet",
        State.RUNNING: f"being {done}",
    }
    return words.get(State(file.state), done)


def _line(row: SentFile, look: Look, *, many: bool) -> list[Any]:
    words = state_words(look, row)
    return [
        formats.link(row.file_name, look.address(look.pages.file, row)),
        *([look.about] if many else []),
        row.number,
        f"{row.rows_total:,}",
        formats.badge(_LOOKS[State(row.state)], f"{words[0].upper()}{words[1:]}"),
        f"{row.sent_by_name}, {formats.instant(row.sent_at)}",
    ]


def _templates(look: Look) -> tuple[str, list[tuple[str, str]]]:
    name = look.pages.template
    return look.about, [
        (kind.upper(), reverse(name, kwargs=_template_of(look, kind))) for kind in ("csv", "xlsx")
    ]


def _template_of(look: Look, kind: str) -> dict[str, str]:
    """Where several kinds of file share their pages, the address of a template names which."""
    return {"kind": kind} if look.by_number else {"what": look.kind.name, "kind": kind}
