"""Was the Ticket in use on a day, and why not? Worked out from what happened to it (CDR-02, 03, 05; TPR-08 to 11)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from portal.policy.core import Month
from portal.policy.dates import DAY, within
from portal.policy.tables.parameters import PROGRESS, ProgressSettings
from portal.policy.ticket_states import Assigned, Use, extension_until
from portal.policy.unassignment import REASONS
from portal.policy.use_facts import Failure, Holding, Inactivity, UseFacts


class Cause(StrEnum):
    """What a Ticket's use on a day rests on."""

    NEVER_USED = "not assigned yet"
    HELD = "assigned, or in a State VR agency's case"
    EXTENSION = "within the extension after it was unassigned or the case was closed"
    EXTENSION_NOT_KNOWN = "unassigned; whether the extension follows is not known"
    NOT_HELD = "not assigned, and in no case"
    INACTIVE = "inactive at the Ticketholder's request"
    FAILED = "a failed progress review is in effect"
    TERMINATED = "the Ticket has terminated"
    DIED = "the Ticketholder died"


class DayOfUse(NamedTuple):
    """A Ticket on one day; `use` is None where it is not known. `held` counts a case under cost reimbursement."""

    held: bool
    use: Use | None
    cause: Cause

    @property
    def in_use(self) -> bool | None:
        return None if self.use is None else self.use in (Use.IN_USE, Use.EXTENDED)


class Span(NamedTuple):
    """Days [since, until) on which nothing changes; `until` is None for the last one."""

    since: date
    until: date | None
    day: DayOfUse


def use_on(facts: UseFacts, day: date, *, settings: ProgressSettings = PROGRESS) -> DayOfUse:
    """The Ticket's use on this day, as far as the facts reach."""
    ended = _ended(facts, day)
    if ended is not None:
        return DayOfUse(False, Use.NOT_IN_USE, ended)
    failed = any(in_effect(one, day, settings=settings) for one in facts.failures)
    holding = held_on(facts, day)
    if holding is None:
        return _while_not_held(facts, day, failed, settings)
    if failed:
        return DayOfUse(True, Use.FAILED_PROGRESS, Cause.FAILED)
    if inactive_on(facts, day, settings=settings) is not None:
        return DayOfUse(True, Use.INACTIVE, Cause.INACTIVE)
    return DayOfUse(True, Use.IN_USE, Cause.HELD)


def held_on(facts: UseFacts, day: date) -> Holding | None:
    return next((one for one in facts.holdings if within(one.since, one.until, day)), None)


def end_of_use(facts: UseFacts) -> date | None:
    """The first day after the Ticket's end: the first of the month it terminated in, or the day after the death."""
    ends = [day + DAY for day in (facts.died_on,) if day is not None]
    ends += [month.first for month in (facts.terminated_in,) if month is not None]
    return min(ends, default=None)


def _ended(facts: UseFacts, day: date) -> Cause | None:
    if facts.terminated_in is not None and facts.terminated_in.first <= day:
        return Cause.TERMINATED
    return Cause.DIED if facts.died_on is not None and facts.died_on < day else None


def _while_not_held(facts: UseFacts, day: date, failed: bool, settings: ProgressSettings) -> DayOfUse:
    last = last_holding(facts, day)
    if last is None:
        return DayOfUse(False, Use.NOT_IN_USE, Cause.NEVER_USED)
    if failed:
        return DayOfUse(False, Use.NOT_IN_USE, Cause.FAILED)
    until = extension_of(facts, last, settings=settings)
    if until is None or until <= day:
        return DayOfUse(False, Use.NOT_IN_USE, Cause.NOT_HELD)
    if not reason_known(last):
        return DayOfUse(False, None, Cause.EXTENSION_NOT_KNOWN)
    return DayOfUse(False, Use.EXTENDED, Cause.EXTENSION)


def last_holding(facts: UseFacts, day: date) -> Holding | None:
    """The holding that ended last, on this day or before it."""
    past = [one for one in facts.holdings if one.until is not None and one.since < one.until <= day]
    return max(past, key=lambda one: one.since, default=None)


def extension_of(facts: UseFacts, holding: Holding, *, settings: ProgressSettings = PROGRESS) -> date | None:
    """The first day after the extension that follows the holding; None where none follows.

    It follows where the Ticket was in use on the last day and the reason earns it. A reason that is not on record is
    taken for one that does; the caller says that it is not known.
    """
    if holding.until is None:
        return None
    reason = REASONS.get(holding.reason or "") if holding.kind is not Assigned.CR else None
    if reason is not None and not reason.extension:
        return None
    if use_on(facts, holding.until - DAY, settings=settings).use is not Use.IN_USE:
        return None
    return extension_until(holding.until)


