"""Lists of designations, the access desk's queue, and departures; the walls say which rows the reader gets."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from portal.kernel import desk_lists
from portal.kernel.actor import Wall
from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty
from portal.kernel.paging import Page, slice_of
from portal.kernel.unit import current
from portal.kernel.worklist import duties
from portal.people.duties import ACCESS_QUEUE, CLEAR, NO_ADMINISTRATOR, OPEN, VERIFY
from portal.people.models import Designation, Employment, Organisation, SignIn
from portal.policy.departures import Record, Reported, record, reported

_SIGN_INS = 20


class Which(StrEnum):
    """Parts of the desk's queue."""

    ALL = "all"
    VERIFY = "verify"
    CLEAR = "clear"
    OPEN = "open"
    MINE = "mine"
    OVERDUE = "overdue"
    DECIDED = "decided"


WHICH_WORDS = {
    Which.ALL: "All open",
    Which.VERIFY: "Employment to verify",
    Which.CLEAR: "Clearance to record",
    Which.OPEN: "Access to open",
    Which.MINE: "Mine",
    Which.OVERDUE: "Overdue",
    Which.DECIDED: "Decided",
}
_KINDS = {Which.VERIFY: VERIFY, Which.CLEAR: CLEAR, Which.OPEN: OPEN}


class Tab(NamedTuple):
    """A part of the queue with its number of designations; None where it is not counted."""

    which: Which
    words: str
    designations: int | None


class QueueLine(NamedTuple):
    """A designation with the desk's open duty on it, if it has one."""

    row: Designation
    duty: DutyLine | None
    days_late: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Departures:
    """An organisation's reports of departures, how late they came, and the latest of them."""

    organisation: Organisation
    record: Record


def designations(*, organisation: UUID, open_only: bool = True) -> QuerySet[Designation]:
    """An organisation's designations, the newest first."""
    rows = Designation.objects.filter(organisation=organisation)
    if open_only:
        rows = rows.filter(state__in=Designation.OPEN)
    return rows.order_by("-designated_at", "-pk")


def designation(number: str) -> Designation | None:
    """The designation of this number that the reader may see."""
    return _scoped().select_related("organisation").filter(number=number).first()


def queue(which: Which, *, page: int = 1, size: int = 25) -> Page[QueueLine]:
    """A part of the desk's queue by due date; what is decided by its day, the newest first."""
    if which is Which.DECIDED:
        rows = Designation.objects.exclude(state__in=Designation.OPEN).select_related("organisation")
        total = rows.count()
        number, part = slice_of(page, size, total)
        chosen = rows.order_by("-decided_at", "-pk")[part]
        return Page([QueueLine(row, None, 0, False) for row in chosen], total, number, size)
    found = _part(which)
    total = found.count()
    number, part = slice_of(page, size, total)
    return Page(_lines(list(found[part])), total, number, size)


def tabs() -> list[Tab]:
    """Every part of the queue with its count, in one query."""
    counted = [which for which in Which if which is not Which.DECIDED]
    counts = duties(ACCESS_QUEUE, current()).aggregate(
        **{which.name: Count("id", filter=_condition(which)) for which in counted}
    )
    return [Tab(which, WHICH_WORDS[which], counts.get(which.name)) for which in Which]


def duty_of(row: Designation) -> DutyLine | None:
    """The desk's open duty on a designation."""
    found = duties(ACCESS_QUEUE, current()).filter(subject=row.pk).first()
    return None if found is None else line(found)


def departures() -> list[Departures]:
    """Every provider's reports of departures, the latest most first. Two queries."""
    found: dict[UUID, list[Reported]] = defaultdict(list)
    rows = Employment.objects.filter(departure_reported_at__isnull=False, last_day_worked__isnull=False)
    for row in rows.only("organisation", "last_day_worked", "departure_reported_at"):
        if row.last_day_worked and row.departure_reported_at:
            found[row.organisation_id].append(reported(row.last_day_worked, row.departure_reported_at))
    named = Organisation.objects.in_bulk(list(found))
    lines = [Departures(named[key], record(reports)) for key, reports in found.items()]
    return sorted(lines, key=lambda one: (-one.record.late, one.organisation.name))


def departures_of(organisation: UUID) -> Record:
    """How soon one provider has reported its departures."""
    rows = Employment.objects.filter(
        organisation=organisation, departure_reported_at__isnull=False, last_day_worked__isnull=False
    ).values_list("last_day_worked", "departure_reported_at")
    return record([reported(last_day, at) for last_day, at in rows if last_day and at])


def without_administrator() -> list[tuple[Organisation, DutyLine]]:
    """Organisations whose last administrator left, by due date."""
    rows = list(Duty.objects.filter(kind=NO_ADMINISTRATOR, closed_at=None).order_by("due_on", "id"))
    named = Organisation.objects.in_bulk([row.subject for row in rows])
    return [(named[row.subject], line(row)) for row in rows]


def sign_ins(account: UUID) -> list[SignIn]:
    """An account's latest sign-ins, the newest first; for staff."""
    return list(SignIn.objects.filter(account=account).order_by("-began_at")[:_SIGN_INS])


def of_person(account: UUID) -> list[Designation]:
    """The designations about one account that the reader may see, the newest first."""
    rows = _scoped().select_related("organisation").filter(account=account)
    return list(rows.order_by("-designated_at", "-pk"))


def _scoped() -> QuerySet[Designation]:
    actor = current().actor
    rows = Designation.objects.all()
    return rows.filter(organisation=actor.organisation) if actor.wall is Wall.ORGANISATION else rows


def _part(which: Which) -> QuerySet[Duty]:
    return duties(ACCESS_QUEUE, current()).filter(_condition(which))


def _condition(which: Which) -> Q:
    """A step of the desk by its kind of duty, the other parts as of every desk."""
    if which in _KINDS:
        return Q(kind=_KINDS[which])
    return desk_lists.condition(desk_lists.Which(which))


def _lines(found: list[Duty]) -> list[QueueLine]:
    unit = current()
    named = Designation.objects.select_related("organisation").in_bulk([duty.subject for duty in found])
    return [
        QueueLine(
            named[duty.subject],
            line(duty),
            max(0, (unit.on - duty.due_on).days),
            duty.claimed_by == unit.actor.account,
        )
        for duty in found
    ]
