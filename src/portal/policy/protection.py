"""Is the Ticketholder protected from a medical review on a day, since when, until when? (CDR-01 to CDR-05)"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.policy.core import Check, Decision, State, Test, check, decide, failed, held, unknown
from portal.policy.dates import within
from portal.policy.tables.parameters import PROGRESS, ProgressSettings
from portal.policy.ticket_use import (
    Cause,
    Span,
    effect,
    effective_on,
    end_of_use,
    extension_of,
    held_on,
    in_effect,
    inactive_on,
    last_holding,
    reason_known,
    spans,
    use_on,
)
from portal.policy.use_facts import UseFacts

RULE = "protection"
REVIEW_RULE = "medical-review"
VERSION = "2025-12"
WORK_REVIEWS = "Reviews of work and earnings are not stopped by this."
NEEDS_REASON = "the reason the Ticket was taken out of assignment"

_KNOWN = (State.HELD, State.FAILED)
VALID = Test(
    "ticket-valid-on-the-day",
    "CDR-03",
    "20 CFR 411.155, 411.165",
    "The Ticket had not ended on the day.",
    "A Ticket that has ended protects no longer. Social Security can say what applies now.",
    states=_KNOWN,
)
USED = Test(
    "ticket-assigned-or-extended-on-the-day",
    "CDR-02, TPR-11",
    "20 CFR 411.165, 411.220, 411.225; POMS DI 55025.001",
    "The Ticket was assigned, a State VR agency's case was open, or the 90-day extension was running.",
    "Assign the Ticket. Protection starts on the day the new plan has both signatures.",
)
ACTIVE = Test(
    "ticket-not-inactive-on-the-day",
    "TPR-10",
    "20 CFR 411.192(b), (c)",
    "The Ticket was not inactive.",
    "Ask in writing for the Ticket to be active again. It is from the first of the next month.",
    states=_KNOWN,
)
ON_TRACK = Test(
    "no-failed-progress-review-in-effect",
    "TPR-05, TPR-08, CDR-05",
    "20 CFR 411.200(d), 411.205, 411.210",
    "No failed progress review was in effect.",
    "When the missed requirement is met, ask in writing to be put back in use and send the evidence. Until then the "
    "failed review stays in effect, also when the Ticket is assigned again.",
    states=_KNOWN,
)
BEGUN_UNPROTECTED = Test(
    "medical-review-began-on-an-unprotected-day",
    "CDR-01, CDR-04",
    "20 CFR 411.165, 411.171, 411.175; POMS DI 55025.001",
    "The medical review was begun on a day on which the Ticket did not protect.",
    "A medical review is not begun while a Ticket is in use. It waits until protection has ended.",
)
TESTS = (VALID, USED, ACTIVE, ON_TRACK, BEGUN_UNPROTECTED)


class Protected(NamedTuple):
    """Days [since, until) without a gap in protection; `ended_by` says what ended it, None while it goes on."""

    since: date
    until: date | None
    ended_by: Cause | None


class Standing(NamedTuple):
    """A day as it is told a person: `protected` None is not known.

    Days [since, until) are alike in this. `why` is what the day rests on, `then` what comes after it.
    """

    protected: bool | None
    since: date | None
    until: date | None
    why: Cause
    then: Cause | None


def protected(facts: UseFacts, day: date, *, settings: ProgressSettings = PROGRESS) -> Decision:
    """May no medical review be begun on this day? 20 CFR 411.165."""
    return decide(RULE, VERSION, _checks(facts, day, settings), notes=(WORK_REVIEWS,))


def periods_of_protection(facts: UseFacts, *, settings: ProgressSettings = PROGRESS) -> tuple[Protected, ...]:
    """Every stretch of protection, in order. What is not known to protect is no part of one."""
    found: list[Protected] = []
    for span in spans(facts, settings=settings):
        last = found[-1] if found else None
        joins = last is not None and last.until == span.since
        if not span.day.in_use:
            if last is not None and joins:
                found[-1] = last._replace(ended_by=span.day.cause)
        elif last is not None and joins:
            found[-1] = last._replace(until=span.until)
        else:
            found.append(Protected(span.since, span.until, None))
    return tuple(found)


def standing(facts: UseFacts, day: date, *, settings: ProgressSettings = PROGRESS) -> Standing:
    """What holds on this day, since when and until when, as far as it is known today."""
    found = spans(facts, settings=settings)
    at = next((n for n, one in enumerate(found) if within(one.since, one.until, day)), None)
    if at is None:
        return Standing(False, None, found[0].since if found else None, Cause.NEVER_USED, _cause(found))
    alike = found[at].day.in_use
    first = last = at
    while first > 0 and found[first - 1].day.in_use is alike:
        first -= 1
    while last + 1 < len(found) and found[last + 1].day.in_use is alike:
        last += 1
    return Standing(
        alike, found[first].since, found[last].until, found[at].day.cause, _cause(found[last + 1 :])
    )


def medical_review(
    facts: UseFacts, begun_on: date | None, *, settings: ProgressSettings = PROGRESS
) -> Decision:
    """May a medical review begun on this day be carried out? One begun before the Ticket was in use is finished."""
    return decide(REVIEW_RULE, VERSION, [_begun(facts, begun_on, settings)], notes=(WORK_REVIEWS,))


def _begun(facts: UseFacts, begun_on: date | None, settings: ProgressSettings) -> Check:
    if begun_on is None:
        return unknown(BEGUN_UNPROTECTED, "the day the medical review was begun")
    in_use = use_on(facts, begun_on, settings=settings).in_use
    if in_use is None:
        return unknown(BEGUN_UNPROTECTED, NEEDS_REASON, (("begun_on", begun_on),))
    now = standing(facts, begun_on, settings=settings)
    said = (("begun_on", begun_on), ("because", now.why.value), ("protected_until", now.until))
    return check(BEGUN_UNPROTECTED, not in_use, said, true_from=now.until)


def _cause(found: tuple[Span, ...]) -> Cause | None:
    return found[0].day.cause if found else None


def _checks(facts: UseFacts, day: date, settings: ProgressSettings) -> Iterator[Check]:
    ended = end_of_use(facts)
    yield check(VALID, ended is None or day < ended, (("day", day), ("ended_on", ended)))
    yield _used(facts, day, settings)
    yield _active(facts, day, settings)
    yield _on_track(facts, day, settings)


def _used(facts: UseFacts, day: date, settings: ProgressSettings) -> Check:
    holding = held_on(facts, day)
    if holding is not None:
        return held(USED, (("day", day), ("held_since", holding.since), ("kind", holding.kind)))
    # Assigned and taken out on one day is not held on that day.
    later = (one.since for one in facts.holdings if one.since > day)
    again = min((since for since in later if held_on(facts, since) is not None), default=None)
    last = last_holding(facts, day)
    if last is None:
        return failed(USED, (("day", day), ("first_assigned_on", again)), true_from=again)
    until = extension_of(facts, last, settings=settings)
    said = (("day", day), ("unassigned_on", last.until), ("reason", last.reason), ("extended_until", until))
    extended = until is not None and day < until
    if extended and not reason_known(last):
        return unknown(USED, NEEDS_REASON, said)
    return check(USED, extended, said, true_from=again)


def _active(facts: UseFacts, day: date, settings: ProgressSettings) -> Check:
    days = inactive_on(facts, day, settings=settings)
    if days is None:
        return held(ACTIVE, (("day", day),))
    return failed(
        ACTIVE, (("day", day), ("inactive_from", days[0]), ("inactive_until", days[1])), true_from=days[1]
    )


def _on_track(facts: UseFacts, day: date, settings: ProgressSettings) -> Check:
    for failure in facts.failures:
        days = effect(failure, settings=settings)
        if days is not None and in_effect(failure, day, settings=settings):
            said = (
                ("day", day),
                ("review_of_period", failure.period),
                ("notice_sent_on", failure.notice_on),
                ("in_effect_from", days[0]),
            )
            return failed(ON_TRACK, said, true_from=days[1])
    sent = [effective_on(one, settings=settings) for one in facts.failures if one.notice_on <= day]
    return held(ON_TRACK, (("day", day), ("day_30_after_the_notice", max(sent, default=None))))
