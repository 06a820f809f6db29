"""People in their first conversations: cases without an assignment, at every step up to the plan signed by both."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from portal.casework.intakes import duties_for
from portal.casework.models import HandOff, Intake, SignedForm
from portal.casework.plan.duties import form_duties
from portal.nation.book import instant
from portal.nation.careers import benefits_of, onset
from portal.nation.casefiles import CaseFiles
from portal.nation.cast import (
    BRIGHT_PATH,
    COLUMBIA_VALLEY,
    HARBOR_BRIDGE,
    RIVERBEND,
    SUMMIT_TRAIL,
    TIDEWATER,
)
from portal.nation.chance import Chance, Numbers
from portal.nation.lives import Life, Status, new_life
from portal.nation.people import Identity


class Newcomer(NamedTuple):
    """Whose case, opened how many days ago, and how far it has come. `signed`: days ago, by party."""

    organisation: str
    opened: int
    outcome: str = ""
    locked: int | None = None
    signed: dict[str, int] = {}
    handed_off: bool = False
    connected: bool | None = None
    in_review: str = ""


# What was asked, in which words, and the answer; by the worksheet's names.
_ASKED = (
    ("skills", "Skills and education", "High school, and two years in an office."),
    ("worked", "Work and earnings so far", "Office assistant until last year, about $1,400 a month."),
    ("likely", "Likely to reach the earnings levels", "Yes, with help to find the first job."),
    ("limitations", "Limitations and barriers", "Needs a way to get to work."),
    ("strengths", "Strengths", "Good with people, and reliable."),
    ("fears", "Fears about benefits", "Afraid of losing Medicare."),
)
NEWCOMERS: tuple[Newcomer, ...] = (
    Newcomer(BRIGHT_PATH, 1),
    Newcomer(BRIGHT_PATH, 4, "thinks"),
    Newcomer(BRIGHT_PATH, 9, "accept"),
    Newcomer(BRIGHT_PATH, 16, "accept", locked=3),
    Newcomer(BRIGHT_PATH, 20, "accept", locked=6, signed={"provider": 5}),
    Newcomer(BRIGHT_PATH, 18, "accept", locked=5, signed={"provider": 4, "holder": 3}),
    Newcomer(BRIGHT_PATH, 30, "accept", locked=13, signed={"provider": 13, "holder": 12}),
    Newcomer(BRIGHT_PATH, 7, "not-a-match", handed_off=True),
    Newcomer(BRIGHT_PATH, 40, "not-a-match", handed_off=True, connected=True),
    Newcomer(HARBOR_BRIDGE, 6, "accept"),
    Newcomer(HARBOR_BRIDGE, 12, "accept", locked=2, signed={"provider": 2}),
    Newcomer(SUMMIT_TRAIL, 5, "thinks"),
    Newcomer(COLUMBIA_VALLEY, 8, "accept"),
    Newcomer(RIVERBEND, 21, "accept", locked=10, signed={"provider": 10, "holder": 9}, in_review="received"),
    Newcomer(TIDEWATER, 26, "accept", locked=14, signed={"provider": 14, "holder": 13}, in_review="returned"),
    Newcomer(TIDEWATER, 19, "accept", locked=6, signed={"provider": 6, "holder": 5}, in_review="in-review"),
)


def newcomer_lives(
    people: Iterable[Identity], chance: Chance, numbers: Numbers
) -> Iterator[tuple[Newcomer, Life]]:
    """A life for each, in current pay, with a Ticket nobody holds."""
    for one, person in zip(NEWCOMERS, people, strict=True):
        life = new_life(person, chance, numbers)
        life.benefits = [Status(title, onset(chance.random)) for title in benefits_of(chance.random)]
        yield one, life


def open_files(
    files: CaseFiles, newcomers: Iterable[tuple[Newcomer, Life]]
) -> Iterator[tuple[Newcomer, Life, UUID, UUID]]:
    """Write their files; newcomer, life, case and plan of each that was sent in for review."""
    for one, life in newcomers:
        case = files.chance.id()
        form = _file(files, one, life, case)
        if one.in_review and form is not None:
            yield one, life, case, form


def _file(files: CaseFiles, one: Newcomer, life: Life, case: UUID) -> UUID | None:
    closed_on = _ago(files, one.opened - 20) if one.connected else None
    opened_on = _ago(files, one.opened)
    files.case(life, one.organisation, case, opened_on, closed_on, closed_why="not-a-match")
    if one.outcome:
        _intake(files, one, life, case, opened_on)
    if one.handed_off:
        _hand_off(files, one, life, case, opened_on)
    if one.locked is None:
        return None
    signed = {party: _ago(files, days) for party, days in one.signed.items()}
    state, locked_on = "signed" if len(signed) > 1 else "to-sign", _ago(files, one.locked)
    in_force_from = max(signed.values()) if state == "signed" else None
    form = files.plan(
        life,
        one.organisation,
        case,
        signed,
        locked_on=locked_on,
        state=state,
        in_force_from=in_force_from,
    )
    kind = files.kind_of_plan(one.organisation)
    row = SignedForm(id=form, **files.about(life, one.organisation), state=state, kind=kind)
    files.due(form_duties(row, locked_on, list(signed.values()), assigned=False), locked_on)
    return form


def _intake(files: CaseFiles, one: Newcomer, life: Life, case: UUID, on: date) -> None:
    said = {
        "held_on": on.isoformat(),
        "informed_on": on.isoformat(),
        "match": one.outcome,
        **{name: answer for name, _, answer in _ASKED},
        "shown": [["The discussion", [[question, answer] for _, question, answer in _ASKED]]],
    }
    files.sealed.add(
        Intake,
        files.key(life, one.organisation, case),
        {"content": json.dumps(said, sort_keys=True)},
        **_recorded(files, one, life, on),
        id=files.chance.id(),
        case_id=case,
        held_on=on,
        informed_on=on,
        outcome=one.outcome,
    )


def _hand_off(files: CaseFiles, one: Newcomer, life: Life, case: UUID, on: date) -> None:
    follow_up_on, hand_off = on + timedelta(days=4), files.chance.id()
    about = files.about(life, one.organisation)
    row = HandOff(id=hand_off, **about, connected=one.connected, follow_up_on=follow_up_on)
    files.due(duties_for(row), on)
    files.sealed.add(
        HandOff,
        files.key(life, one.organisation, case),
        {"note": "Called together; the other office asked to be called back."},
        **_recorded(files, one, life, on),
        id=hand_off,
        case_id=case,
        to_kind="SVRA",
        to_name=COLUMBIA_VALLEY,
        consent_on=on,
        made_on=on,
        method="telephone",
        follow_up_on=follow_up_on,
        connected=one.connected,
        connected_on=follow_up_on if one.connected else None,
    )


def _recorded(files: CaseFiles, one: Newcomer, life: Life, on: date) -> dict[str, Any]:
    by = files.counsellor(one.organisation)
    return {
        **files.about(life, one.organisation),
        "recorded_by": UUID(by.label),
        "recorded_by_name": by.name,
        "recorded_at": instant(on, 1),
    }


def _ago(files: CaseFiles, days: int) -> date:
    return files.today - timedelta(days=days)
