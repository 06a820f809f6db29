"""Intakes and hand-offs of a case, as pages show them; and the worklist of hand-offs to ask about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from portal.casework.kinds import HAND_OFF_FOLLOW_UP, INTAKE
from portal.casework.models import Case, HandOff, Intake
from portal.casework.sealing import show, show_json
from portal.kernel import drafts
from portal.kernel.duties import Due
from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist, declare
from portal.policy.roles import Permission

HAND_OFFS = declare(
    Worklist(
        "hand-offs",
        "Hand-offs to ask about: did it connect?",
        Permission.READ_CASEWORK,
        (HAND_OFF_FOLLOW_UP,),
        "No hand-off waits for your question.",
    )
)

Pages = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """An intake as recorded. `pages` are the questions and answers as shown, by page, where they were asked for."""

    held_on: date
    informed_on: date | None
    outcome: str
    recorded_by_name: str
    version: int
    pages: Pages = ()

    @property
    def outcome_words(self) -> str:
        return str(Intake.Outcome(self.outcome).label)


class HandOffLine(NamedTuple):
    """A hand-off. `connected` is None while nobody has asked; `note` is empty where it was not asked for."""

    id: UUID
    to_kind: str
    to_name: str
    consent_on: date | None
    made_on: date
    method: str
    follow_up_on: date
    connected: bool | None
    connected_on: date | None
    recorded_by_name: str
    version: int
    case_number: str
    note: str = ""

    @property
    def to_words(self) -> str:
        kind = str(HandOff.Kind(self.to_kind).label)
        return f"{self.to_name} ({kind})" if self.to_name else kind

    @property
    def connected_words(self) -> str:
        if self.connected is None:
            return "Not asked yet"
        return "Yes, it connected" if self.connected else "No, it did not connect"


# Text made once: the record of a case asks this each time, and as a queryset it takes longer to build than to ask.
_OF_CASE = """
select held_on, informed_on, outcome, recorded_by_name, version from casework_intake
where case_id = %s::uuid and organisation_id = %s::uuid
"""


def intake_of(case: UUID) -> IntakeLine | None:
    """The case's intake without its answers, which stay sealed."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_CASE, [case, current().actor.organisation])
        row = cursor.fetchone()
    return None if row is None else IntakeLine(*row)


def whole_intake(case: UUID) -> IntakeLine | None:
    """The case's intake with its answers opened, which is a look."""
    row = Intake.objects.filter(case=case, organisation=current().actor.organisation).first()
    if row is None:
        return None
    return IntakeLine(
        row.held_on,
        row.informed_on,
        row.outcome,
        row.recorded_by_name,
        row.version,
        tuple(
            (title, tuple((question, answer) for question, answer in rows))
            for title, rows in show_json(row, "content").get("shown", ())
        ),
    )


class Said(NamedTuple):
    """What was said in an intake that a plan asks too. Texts are empty where it was not asked or not kept."""

    held_on: date | None
    how: tuple[str, ...]
    reach: str
    goals: str
    skills: str
    worked: str
    limitations: str
    strengths: str
    fears: str


def said_in_intake(case: UUID) -> Said | None:
    """The answers of the case's intake, opened, which is a look; None where none is recorded."""
    row = Intake.objects.filter(case=case, organisation=current().actor.organisation).first()
    if row is None:
        return None
    kept = show_json(row, "content")
    texts = ("reach", "goals", "skills", "worked", "limitations", "strengths", "fears")
    return Said(row.held_on, tuple(kept.get("how") or ()), *(kept.get(name) or "" for name in texts))


def open_draft(case: UUID) -> UUID | None:
    """The organisation's open draft of an intake for the case."""
    return next((one.id for one in drafts.open_drafts(INTAKE) if one.subject == case), None)


def hand_offs_of(case: UUID) -> list[HandOffLine]:
    """The case's hand-offs, the last first, with their notes, which is a look."""
    rows = list(
        HandOff.objects.filter(case=case, organisation=current().actor.organisation)
        .select_related("case")
        .order_by("-made_on", "-recorded_at")
    )
    return [_line(row)._replace(note=note) for row, note in zip(rows, show(rows, "note"), strict=True)]


def to_ask_about(*, page: int = 1, size: int = 25) -> Page[tuple[HandOffLine, str]]:
    """Hand-offs nobody has asked about yet, the oldest date first, each with the person's name, which is a look."""
    waiting = HandOff.objects.filter(organisation=current().actor.organisation, connected=None)
    found = read(waiting.select_related("case").order_by("follow_up_on", "id"), page, size)
    return found.map(_named)


def duties_for(row: HandOff) -> Iterator[Due]:
    """Ask whether it connected, while nobody has."""
    if row.connected is None:
        yield Due(HAND_OFF_FOLLOW_UP, row.pk, row.organisation_id, row.person_id, row.follow_up_on)


def handed_off(case: Case) -> bool:
    """Is a hand-off of the case on record?"""
    return HandOff.objects.filter(case=case).exists()


def _named(rows: Sequence[HandOff]) -> list[tuple[HandOffLine, str]]:
    names = show([row.case for row in rows], "name")
    return [(_line(row), name) for row, name in zip(rows, names, strict=True)]


def _line(row: HandOff) -> HandOffLine:
    return HandOffLine(
        row.pk,
        row.to_kind,
        row.to_name,
        row.consent_on,
        row.made_on,
        row.method,
        row.follow_up_on,
        row.connected,
        row.connected_on,
        row.recorded_by_name,
        row.version,
        row.case.number,
    )
