"""Contacts with the Ticketholder: what counts, what is due next, and until when (D9, D10, J11; SD-14, C-09, C-10)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.policy.contact_phase import Phase, PhaseFacts, ongoing_from, phase_on
from portal.policy.core import Check, Decision, Facts, State, Test, check, decide, failed, held, unknown
from portal.policy.dates import DAY, months_after
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings

VERSION = "2025-12"
METHODS = frozenset(
    {
        "meeting",
        "telephone",
        "email",
        "text",
        "voicemail-from-ticketholder",
        "voicemail-to-ticketholder",
        "video",
        "letter",
    }
)
NEVER_TWO_WAY = frozenset({"voicemail-to-ticketholder"})
ALWAYS_TWO_WAY = frozenset({"voicemail-from-ticketholder"})
CONTACT, ATTEMPT, UNASSIGN = "contact-due", "attempts-missing", "unassign-by"


class Note(NamedTuple):
    """One contact, in the order in which a day's contacts happened. `answered`: the Ticketholder took part."""

    on: date
    method: str
    answered: bool
    purpose: str = ""
    no_more_contact: bool = False


class ContactFacts(NamedTuple):
    """A Ticket on days [assigned_on, unassigned_on), with the notes of this assignment."""

    phase: PhaseFacts
    notes: tuple[Note, ...] = ()
    unassigned_on: date | None = None


class Clock(NamedTuple):
    """The 60/180-day clock: since when, the phase whose limit it keeps, attempts made, and the last days."""

    started_on: date
    phase: Phase
    attempts: int
    attempts_by: date
    unassign_by: date
    no_contact_wished: bool


class Standing(NamedTuple):
    """Where contact stands on a day. `due_on` is None where no contact is wished."""

    last_two_way_on: date | None
    due_on: date | None
    clock: Clock | None


class Due(NamedTuple):
    """A duty with its date, and since when it runs; `missing` counts attempts still to be made."""

    kind: str
    due_on: date
    since: date
    missing: int = 0


METHOD = Test(
    "acceptable-method",
    "SD-14",
    "EN Guide, Regular Follow-Up; EN Essentials, Acceptable Methods",
    "The contact was made in an acceptable way.",
    "Choose meeting, telephone, personal e-mail or text, voicemail, video or app, or letter.",
    states=(State.HELD, State.FAILED),
)
AFTER = Test(
    "contact-within-the-assignment",
    "AS-18",
    "EN Guide, Submitting IWPs",
    "The contact was made while the Ticket was assigned to you.",
    "Correct the date. A contact outside the assignment does not count.",
    states=(State.HELD, State.FAILED),
)
PAST = Test(
    "contact-not-in-the-future",
    "SD-14",
    "EN Guide, Regular Follow-Up",
    "The contact was made no later than today.",
    "Enter the contact when it has been made.",
    states=(State.HELD, State.FAILED),
)
PURPOSE = Test(
    "contact-says-its-reason",
    "SD-14",
    "EN Essentials, Two-Way Communication",
    "The note says the reason of the contact.",
    "Write why you made the contact.",
)
ON_TIME = Test(
    "two-way-contact-on-time",
    "LM-06, LM-08",
    "EN Guide, Regular Follow-Up",
    "The last two-way contact is no older than a month, or three in the ongoing phase, or attempts were begun in time.",
    "Contact the Ticketholder, and write down the contact or the attempt.",
)
ATTEMPTS = Test(
    "three-attempts-made",
    "LM-06, LM-08",
    "EN Guide, Regular Follow-Up",
    "No attempt is unanswered, or three were made within a month, or three months in the ongoing phase.",
    "Try again, in another way if you can.",
)
IN_TIME = Test(
    "unassigned-in-time-after-lost-contact",
    "LM-07, LM-09",
    "EN Guide, Regular Follow-Up; EN Essentials, When to Unassign a Ticket",
    "Contact is not lost, or the 60 days, 180 in the ongoing phase, have not passed.",
    "Unassign the Ticket. A two-way contact before the last day clears the clock.",
    states=(State.HELD, State.FAILED),
)
TESTS = (METHOD, AFTER, PAST, PURPOSE, ON_TIME, ATTEMPTS, IN_TIME)


def two_way(note: Note) -> bool:
    """Did the Ticketholder take part? A voicemail counts only when the Ticketholder left it (C-10)."""
    if note.method in ALWAYS_TWO_WAY:
        return True
    return note.answered and note.method in METHODS and note.method not in NEVER_TWO_WAY


def judge_note(note: Note, facts: ContactFacts, on: date) -> Decision:
    """May this contact be recorded on `on`? Every check of a note."""
    assigned, ended = facts.phase.assigned_on, facts.unassigned_on
    inside = assigned <= note.on and (ended is None or note.on < ended)
    checks = (
        check(METHOD, note.method in METHODS, (("method", note.method), ("two_way", two_way(note)))),
        check(AFTER, inside, (("contact_on", note.on), ("assigned_on", assigned)), true_from=assigned),
        check(PAST, note.on <= on, (("contact_on", note.on),), true_from=note.on),
        check(PURPOSE, True) if note.purpose.strip() else _no_purpose(note),
    )
    return decide("contact-note", VERSION, checks)


def _no_purpose(note: Note) -> Check:
    """An attempt without a reason is asked for it; a conversation without one is not documented."""
    return failed(PURPOSE) if two_way(note) else unknown(PURPOSE, "the reason of the contact")


