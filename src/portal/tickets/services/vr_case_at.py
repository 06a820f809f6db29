"""A cost-reimbursement case as it stands under its Ticket's lock, and the recording that supersedes it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.unit import as_system, current
from portal.tickets.course import course
from portal.tickets.facts import OnRecord, on_record
from portal.tickets.models import Ticket, TicketStep, VrCase, VrClosure
from portal.tickets.services.agency_form import live_ticket

_STANDS_CLOSED = ("close-case", "correct-closing")


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing as it is reported. `seen` is the recording of the case that the page was made from.

    `organisation` and `by_name` are said where the system acts on a file: who sent it was judged when it was sent.
    """

    number: str
    seen: UUID
    closes_on: date | None
    employed: bool | None
    organisation: UUID | None = None
    by_name: str = ""

    @property
    def agency(self) -> UUID | None:
        """Whose case it is said to be."""
        return self.organisation or current().actor.organisation


@dataclass(frozen=True, slots=True)
class At:
    """A case under its lock: the current recording, what is on record, and the Ticket that it moves, if any."""

    row: VrCase
    record: OnRecord
    ticket: UUID | None
    last: TicketStep | None

    def in_use(self, day: date | None) -> bool:
        """Is the Ticket in use by this case on that day, so that closing it then begins an extension?"""
        found = self.record.ticket
        if self.ticket is None or found is None:
            return False
        with as_system():
            return course(found).in_use(day or current().on)

    @property
    def extended(self) -> bool:
        """Did the closing begin an extension, whoever took the Ticket since?"""
        if self.row.closed_on is None:
            return False
        with as_system():
            steps = TicketStep.objects.filter(
                ticket=self.record.ticket,
                organisation=self.row.organisation_id,
                move__in=_STANDS_CLOSED,
                effective_on=self.row.closed_on,
            )
            latest = steps.order_by("-ordinal").first()
        return latest is not None and latest.to_use_state == Ticket.UseState.EXTENDED

    @property
    def stands(self) -> bool:
        """Is the Ticket still where the closing left it, but for the end of the extension?"""
        if self.last is None:
            return False
        if self.last.move == "extension-ends":
            return self._before_the_end() in _STANDS_CLOSED
        return self.last.move in _STANDS_CLOSED

    def _before_the_end(self) -> str:
        with as_system():
            steps = TicketStep.objects.filter(ticket=self.ticket, organisation=self.row.organisation_id)
            before = steps.filter(ordinal=self.last.ordinal - 1 if self.last else 0).first()
        return before.move if before else ""


def at_case(number: str, agency: UUID | None) -> At | None:
    """The agency's case of this number as it stands now; None outside its scope."""
    mine = VrCase.objects.filter(organisation=agency, superseded_at=None)
    row = mine.filter(number=number).first()
    if row is None:
        return None
    record = on_record([row.person_id])[row.person_id]
    ticket = live_ticket(record)
    with as_system():
        last = TicketStep.objects.filter(ticket=ticket).order_by("-ordinal").first() if ticket else None
    return At(row, record, ticket, last)


def recorded(row: VrCase, closing: Closing) -> VrCase:
    """A recording that supersedes the one before, and with it what is on record of a closing."""
    unit = current()
    after = VrCase(
        id=new_id(),
        number=row.number,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        case=row.case,
        ipe_signed_on=row.ipe_signed_on,
        opened_on=row.opened_on,
        closed_on=closing.closes_on,
        employed=closing.employed if closing.closes_on is not None else None,
        by_name=closing.by_name or unit.actor.name,
        recorded_at=unit.at,
    )
    row.superseded_at = unit.at
    with as_system():
        row.save(update_fields=["superseded_at"])
        VrClosure.objects.filter(vr_case=row, superseded_at=None).update(superseded_at=unit.at)
        after.save(force_insert=True)
        if after.closed_on is not None:
            VrClosure(
                person_id=row.person_id,
                vr_case=after,
                closed_on=after.closed_on,
                successful=bool(after.employed),
                recorded_at=unit.at,
            ).save(force_insert=True)
    return after
