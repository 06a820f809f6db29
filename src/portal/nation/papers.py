"""What came in on paper: papers that wait in the mail room, and some that were entered, kept or sent back."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from portal.nation.book import Worker, instant
from portal.nation.casefiles import CaseFiles
from portal.nation.cast import BRIGHT_PATH, TPM
from portal.nation.chance import Chance
from portal.nation.lives import Held, Life
from portal.nation.workers import Workers
from portal.policy.roles import Role
from portal.support.duties import duties_for
from portal.support.models import PaperItem, PaperStep
from portal.support.moves import move_named
from portal.support.sealing import of_its_own


class Came(NamedTuple):
    """One paper: so many days ago, the moves it made since, each with its reason; put to a case or to none."""

    kind: str
    channel: str
    days_ago: int
    steps: tuple[tuple[str, str], ...]
    sender: str = BRIGHT_PATH
    note: str = ""
    as_what: str = ""


CAME = (
    Came("unassignment", "mail", 5, (("index", ""),)),
    Came("note", "fax", 3, (("index", ""),)),
    Came("plan", "fax", 1, (), "Fax 555-0142", "The name is cut off at the margin."),
    Came("evidence", "mail", 1, ()),
    Came("note", "fax", 12, (("index", ""), ("enter", "")), as_what="a case note"),
    Came("plan", "fax", 20, (("index", ""), ("send-back", "The page with the signatures is missing."))),
    Came("other", "mail", 9, (("keep", "A flyer. Nothing in it is about a Ticket."),), "A job fair"),
)


def make_papers(files: CaseFiles, workers: Workers, seed: int, lives: Iterable[Life]) -> None:
    """Write them; each that is put to a case belongs to another Ticketholder of the first persona's EN."""
    held = (
        (life, one)
        for life in lives
        for one in life.held
        if one.organisation == BRIGHT_PATH and one.ended_on is None
    )
    [by, *_] = workers.any(TPM, Role.TPM_BENEFICIARY_SUPPORT)
    room = _Room(files, Chance(seed, "papers"), Worker(str(by[0]), by[1]))
    for one in CAME:
        indexed = any(move == "index" for move, _ in one.steps)
        room.write(one, next(held) if indexed else None)


class _Room:
    def __init__(self, files: CaseFiles, chance: Chance, by: Worker) -> None:
        self.files, self.chance, self.by = files, chance, by

    def write(self, came: Came, of: tuple[Life, Held] | None) -> None:
        on = self.files.today - timedelta(days=came.days_ago)
        paper = self.chance.id()
        moves = ("receive", *(move for move, _ in came.steps))
        state = move_named(moves[-1]).to
        about = self._about(of)
        entered = state == PaperItem.State.ENTERED
        values = {
            "id": paper,
            "number": self.files.numbers.next("PA"),
            "kind": came.kind,
            "channel": came.channel,
            "received_on": on,
            "sender": came.sender,
            "state": state,
            "entered_as": came.as_what,
            "recorded_by": UUID(self.by.label),
            "recorded_by_name": self.by.name,
            "recorded_at": instant(on, 0),
            "entered_by": UUID(self.by.label) if entered else None,
            "entered_by_name": self.by.name if entered else "",
            "entered_at": instant(on, 3) if entered else None,
            "version": len(came.steps),
            **about,
        }
        key = self.files.key(of[0], of[1].organisation, of[1].id) if of else of_its_own(paper).key
        self.files.sealed.add(PaperItem, key, {"note": came.note} if came.note else {}, **values)
        row = PaperItem(id=paper, received_on=on, state=state, person_id=about.get("person_id"))
        self.files.due(duties_for(row), on)
        self._steps(paper, on, [("receive", ""), *came.steps])

    def _about(self, of: tuple[Life, Held] | None) -> dict[str, UUID]:
        return {} if of is None else {**self.files.about(of[0], of[1].organisation), "case": of[1].id}

    def _steps(self, paper: UUID, on: date, steps: list[tuple[str, str]]) -> None:
        before = "outside"
        for version, (move, reason) in enumerate(steps):
            after = move_named(move).to
            self.files.rows.add(
                PaperStep,
                id=self.chance.id(),
                paper_id=paper,
                move=move,
                from_state=before,
                to_state=after,
                reason=reason,
                version=version,
                on=on,
                at=instant(on, version),
                by=self.by.label,
                by_name=self.by.name,
            )
            before = after