def reason_known(holding: Holding) -> bool:
    """Is it known whether the end of this holding earns the extension? The closing of a case always does."""
    return holding.kind is Assigned.CR or holding.reason is not None


def inactive_days(one: Inactivity) -> tuple[date, date | None]:
    """[since, until): both from the first of the month after the request (TPR-10)."""
    active = one.active_requested_on
    return Month.of(one.requested_on).plus(1).first, None if active is None else Month.of(active).plus(
        1
    ).first


def inactive_on(
    facts: UseFacts, day: date, *, settings: ProgressSettings = PROGRESS
) -> tuple[date, date | None] | None:
    """The days [since, until) of the Ticket's being inactive that hold this day; None where it is not inactive.

    It ends with the holding it was asked for in. It never begins while a failed review is in effect, and does not
    outlast one: put back in use, the Ticket is in use.
    """
    holding = held_on(facts, day)
    if holding is None:
        return None
    for one in facts.inactivities:
        days = inactive_days(one)
        if (
            within(*days, day)
            and within(holding.since, holding.until, one.requested_on)
            and not any(
                _undone(days[0], effect(failure, settings=settings), day) for failure in facts.failures
            )
        ):
            return days
    return None


def _undone(began: date, failed: tuple[date, date | None] | None, day: date) -> bool:
    """Does a pause from `began` not count on `day`, because a failed review was in effect then or was lifted since?"""
    if failed is None:
        return False
    since, until = failed
    return within(since, until, began) or (until is not None and began < until <= day)


def effective_on(failure: Failure, *, settings: ProgressSettings = PROGRESS) -> date:
    """Day 30 after the fail notice: unprotected from that day on, unless a review was asked for by then."""
    return failure.notice_on + timedelta(days=settings.progress_effective_days)


def effect(failure: Failure, *, settings: ProgressSettings = PROGRESS) -> tuple[date, date | None] | None:
    """The days [since, until) on which a failed review is in effect; None where on none (TPR-05, TPR-09).

    A review asked for by day 30 holds it off until SSA decides; one asked for later leaves it in effect till then.
    """
    since = effective_on(failure, settings=settings)
    upheld_until = failure.reentered_on
    if failure.appealed_on is not None:
        decided = failure.decided_on
        if failure.appealed_on <= since:
            if decided is None or failure.favorable is not False:
                return None
            since = max(since, decided)
        elif decided is not None and failure.favorable:
            upheld_until = min(filter(None, (upheld_until, decided)))
    if upheld_until is not None and upheld_until <= since:
        return None
    return since, upheld_until


def in_effect(failure: Failure, day: date, *, settings: ProgressSettings = PROGRESS) -> bool:
    days = effect(failure, settings=settings)
    return days is not None and within(*days, day)


def stands(failure: Failure, *, settings: ProgressSettings = PROGRESS) -> bool:
    """Does the review count as failed, so that the progress clock stops? Not while an appeal in time is open."""
    if failure.appealed_on is None or failure.favorable is False:
        return True
    return failure.favorable is None and failure.appealed_on > effective_on(failure, settings=settings)


def spans(facts: UseFacts, *, settings: ProgressSettings = PROGRESS) -> tuple[Span, ...]:
    """The Ticket's use from its first day on, without gaps, each span as long as nothing changes."""
    found: list[Span] = []
    for edge in _edges(facts, settings):
        day = use_on(facts, edge, settings=settings)
        if found and found[-1].day == day:
            continue
        if found:
            found[-1] = found[-1]._replace(until=edge)
        found.append(Span(edge, None, day))
    return tuple(found)


def _edges(facts: UseFacts, settings: ProgressSettings) -> list[date]:
    """Every day on which something may change, from the first on which the Ticket was held."""
    held = [one for one in facts.holdings if one.until is None or one.since < one.until]
    if not held:
        return []
    edges: set[date | None] = {end_of_use(facts)}
    for holding in held:
        edges.update((holding.since, holding.until))
        if holding.until is not None:
            edges.add(extension_until(holding.until))
    for one in facts.inactivities:
        edges.update(inactive_days(one))
    for failure in facts.failures:
        edges.update(effect(failure, settings=settings) or ())
    first = min(one.since for one in held)
    return sorted(edge for edge in edges if edge is not None and edge >= first)
