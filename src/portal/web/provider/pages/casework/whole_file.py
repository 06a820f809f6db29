"""A Ticketholder's file as one PDF: plan, amendments, intake, notes, and on its first page what is missing (D14)."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from portal.casework.cases import CaseLine, case
from portal.casework.notes import GoalsTalk, NoteLine
from portal.casework.plan.words import SERVICES
from portal.casework.whole_file import WholeFile, whole_file
from portal.kernel import documents
from portal.kernel.documents.words import long_date
from portal.policy.amendment import Discussion
from portal.policy.core import Check, State
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.plan_pdf import part_of
from portal.web.provider.forms.contact import GoalsForm
from portal.web.provider.pages.casework.unassign import document as unassigned

_LEFT_OUT = "The file holds the latest {} notes. {} older ones are in the portal."


@page(Permission.EXPORT_CASES, "to export a Ticketholder's file", fresh=True)
@require_safe
def export(request: WorkRequest, number: str) -> HttpResponse:
    line = case(number)
    if line is None:
        raise Http404
    found = whole_file(line.id, request.unit.on)
    content = documents.render("case-file", _document(request, line, found), on=request.unit.on)
    return pdf(f"{number}-file.pdf", content)


def _document(request: WorkRequest, line: CaseLine, found: WholeFile) -> documents.CaseFile:
    facts = [
        ("Name", line.name),
        ("Case", line.number),
        ("Provider", request.actor.organisation_name),
        ("Ticket number", line.ticket_number),
        ("Assigned on", line.assigned_on),
        ("Last day assigned", line.last_day),
        ("File made on", request.unit.on),
        ("File made by", request.actor.name),
        ("Notes in this file", str(len(found.notes))),
    ]
    left_out = [_LEFT_OUT.format(len(found.notes), found.left_out)] if found.left_out else []
    return {
        "title": "Ticketholder's file",
        "number": line.number,
        "facts": [{"name": name, "value": value} for name, value in facts if value],
        "notes": ["This file names a person. Keep it and send it only as your agreement allows.", *left_out],
        "gaps": [_gap(one) for one in found.decision.checks if one.state is not State.HELD],
        "forms": [part_of(one) for one in found.forms],
        "chapters": list(_chapters(found)),
    }


def _chapters(found: WholeFile) -> Iterator[documents.Chapter]:
    pages = found.intake.pages if found.intake else ()
    yield _chapter("Intake", "No intake is recorded.", (_section(title, rows) for title, rows in pages))
    if found.hand_offs:
        yield _chapter(
            "Hand-offs",
            "",
            (
                _section(
                    f"{long_date(one.made_on)}: {one.to_words}",
                    [("How", one.method), ("Did it connect?", one.connected_words), ("Note", one.note)],
                )
                for one in found.hand_offs
            ),
        )
    yield _chapter("Case notes", "No contact is noted.", map(_note, found.notes))
    if found.talks:
        yield _chapter("Talks about goals not met", "", map(_talk, found.talks))
    if found.unassignment is not None:
        yield _chapter("Ticket taken out of assignment", "", unassigned(found.unassignment)["sections"])


def _chapter(title: str, nothing: str, sections: Iterable[documents.Section]) -> documents.Chapter:
    return {"title": title, "nothing": nothing, "sections": list(sections)}


def _section(title: str, rows: Iterable[tuple[str, str]]) -> documents.Section:
    return {"title": title, "answers": [{"name": name, "value": value} for name, value in rows if value]}


def _note(note: NoteLine) -> documents.Section:
    services = ", ".join(SERVICES[kind].title if kind in SERVICES else kind for kind in note.services)
    wished = "The Ticketholder wished no more contact" if note.no_more_contact else ""
    return _section(
        f"{long_date(note.happened_on)}: {note.method_words}",
        [
            ("Contact", "Two-way contact" if note.two_way else "Attempt"),
            ("Why", note.purpose),
            ("What was said", note.content),
            ("What comes of it", note.result),
            ("Services given", services),
            ("Wish", wished),
            ("Evidence", note.file_number),
            ("Written down by", note.recorded_by_name),
        ],
    )


def _talk(talk: GoalsTalk) -> documents.Section:
    asked = [str(GoalsForm.base_fields[name].label) for name in Discussion._fields]
    answers = zip(asked, ("Yes" if one else "No" for one in talk.answers), strict=True)
    follows = talk.follows.value if talk.follows else ""
    return _section(
        long_date(talk.held_on), [*answers, ("What was said", talk.said), ("What follows", follows)]
    )


def _gap(check: Check) -> documents.Check:
    known = [
        (name.replace("_", " ").capitalize(), value) for name, value in check.facts if value not in (None, ())
    ]
    return {
        "sentence": check.test.says,
        "rule": check.test.rule,
        "citation": check.test.citation,
        "facts": [{"name": name, "value": _said(value)} for name, value in known],
        "remedy": check.test.remedy,
    }


def _said(value: object) -> str | date:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value if isinstance(value, date) else str(value)
