"""Progress reviews at every step that people have to do with, so that they are there at every size."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from portal.nation.book import instant
from portal.nation.careers import benefits_of, onset
from portal.nation.casefiles import CaseFiles
from portal.nation.cast import BRIGHT_PATH, TPM
from portal.nation.chance import Chance, Numbers
from portal.nation.lives import Life, Status, held_by, new_life
from portal.nation.people import Identity
from portal.nation.workers import Workers
from portal.policy.core import Month
from portal.policy.progress import Review, review
from portal.policy.progress_facts import ProgressFacts
from portal.policy.roles import Role
from portal.policy.tables.parameters import PROGRESS
from portal.policy.ticket_states import Assigned
from portal.policy.use_facts import Holding, UseFacts
from portal.progress.duties import duties_for
from portal.progress.letters import Letter, asking, failed
from portal.progress.models import ProgressNotice, ProgressReview, ProgressStep
from portal.progress.moves import DUE, move_named

_REPLY = timedelta(days=PROGRESS.progress_reply_days)


class Reviewed(NamedTuple):
    """Assigned so many months before this one; the moves the review made since, each so many days ago."""

    months: int
    moves: tuple[tuple[str, int], ...]


REVIEWED: tuple[Reviewed, ...] = (
    Reviewed(14, (("ask-holder", 42), ("ask-provider", 11))),
    Reviewed(14, (("ask-holder", 41), ("ask-provider", 10))),
    Reviewed(15, (("ask-holder", 75), ("ask-provider", 44), ("bring", 13))),
    Reviewed(15, (("ask-holder", 74), ("ask-provider", 43), ("bring", 12))),
    Reviewed(16, (("ask-holder", 100), ("ask-provider", 69), ("bring", 38), ("fail", 17))),
    Reviewed(17, (("ask-holder", 130), ("ask-provider", 99), ("bring", 68), ("fail", 40), ("appeal", 15))),
)
_LETTERS = {"ask-holder": "Q-2", "ask-provider": "Qp2", "fail": "F-2"}


def reviewed_progress(
    people: Iterable[Identity], chance: Chance, numbers: Numbers, today: date
) -> list[Life]:
    """A life for each, in current pay and without work on record, whose Ticket the first persona's EN holds."""
    lives = []
    for one, person in zip(REVIEWED, people, strict=True):
        life = new_life(person, chance, numbers)
        life.benefits = [Status(title, onset(chance.random)) for title in benefits_of(chance.random)]
        since = Month(Month.of(today) - one.months).first + timedelta(days=9)
        life.held = [held_by(BRIGHT_PATH, since)]
        life.use_state = "in-use"
        lives.append(life)
    return lives


class ProgressReviews:
    """Writes the reviews of lives whose assignments are written."""

    def __init__(self, files: CaseFiles, workers: Workers, seed: int) -> None:
        self.files, self.today, self.chance = files, files.today, Chance(seed, "progress")
        [by, *_] = workers.any(TPM, Role.TPM_INTEGRITY_REVIEWER)
        self._reviewer = (str(by[0]), by[1])

    def write(self, lives: Iterable[Life]) -> None:
        for one, life in zip(REVIEWED, lives, strict=True):
            self._review(one, life)

    def _review(self, one: Reviewed, life: Life) -> None:
        stands, due_on = self._stands(life)
        last = move_named(one.moves[-1][0])
        days = {move: self.today - timedelta(days=ago) for move, ago in one.moves}
        row = ProgressReview(
            id=self.chance.id(),
            number=self.files.numbers.next("TP"),
            ticket_id=life.ticket,
            person_id=life.person.id,
            organisation_id=self.files.cast.ids[BRIGHT_PATH] if "ask-provider" in days else None,
            period=stands.period.number,
            due_on=due_on,
            months=[month.first for month in stands.period.months],
            opened_on=days["ask-holder"],
            state=last.to,
            decided_on=days.get("fail"),
            decided_by=self._reviewer[0] if "fail" in days else "",
            appealed_on=days.get("appeal"),
            version=len(one.moves) - 1,
        )
        self.files.rows.add(ProgressReview, **_values(row))
        self._steps(row, one)
        letters = [self._letter(row, stands, move, on) for move, on in days.items() if move in _LETTERS]
        due = duties_for(row, self.today, last_day=max(letters), failed_on=days.get("fail"))
        self.files.due(due, days[one.moves[-1][0]])

    def _letter(self, row: ProgressReview, stands: Review, move: str, on: date) -> date:
        """The letter as it was sent; gives the last day that it names."""
        letter: Letter = failed(stands, on) if move == "fail" else asking(_LETTERS[move], stands, on)
        self.files.rows.add(
            ProgressNotice,
            id=self.chance.id(),
            review_id=row.pk,
            organisation_id=row.organisation_id if letter.code == "Qp2" else None,
            person_id=row.person_id,
            code=letter.code,
            sent_on=on,
            last_day=letter.last_day,
            content=letter.to_json(),
            posted_at=instant(on, 2),
        )
        return letter.last_day or on + _REPLY

    def _steps(self, row: ProgressReview, one: Reviewed) -> None:
        before = DUE
        for version, (move, ago) in enumerate(one.moves):
            rule, on = move_named(move), self.today - timedelta(days=ago)
            by, name = self._reviewer if move == "fail" else ("system", "system")
            self.files.rows.add(
                ProgressStep,
                id=self.chance.id(),
                review_id=row.pk,
                person_id=row.person_id,
                move=move,
                from_state=before,
                to_state=rule.to,
                version=version,
                on=on,
                at=instant(on, 1),
                by=by,
                by_name=name,
            )
            before = rule.to

    def _stands(self, life: Life) -> tuple[Review, date]:
        """The first period, as the law counts it, and the day from which it is reviewed."""
        held = tuple(Holding(Assigned.EN, one.assigned_on, one.ended_on) for one in life.held)
        stands = review(ProgressFacts(self.today, 1, UseFacts(held)))
        if stands.period.review_from is None:
            raise ValueError("the first period of this life is not over")
        return stands, stands.period.review_from


def _values(row: ProgressReview) -> dict[str, object]:
    """Its columns, as they are copied in."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
