"""Requests that were answered lately: with a payment run, by Social Security, and one that was judged again since."""

from collections.abc import Iterable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import cast
from uuid import UUID

from portal.kernel.models import Duty, StoredDecision
from portal.kernel.workdays import working_days_after
from portal.nation.book import Book, Stage, instant
from portal.nation.history import REFERRED, History
from portal.nation.lives import Life
from portal.nation.played import Played
from portal.nation.scenarios import Lately
from portal.nation.staging import CORRECTED_BEFORE, waiting_ask
from portal.payments import parameters
from portal.payments.course import failed_codes
from portal.payments.duties import AGAIN
from portal.payments.facts import facts_of
from portal.payments.judging import Judged, replay
from portal.payments.models import Rejudged
from portal.payments.moves import move_named
from portal.policy.rejudging import facts_now

_REFERRED_AFTER, _ANSWERED_AFTER = timedelta(days=3), timedelta(days=17)
_ANSWERS = {
    "approve-at-ssa": "The record shows both benefits for the month. The payment is due.",
    "deny-at-ssa": "Nothing on record or in the statement shows services that led to this work.",
}


class Latest:
    """Plays them, after everything that came before."""

    def __init__(self, history: History, today: date) -> None:
        self.history, self.today = history, today

    def play(self, one: Lately, life: Life, paid: Iterable[SimpleNamespace]) -> None:
        """One request, on a Ticket on which this was paid before."""
        ask = waiting_ask(one, life, self.today)
        played, follows = self.history.begin(life, ask, paid)
        if one.at_ssa:
            self._at_ssa(played, one.at_ssa)
        elif follows.determined == "approve":
            self.history.approved(played)
        else:
            raise ValueError(f"a request of {ask.kind} for {ask.month} would not be granted")
        self.history.enter(played)
        if one.corrected is not None:
            self._judged_again(played)

    def _at_ssa(self, played: Played, move: str) -> None:
        """Referred by an analyst, and answered by Social Security."""
        history, referred_on = self.history, played.ask.submitted_on + _REFERRED_AFTER
        on = referred_on + _ANSWERED_AFTER
        first, judged = (history.judge(played.claim, played.knowledge, day) for day in (referred_on, on))
        analyst, authoriser = history.analysts[0], history.authoriser
        played.stages += [
            Stage("refer-to-ssa", referred_on, analyst, first, "refer-to-ssa", note=REFERRED),
            Stage(move, on, authoriser, judged, move.removesuffix("-at-ssa"), note=_ANSWERS[move]),
        ]
        if move_named(move).to == "approved":
            history.approved(played)
        else:
            played.decided_on = on
            played.denial_code = next(iter(failed_codes(judged.decision)), "DEN-16")

    def _judged_again(self, played: Played) -> None:
        """The rules' answer on the record as it is known now, which waits for an analyst."""
        on, book = self.today - CORRECTED_BEFORE, self.history.book
        stands = next(stage for stage in reversed(played.stages) if stage.judged)
        before = cast(Judged, stands.judged)
        now = facts_of(played.claim, played.knowledge.on(on, instant(on, 0)), stands.on)
        _write(book, played, replay(facts_now(before.facts, now)), on)


def _write(book: Book, played: Played, judged: Judged, on: date) -> None:
    request, person, at = cast(UUID, played.claim.request), played.life.person.id, instant(on, 1)
    decision = book.chance.id()
    book.rows.add(
        StoredDecision,
        id=decision,
        rule=judged.answer["rule"],
        version=str(judged.answer["version"]),
        subject_kind="payment-request",
        subject=request,
        person=person,
        facts=judged.facts,
        answer=judged.answer,
        outcome=judged.answer["outcome"],
        decided_on=on,
        decided_at=at,
    )
    book.rows.add(
        Rejudged,
        id=book.chance.id(),
        request_id=request,
        determination_id=book.determined[request],
        decision_id=decision,
        found_on=on,
        found_at=at,
    )
    book.rows.add(
        Duty,
        id=book.chance.id(),
        kind=AGAIN,
        subject=request,
        person=person,
        opened_at=at,
        due_on=working_days_after(on, int(parameters.on(parameters.DECIDE_WITHIN, on))),
    )
