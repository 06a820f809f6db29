"""The mornings' lists of contacts: who is due, whom to try again, whose Ticket to give up. Each reads what is due."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from portal.casework import kinds
from portal.casework.contacts import Contacts, contacts_of
from portal.casework.models import Case
from portal.casework.sealing import sealed
from portal.kernel import vault
from portal.kernel.models import Duty
from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist, declare, duties
from portal.policy.contact import Standing, standing
from portal.policy.contact_phase import Phase, phase_on
from portal.policy.roles import Permission
from portal.policy.tables.parameters import CASEWORK

WEEK, MONTH = 7, 31

DUE = declare(
    Worklist(
        "contacts-due",
        "Contacts due this month",
        Permission.READ_CASEWORK,
        (kinds.CONTACT_DUE,),
        "No contact is due in the next 31 days.",
        ahead=MONTH,
    )
)
ATTEMPTS = declare(
    Worklist(
        "contacts-attempts",
        "Attempts still to be made",
        Permission.READ_CASEWORK,
        (kinds.ATTEMPTS_MISSING,),
        "Nobody waits for another attempt.",
    )
)
UNASSIGN = declare(
    Worklist(
        "contacts-unassign",
        "Tickets to unassign within 7 days",
        Permission.READ_CASEWORK,
        (kinds.UNASSIGN_BY,),
        "No Ticket has to be unassigned in the next 7 days.",
        ahead=WEEK,
    )
)
STALE = declare(
    Worklist(
        "contacts-stale",
        "Tickets without a payment for three years",
        Permission.READ_CASEWORK,
        (kinds.STALE_TICKET,),
        "Every Ticket had a payment in the last three years, or was assigned since.",
        ahead=0,
    )
)
GOALS = declare(
    Worklist(
        "contacts-goals",
        "Goals whose date has passed",
        Permission.READ_CASEWORK,
        (kinds.GOALS_DATE,),
        "No goal's date has passed without a talk about it.",
        ahead=-1,
    )
)
LISTS = {one.slug: one for one in (DUE, ATTEMPTS, UNASSIGN, STALE, GOALS)}


class ContactLine(NamedTuple):
    """A case on a list. `due_on` is the duty's date, `attempts` those made on a running clock."""

    number: str
    name: str
    due_on: date
    phase: Phase
    last_two_way_on: date | None
    attempts: int | None
    missing: int | None
    unassign_by: date | None
    no_contact_wished: bool
    last_paid_on: date | None

    @property
    def overdue(self) -> bool:
        return self.due_on < current().on


def lines(
    worklist: Worklist, *, overdue: bool = False, within: int | None = None, page: int = 1, size: int = 25
) -> Page[ContactLine]:
    """Cases of a list by date: all of them, those `overdue`, or those due `within` so many days. Constant queries."""
    unit = current()
    rows = duties(worklist, unit)
    if overdue:
        rows = rows.filter(due_on__lt=unit.on)
    elif within is not None:
        rows = rows.filter(due_on__lte=unit.on + timedelta(days=within))
    return read(rows, page, size).map(_lines)


def next_due(*, after: UUID) -> str | None:
    """The number of the case whose contact or attempt is due next, another than `after`."""
    unit = current()
    row = (
        duties(DUE, unit)
        .exclude(subject=after)
        .union(duties(ATTEMPTS, unit).exclude(subject=after))
        .order_by("due_on", "id")
        .values_list("subject", flat=True)
        .first()
    )
    return None if row is None else Case.objects.filter(pk=row).values_list("number", flat=True).first()


def _lines(rows: Sequence[Duty]) -> list[ContactLine]:
    wanted = [row.subject for row in rows]
    cases = {row.pk: row for row in Case.objects.filter(pk__in=wanted)}
    found = contacts_of(wanted)
    here = [row for row in rows if row.subject in cases and row.subject in found]
    names = vault.show([sealed(cases[row.subject], "name") for row in here])
    return [
        _line(row, cases[row.subject], found[row.subject], name)
        for row, name in zip(here, names, strict=True)
    ]


def _line(row: Duty, case: Case, found: Contacts, name: str) -> ContactLine:
    on = current().on
    now: Standing = standing(found.facts, on)
    clock = now.clock
    counted = clock is not None and not clock.no_contact_wished
    return ContactLine(
        case.number,
        name,
        row.due_on,
        phase_on(found.facts.phase, on),
        now.last_two_way_on,
        clock.attempts if clock and counted else None,
        max(CASEWORK.attempts_needed - clock.attempts, 0) if clock and counted else None,
        clock.unassign_by if clock else None,
        clock is not None and clock.no_contact_wished,
        found.last_paid_on,
    )
