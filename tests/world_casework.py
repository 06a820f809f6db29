"""The part of the small synthetic world that is about providers' files, and what happened to their Tickets."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from portal.casework.models import Case, PhaseBasis
from portal.casework.sealing import seal
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.payments.models import CostClaim
from portal.people.models import Organisation
from portal.policy.core import Month
from portal.tickets.models import Assignment, Person, Ticket, TicketStep, VrCase

LONG_AGO = datetime(2020, 1, 2, 12, tzinfo=UTC)


class CaseworkRows:
    """Methods of the world that add rows of casework."""

    serial: Iterator[int]

    def add(self, row: Any) -> Any:
        raise NotImplementedError

    def case(
        self,
        person: Person,
        organisation: Organisation,
        *,
        name: str = "",
        opened_on: date = date(2025, 1, 10),
        closed_on: date | None = None,
    ) -> Case:
        """A file of the organisation on the person, with the name as it was given to it."""
        case = Case(
            id=new_id(),
            number=new_number("CS"),
            organisation=organisation,
            person=person,
            opened_on=opened_on,
            opened_by_name="Somebody",
            opened_at=LONG_AGO,
            closed_on=closed_on,
            closed_why="unassigned" if closed_on else "",
        )
        case.name = seal(case, "name", name or f"Client {next(self.serial)}", case.pk)
        return self.add(case)

    def step(self, case: Case, move: str, on: date, *, to: tuple[str, str] = ("EN", "in-use")) -> TicketStep:
        """A step of the Ticket of an assigned case, entered the same day, before all that are there."""
        assignment = Assignment.objects.using("loader").get(pk=case.pk)
        return self.add(
            TicketStep(
                ticket_id=assignment.ticket_id,
                person_id=case.person_id,
                organisation_id=case.organisation_id,
                ordinal=-next(self.serial),
                move=move,
                from_assignment_state="none",
                from_use_state="not-in-use",
                to_assignment_state=to[0],
                to_use_state=to[1],
                effective_on=on,
                entered_on=on,
                at=LONG_AGO,
                by="test world",
                by_name="The test world",
            )
        )

    def ticket_step(
        self,
        ticket: Ticket,
        move: str,
        on: date,
        *,
        to: tuple[str, str],
        organisation: Organisation | None = None,
    ) -> TicketStep:
        """A step entered after all that are there, and the Ticket where it leads."""
        row = Ticket.objects.using("loader").get(pk=ticket.pk)
        before = (row.assignment_state, row.use_state)
        row.assignment_state, row.use_state = to
        row.save(using="loader")
        return self.add(
            TicketStep(
                ticket_id=row.pk,
                person_id=row.person_id,
                organisation=organisation,
                ordinal=row.steps.using("loader").count() + 1,
                move=move,
                from_assignment_state=before[0],
                from_use_state=before[1],
                to_assignment_state=to[0],
                to_use_state=to[1],
                effective_on=on,
                entered_on=on,
                at=LONG_AGO,
                by="test world",
                by_name="The test world",
            )
        )

    def vr_case(
        self, person: Person, agency: Organisation, *, opened_on: date, closed_on: date | None = None
    ) -> VrCase:
        """A State VR agency's cost-reimbursement case, opened on the day both signed the IPE."""
        return self.add(
            VrCase(
                number=new_number("VC"),
                person=person,
                organisation=agency,
                ipe_signed_on=opened_on,
                opened_on=opened_on,
                closed_on=closed_on,
                recorded_at=LONG_AGO,
            )
        )

    def cost_claim(self, case: VrCase, first: str, until: str, **other: Any) -> CostClaim:
        """What the agency claims of a case for the months from `first` to before `until`; without an answer yet."""
        row: dict[str, Any] = {
            "number": new_number("CR"),
            "ticket": Ticket.objects.using("loader").get(person=case.person_id),
            "person_id": case.person_id,
            "organisation_id": case.organisation_id,
            "vr_case": case.number,
            "from_month": Month.parse(first),
            "until_month": Month.parse(until),
            "amount_cents": 150_000,
            "state": "claimed",
            "claimed_on": date(2025, 12, 10),
            "source": "form",
            "by": "test world",
            "by_name": "The test world",
            "recorded_at": LONG_AGO,
        }
        return self.add(CostClaim(**row | other))

    def phase_basis(self, case: Case, *, attained: str | None = None, **basis: Any) -> PhaseBasis:
        """What is known of work and payments: `attained` is the month in which the last milestone of Phase 1 was."""
        milestones = [
            {"kind": kind, "available": True, "attained_in": attained}
            for kind in ("P1M1", "P1M2", "P1M3", "P1M4")
        ]
        return self.add(
            PhaseBasis(
                case=case,
                organisation_id=case.organisation_id,
                person_id=case.person_id,
                milestones=milestones,
                known_at=LONG_AGO,
                **basis,
            )
        )
