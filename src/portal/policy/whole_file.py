"""Is a Ticketholder's file whole: the plan, each amendment, a note for each contact period? (D14; F1's package)"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.policy.amendment import INCLUDED
from portal.policy.contact import METHODS, ContactFacts, due_after
from portal.policy.core import Check, Decision, State, Test, check, decide, held
from portal.policy.dates import DAY, months_after
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings

VERSION = "2025-12"
_GUIDE = "EN Guide, Services and Supports Review; EN Essentials, Documentation Tips"
_KNOWN = (State.HELD, State.FAILED)


class FileFacts(NamedTuple):
    """What is on record of a case on the day the file is made.

    `plan_from` is the first day of the plan's force, None where no plan is signed by both. `amendments` are the
    numbers of those that both have signed, `included` of those that the file holds. `contact` is None where the
    Ticket was never assigned.
    """

    plan_from: date | None
    amendments: frozenset[int]
    included: frozenset[int]
    contact: ContactFacts | None


class Silence(NamedTuple):
    """Days on which no contact is noted for longer than the phase allows: after `after`, until `until`."""

    after: date
    until: date


PLAN = Test(
    "file-has-the-plan",
    "D14",
    _GUIDE,
    "The file has the Individual Work Plan, signed by both.",
    "Enter the signed plan in the portal, or have it signed.",
    states=_KNOWN,
)
NUMBERED = Test(
    "amendments-numbered-without-a-gap",
    "AM-08",
    _GUIDE,
    "The amendments are numbered from 1 without a gap.",
    "Find the missing amendment, and enter it.",
    states=_KNOWN,
)
NOTED = Test(
    "note-for-each-contact-period",
    "SD-14",
    _GUIDE,
    "In the last 12 months each contact period has a note: a month in the initial phase, three in the ongoing phase.",
    "Enter the notes of contacts that were made. A period without contact stays a gap: say so when you are asked.",
    states=_KNOWN,
)
TESTS = (PLAN, NUMBERED, NOTED)


def file_complete(facts: FileFacts, on: date, *, settings: CaseworkSettings = CASEWORK) -> Decision:
    """Every component that a file must have, as of `on`."""
    return decide("whole-file", VERSION, _checks(facts, on, settings))


def _checks(facts: FileFacts, on: date, settings: CaseworkSettings) -> Iterator[Check]:
    yield check(PLAN, facts.plan_from is not None, (("in_force_from", facts.plan_from),))
    numbers = sorted(facts.amendments)
    yield check(NUMBERED, numbers == list(range(1, len(numbers) + 1)), (("numbers", tuple(numbers)),))
    missing = tuple(sorted(facts.amendments - facts.included))
    yield check(INCLUDED, not missing, (("missing", missing),))
    if facts.contact is None:
        yield held(NOTED)
        return
    gaps = silences(facts.contact, on, settings=settings)
    said = tuple(pair for one in gaps for pair in (("no_note_after", one.after), ("until", one.until)))
    yield check(NOTED, not gaps, said)


def silences(
    contact: ContactFacts, on: date, *, settings: CaseworkSettings = CASEWORK
) -> tuple[Silence, ...]:
    """The stretches of the last months that a file covers in which no contact or attempt is noted in time.

    Counted from note to note, the first from the assignment; the last ends on `on`, or on the last day assigned.
    """
    ended = contact.unassigned_on
    last = on if ended is None or on < ended else ended - DAY
    since = months_after(last, -settings.file_notes_months)
    assigned = contact.phase.assigned_on
    days = sorted({one.on for one in contact.notes if assigned <= one.on <= last and one.method in METHODS})
    found, before = [], assigned
    for day in (*days, last):
        if since < day and due_after(contact, before, settings) < day:
            found.append(Silence(before, day))
        before = day
    return tuple(found)
