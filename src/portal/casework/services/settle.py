"""Making the duties of contact agree with the facts: at once after a change, in sets after many."""

from collections.abc import Collection, Iterable
from itertools import batched
from uuid import UUID

from django.db.models import Exists, OuterRef

from portal.casework.contacts import contacts_of, duties_of
from portal.casework.kinds import CONTACT_KINDS
from portal.casework.models import Case
from portal.kernel.duties import settle, settle_many
from portal.kernel.models import Duty
from portal.kernel.unit import as_system, current
from portal.tickets.models import Assignment

BATCH = 1000


def settle_contacts(case: UUID) -> bool:
    """Settle what is due for one case; True when something had to change. Call it under the case's lock."""
    with as_system():
        found = contacts_of([case], with_goals=True).get(case)
        return settle(case, CONTACT_KINDS, duties_of(found, current().on) if found else ())


def settle_many_contacts(cases: Collection[UUID]) -> None:
    """The same for many cases, in a constant number of statements for each thousand."""
    on = current().on
    for part in batched(cases, BATCH, strict=False):
        with as_system():
            found = contacts_of(part, with_goals=True)
            wanted = {case: list(duties_of(found[case], on)) if case in found else [] for case in part}
            settle_many(wanted, CONTACT_KINDS)


def lock_cases(cases: Iterable[UUID]) -> None:
    """Lock cases in one order, so that what settles two of them never waits for what settles them the other way."""
    list(Case.objects.select_for_update().filter(pk__in=list(cases)).order_by("pk").values_list("pk"))


def ended() -> list[UUID]:
    """Cases on which something is due, although the Ticket is unassigned by now: their day came since."""
    open_ones = Duty.objects.filter(kind__in=CONTACT_KINDS, closed_at=None, subject=OuterRef("pk"))
    rows = Assignment.objects.filter(ended_on__lte=current().on, superseded_at=None)
    return list(rows.filter(Exists(open_ones)).values_list("pk", flat=True))