def standing(facts: ContactFacts, on: date, *, settings: CaseworkSettings = CASEWORK) -> Standing:
    """Last two-way contact, next one due, and the clock, from the notes up to `on`."""
    last: date | None = None
    since: list[date] = []
    wished_on: date | None = None
    for note in sorted(_counted(facts, on), key=lambda one: one.on):
        if two_way(note):
            last, since = note.on, []
            wished_on = note.on if note.no_more_contact else None
        else:
            since.append(note.on)
    due = None if wished_on is not None else due_after(facts, last, settings)
    return Standing(last, due, _clock(facts, wished_on, since, settings))


def _counted(facts: ContactFacts, on: date) -> Iterator[Note]:
    for note in facts.notes:
        if facts.phase.assigned_on <= note.on <= on and note.method in METHODS:
            yield note


def due_after(facts: ContactFacts, last: date | None, settings: CaseworkSettings) -> date:
    """A month after the last two-way contact, or the assignment; three where the ongoing phase begins by then."""
    anchor = last or facts.phase.assigned_on
    monthly = months_after(anchor, settings.initial_contact_months)
    starts = ongoing_from(facts.phase, settings=settings)
    if starts is None or monthly < starts:
        return monthly
    return months_after(anchor, settings.ongoing_contact_months)


def _clock(
    facts: ContactFacts, wished_on: date | None, attempts: list[date], settings: CaseworkSettings
) -> Clock | None:
    """From the first unsuccessful attempt after the last two-way contact, or the day no contact was wished.

    A change of phase leaves a running clock its limit.
    """
    if wished_on is None and not attempts:
        return None
    started = wished_on or attempts[0]
    phase = phase_on(facts.phase, started, settings=settings)
    initial = phase is Phase.INITIAL
    months = settings.initial_contact_months if initial else settings.ongoing_contact_months
    days = settings.initial_unassign_days if initial else settings.ongoing_unassign_days
    window = months_after(started, months)
    return Clock(
        started,
        phase,
        len([day for day in attempts if day <= window]),
        window,
        started + timedelta(days=days),
        wished_on is not None,
    )


def judge_contact(facts: ContactFacts, on: date, *, settings: CaseworkSettings = CASEWORK) -> Decision:
    """Does the provider keep the rule of contact on `on`? After the unassignment: as it was on its last day."""
    ended = facts.unassigned_on
    day = on if ended is None or on < ended else ended - DAY
    now = standing(facts, day, settings=settings)
    checks = (_on_time(now, day, settings), _attempts(now, day, settings), _unassigned(now, on, ended))
    return decide("contact", VERSION, checks)


def _on_time(now: Standing, day: date, settings: CaseworkSettings) -> Check:
    """An attempt begun in time keeps it open: through its window, and with all attempts made to the unassign-by date."""
    said: Facts = (("last_two_way_on", now.last_two_way_on), ("due_on", now.due_on))
    clock, due = now.clock, now.due_on
    if due is None or day <= due:
        return held(ON_TIME, said)
    if clock is not None and clock.started_on <= due:
        tried = clock.attempts >= settings.attempts_needed
        if day <= (clock.unassign_by if tried else clock.attempts_by):
            return unknown(ON_TIME, "an answer to the attempts that were made", said)
    return failed(ON_TIME, said)


def _attempts(now: Standing, day: date, settings: CaseworkSettings) -> Check:
    clock = now.clock
    if clock is None or clock.no_contact_wished:
        return held(ATTEMPTS)
    said: Facts = (
        ("first_attempt_on", clock.started_on),
        ("attempts", clock.attempts),
        ("last_day", clock.attempts_by),
    )
    if clock.attempts >= settings.attempts_needed:
        return held(ATTEMPTS, said)
    if day <= clock.attempts_by:
        return unknown(ATTEMPTS, "the attempts still to be made", said)
    return failed(ATTEMPTS, said)


def _unassigned(now: Standing, on: date, ended: date | None) -> Check:
    clock = now.clock
    if clock is None:
        return held(IN_TIME)
    said = (("clock_since", clock.started_on), ("unassign_by", clock.unassign_by), ("unassigned_on", ended))
    acted = ended if ended is not None and ended <= on else on
    return check(IN_TIME, acted <= clock.unassign_by, said)


def duties_for(facts: ContactFacts, on: date, *, settings: CaseworkSettings = CASEWORK) -> Iterator[Due]:
    """The duties that the notes up to `on` cause, with their dates. None once the Ticket is unassigned."""
    if facts.unassigned_on is not None and facts.unassigned_on <= on:
        return
    now = standing(facts, on, settings=settings)
    since = now.last_two_way_on or facts.phase.assigned_on
    if now.due_on is not None:
        yield Due(CONTACT, now.due_on, since)
    clock = now.clock
    if clock is None:
        return
    missing = settings.attempts_needed - clock.attempts
    if missing > 0 and not clock.no_contact_wished:
        yield Due(ATTEMPT, clock.attempts_by, clock.started_on, missing)
    yield Due(UNASSIGN, clock.unassign_by, clock.started_on)


def stale_from(
    assigned_on: date, last_paid_on: date | None, *, settings: CaseworkSettings = CASEWORK
) -> date:
    """The day from which an assigned Ticket is stale: 36 months without a payment (LM-21; J10)."""
    return months_after(last_paid_on or assigned_on, settings.stale_months)
