"""Contacts of the last months with Ticketholders, so that every state of the follow-up clock is there to be seen.

Within each organisation the patterns take turns: most are in touch, some are due or overdue, some do not answer.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.nation.figures import trial_work_level
from portal.nation.lives import Held, Life
from portal.policy.contact import ContactFacts, Note
from portal.policy.contact_phase import PHASE_1, Milestone, Phase, PhaseFacts, phase_on
from portal.policy.core import Month
from portal.policy.dates import months_after
from portal.policy.tables.parameters import CASEWORK

# In which month at the trial work level each milestone of Phase 1 is reached (policy: 1, 3 of 6, 6 of 12, 9 of 18).
_REACHED_WITH = dict(zip(PHASE_1, (1, 3, 6, 9), strict=True))
_KEPT, _DUE, _OVERDUE, _TRYING, _LOST, _WISHED = "kept", "due", "overdue", "trying", "lost", "wished"
_TURNS = (_KEPT, _DUE, _KEPT, _OVERDUE, _TRYING, _KEPT, _LOST, _KEPT, _WISHED, _KEPT)
# How many earlier contacts of the last year are written down besides those that the clock stands on.
_EARLIER = 3
_METHODS = ("telephone", "meeting", "video", "telephone", "email", "text")
_TRIED = ("telephone", "voicemail-to-ticketholder", "email")
_WORDS = (
    ("Monthly follow-up", "Talked about the job search and two applications.", "Two interviews next week."),
    ("Follow-up on the job", "Hours went up to 24 a week; transport works.", "Will send the next pay stub."),
    ("Questions about benefits", "Explained how earnings are reported.", "Referred to the WIPA."),
    ("Planning", "Went through the short-term goal and the resume.", "Resume is to be sent by Friday."),
)
_NO_ANSWER = ("To ask how the job search goes", "No answer.", "Will try again.")
_ENOUGH = ("Follow-up", "Wishes no further contact, and was told what follows.", "To be unassigned.")


class Contact(NamedTuple):
    """One contact of the synthetic past; `words` are purpose, content and result."""

    on: date
    method: str
    two_way: bool
    words: tuple[str, str, str]
    no_more: bool = False


class Contacts:
    """Draws contacts, hold by hold."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._turns: Counter[str] = Counter()

    def of(self, held: Held, phase: PhaseFacts) -> list[Contact]:
        """The contacts of this hold that are written down, the oldest first."""
        if held.ended_on is not None:
            return self._before(held, held.ended_on, phase) if held.ended_on > self._year_ago else []
        turn = _TURNS[self._turns[held.organisation] % len(_TURNS)]
        self._turns[held.organisation] += 1
        return sorted(self._open(held, phase, turn), key=lambda one: one.on)

    @property
    def _year_ago(self) -> date:
        return self.today - timedelta(days=365)

    def _open(self, held: Held, phase: PhaseFacts, turn: str) -> list[Contact]:
        months, limit = _rule(phase, self.today)
        tries = self._tries(turn, limit)
        last = self._last(turn, tries, months)
        if last <= held.assigned_on:
            # Too new for its turn: nothing was written down yet, and the first contact is due.
            return []
        words = _ENOUGH if turn == _WISHED else _said(last)
        found = [Contact(last, _method(last), True, words, no_more=turn == _WISHED)]
        found += [
            Contact(on, _TRIED[place % len(_TRIED)], False, _NO_ANSWER) for place, on in enumerate(tries)
        ]
        return [*self._before(held, last, phase), *found]

    def _tries(self, turn: str, limit: int) -> list[date]:
        """Attempts without an answer: two that wait for the third, or three with days left to unassign."""
        if turn == _TRYING:
            return [self.today - timedelta(days=ago) for ago in (12, 5)]
        if turn == _LOST:
            first = self.today - timedelta(days=limit - 4)
            return [first + timedelta(days=after) for after in (0, 7, 15)]
        return []

    def _last(self, turn: str, tries: list[date], months: int) -> date:
        """The last two-way contact, so that the next one is due when the turn says."""
        if tries:
            return months_after(tries[0] + timedelta(days=2), -months)
        if turn == _WISHED:
            return self.today - timedelta(days=20)
        days = {_KEPT: 17, _DUE: 3, _OVERDUE: -9}[turn]
        return months_after(self.today + timedelta(days=days), -months)

    def _before(self, held: Held, day: date, phase: PhaseFacts) -> list[Contact]:
        """Earlier contacts of the last year, each within its time."""
        months, _ = _rule(phase, day)
        days = [months_after(day, -months * back) for back in range(1, _EARLIER + 1)]
        kept = [on for on in days if on > max(held.assigned_on, self._year_ago)]
        return [Contact(on, _method(on), True, _said(on)) for on in reversed(kept)]


def facts_of(phase: PhaseFacts, contacts: list[Contact], held: Held) -> ContactFacts:
    """The same for the law."""
    notes = tuple(
        Note(one.on, one.method, one.two_way, one.words[0], no_more_contact=one.no_more) for one in contacts
    )
    return ContactFacts(phase, notes, held.ended_on)


def phase_of(life: Life, held: Held, today: date) -> PhaseFacts:
    """What the phase rests on, from the earnings known today."""
    months = tuple(_level_months(life, held, today))
    if held.system == "outcome":
        return PhaseFacts(held.assigned_on, (), months)
    milestones = tuple(
        Milestone(kind, True, months[count - 1] if len(months) >= count else None)
        for kind, count in _REACHED_WITH.items()
    )
    return PhaseFacts(held.assigned_on, milestones, months)


def _level_months(life: Life, held: Held, today: date) -> Iterator[Month]:
    by_month: Counter[Month] = Counter()
    for earned in life.earned:
        there = earned.replaced_on is None and earned.known_on <= today
        if there and earned.month > Month.of(held.assigned_on):
            by_month[earned.month] = max(by_month[earned.month], earned.cents)
    return (month for month in sorted(by_month) if by_month[month] >= trial_work_level(month))


def _rule(phase: PhaseFacts, day: date) -> tuple[int, int]:
    """Months between contacts, and days until the Ticket is unassigned, in the phase of the day."""
    if phase_on(phase, day) is Phase.INITIAL:
        return CASEWORK.initial_contact_months, CASEWORK.initial_unassign_days
    return CASEWORK.ongoing_contact_months, CASEWORK.ongoing_unassign_days


def _method(on: date) -> str:
    return _METHODS[on.toordinal() % len(_METHODS)]


def _said(on: date) -> tuple[str, str, str]:
    return _WORDS[on.toordinal() % len(_WORDS)]
