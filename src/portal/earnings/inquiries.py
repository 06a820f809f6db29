"""Earnings inquiries as pages show them: a provider its own, staff all; the walls say which (row C4)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count

from portal.earnings.duties import TO_ANSWER
from portal.earnings.models import Inquiry, InquiryRow
from portal.earnings.moves import STATE_WORDS
from portal.earnings.sealing import sealed_content
from portal.kernel import vault
from portal.kernel.desk_lists import Which, duty_on, part
from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty
from portal.kernel.paging import Page, read
from portal.policy.core import Month
from portal.policy.inquiry import Side

_RESULTS = {result.value: str(result.label) for result in InquiryRow.Result}
SIDE_WORDS: dict[str, str] = {
    Side.AT_OR_ABOVE: "At or above three times SGA",
    Side.BELOW: "Below three times SGA",
    Side.NONE: "No earnings on record",
    Side.DISPUTED: "The records differ about this quarter",
    Side.NO_LEVEL: "Earnings on record; the year's level is not loaded",
}


class InquiryLine(NamedTuple):
    """One inquiry in a list; it names nobody."""

    id: UUID
    number: str
    organisation_name: str
    people: int
    submitted_on: date
    submitted_by_name: str
    state: str
    answered_at: datetime | None
    version: int

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]


class QueueRow(NamedTuple):
    """An inquiry that waits, with its duty."""

    inquiry: InquiryLine
    duty: DutyLine


class Quarter(NamedTuple):
    """A quarter as an answer tells it; `level_cents` is three times SGA, None where the figure is not loaded."""

    quarter: Month
    words: str
    level_cents: int | None


class AskedAbout(NamedTuple):
    """One row. `shown` is what was submitted; answer and what is told stand empty until the reader may know them."""

    line: int
    person: UUID
    assignment: UUID
    assigned_on: date
    shown: tuple[tuple[str, str], ...]
    result: str
    result_words: str
    reason: str
    answered_on: date | None
    quarters: tuple[Quarter, ...]
    months: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        return next((answer for question, answer in self.shown if question == "Ticketholder"), "")


@dataclass(frozen=True, slots=True)
class InquiryRecord:
    """An inquiry with its rows opened, which is a look at each person."""

    line: InquiryLine
    form_version: str
    ein: str
    title: str
    submitted_at: datetime
    answered_by_name: str
    rows: tuple[AskedAbout, ...]
    duty: DutyLine | None


class OfPerson(NamedTuple):
    """An answer, or a question that waits, on a Ticketholder's record."""

    number: str
    submitted_on: date
    result_words: str
    quarters: tuple[Quarter, ...]
    reason: str


def inquiries(*, page: int = 1, size: int = 25) -> Page[InquiryLine]:
    """The inquiries the reader may see, the last submitted first."""
    rows = Inquiry.objects.select_related("organisation").annotate(people=Count("rows"))
    return read(rows.order_by("-submitted_at", "id"), page, size).map(_lines)


def queue(which: Which = Which.ALL, *, page: int = 1, size: int = 25) -> Page[QueueRow]:
    """A part of what waits, by due date. Nobody is named."""
    return read(part(TO_ANSWER, which), page, size).map(_queued)


def by_id(keys: Sequence[UUID]) -> dict[UUID, InquiryLine]:
    """Inquiries by their ID, for lists of duties."""
    rows = Inquiry.objects.select_related("organisation").annotate(people=Count("rows"))
    return {one.id: one for one in _lines(list(rows.filter(pk__in=keys)))}


def inquiry(number: str, *, answered_only: bool, row_line: int | None = None) -> InquiryRecord | None:
    """One inquiry by number; None outside the reader's scope. Opening it is a look at each person.

    `answered_only`: answers that were not sent yet are left out, as for a provider. `row_line`: only this row is
    opened.
    """
    row = (
        Inquiry.objects.select_related("organisation")
        .annotate(people=Count("rows"))
        .filter(number=number)
        .first()
    )
    if row is None:
        return None
    hidden = answered_only and row.state != Inquiry.State.ANSWERED
    wanted = InquiryRow.objects.filter(inquiry=row).order_by("line")
    rows = list(wanted if row_line is None else wanted.filter(line=row_line))
    opened = vault.show([sealed_content(one) for one in rows])
    [shown] = _lines([row])
    return InquiryRecord(
        shown,
        row.form_version,
        row.ein,
        row.submitted_by_title,
        row.submitted_at,
        row.answered_by_name,
        tuple([_asked(one, text, hidden) for one, text in zip(rows, opened, strict=True)]),
        None if answered_only else duty_on(TO_ANSWER, row.pk),
    )


# Text made once: every record of a Ticketholder asks it, and a queryset takes longer to build than to ask.
_OF_PERSON = """
select i.number, i.submitted_on, i.state, r.result, r.reason, r.told
from earnings_inquiryrow r join earnings_inquiry i on i.id = r.inquiry_id
where r.person_id = %s::uuid order by i.submitted_at desc
"""


def of_person(person: UUID) -> list[OfPerson]:
    """What the reader's organisation asked about a person, the last first. One query; the page itself is the look."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_PERSON, [person])
        return [_of_person(*row) for row in cursor.fetchall()]


def _of_person(
    number: str, submitted_on: date, state: str, result: str, reason: str, told: str | None
) -> OfPerson:
    if state != Inquiry.State.ANSWERED:
        return OfPerson(number, submitted_on, "Waits for the answer", (), "")
    return OfPerson(number, submitted_on, _RESULTS[result], _quarters(json.loads(told or "{}")), reason)


def _lines(rows: Sequence[Any]) -> list[InquiryLine]:
    return [
        InquiryLine(
            row.pk,
            row.number,
            row.organisation.name,
            row.people,
            row.submitted_on,
            row.submitted_by_name,
            row.state,
            row.answered_at,
            row.version,
        )
        for row in rows
    ]


def _queued(rows: Sequence[Duty]) -> list[QueueRow]:
    found = by_id([row.subject for row in rows])
    return [QueueRow(found[row.subject], line(row)) for row in rows if row.subject in found]


def _asked(row: InquiryRow, text: str, hidden: bool) -> AskedAbout:
    content = json.loads(text) if text.startswith("[") else []
    told = row.told or {}
    return AskedAbout(
        row.line,
        row.person_id,
        row.assignment_id,
        row.assigned_on,
        tuple([(question, answer) for question, answer in content]),
        "" if hidden else row.result,
        "" if hidden else _RESULTS.get(row.result, ""),
        "" if hidden else row.reason,
        None if hidden else row.answered_on,
        () if hidden else _quarters(told),
        () if hidden else tuple(told.get("months", ())),
    )


def _quarters(told: Mapping[str, Any]) -> tuple[Quarter, ...]:
    return tuple(
        [
            Quarter(Month.parse(one["quarter"]), SIDE_WORDS[one["side"]], one["level_cents"])
            for one in told.get("quarters", ())
        ]
    )
