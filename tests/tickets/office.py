"""An EN with a counsellor and beneficiaries, for the tests of assignment."""

from datetime import date
from typing import Any
from uuid import UUID

from portal.casework.models import Case
from portal.kernel.actor import Actor
from portal.kernel.ids import new_id
from portal.people.models import Organisation
from portal.policy.assignment import EntryFacts
from portal.policy.core import Month
from portal.policy.roles import Role
from portal.providers.models import Agreement, AssignmentRight
from portal.tickets.models import Assignment, Person, Termination, Ticket, VrCase
from portal.tickets.services.assign import SignedPlan, assign
from tests.policy.casework import entry, signed
from tests.world import LONG_AGO, World


class Office:
    """`assign` asks as the counsellor unless told otherwise; plans are signed on 10 and 12 December 2025."""

    def __init__(self, world: World, unit_as: Any) -> None:
        self.world, self.unit_as = world, unit_as
        self.en = world.organisation("Our EN")
        self.counsellor = self.counsellor_of(self.en)

    def counsellor_of(self, organisation: Organisation) -> Actor:
        return self.world.actor(self.world.account(organisation, [Role.EN_COUNSELLOR]))

    def person(self, role: Role) -> Actor:
        return self.world.actor(self.world.account(self.en, [role]))

    def staff(self, role: Role) -> Actor:
        kind = "TPM" if role.startswith("tpm") else "SSA"
        return self.world.actor(self.world.account(self.world.organisation(kind=kind), [role]))

    def agency(self) -> tuple[Organisation, Actor]:
        agency = self.world.organisation(kind="SVRA")
        return agency, self.world.actor(self.world.account(agency, [Role.SVRA_USER]))

    def beneficiary(self, **person: Any) -> tuple[Person, Ticket]:
        """Somebody in current pay whose Ticket nobody holds."""
        row = self.world.person(**person)
        self.world.benefits(row)
        return row, self.world.ticket(row)

    def plan(
        self,
        person: Person,
        facts: EntryFacts | None = None,
        *,
        organisation: Organisation | None = None,
        case: UUID | None = None,
        vr_eligible: bool | None = None,
    ) -> SignedPlan:
        return SignedPlan(
            case or new_id(), person.pk, (organisation or self.en).pk, facts or entry(), vr_eligible
        )

    def assign(
        self,
        person: Person | None = None,
        *,
        plan: SignedPlan | None = None,
        provider: str | None = "12-10",
        holder: str | None = "12-12",
        actor: Actor | None = None,
        entered_on: date | None = None,
    ) -> Any:
        if plan is None:
            if person is None:
                raise ValueError("whose Ticket?")
            facts = entry(discussed_on=date(2025, 11, 1), signatures=signed(provider, holder))
            plan = self.plan(person, facts)
        with self.unit_as(actor or self.counsellor):
            return assign(plan=plan, entered_on=entered_on)

    def under_review(self) -> None:
        AssignmentRight.objects.using("loader").filter(provider=self.en.pk).delete()

    def agreement_until(self, day: date) -> None:
        Agreement.objects.using("loader").filter(provider=self.en.pk).update(until_on=day)

    def terminated(self, ticket: Ticket, month: str) -> None:
        self.world.add(
            Termination(
                ticket=ticket,
                person_id=ticket.person_id,
                month=Month.parse(month),
                cause="medical-cessation",
                recorded_at=LONG_AGO,
            )
        )

    def cost_reimbursement(
        self,
        person: Person,
        ticket: Ticket,
        agency: Organisation,
        ipe: date = date(2025, 9, 1),
        closed_on: date | None = None,
    ) -> VrCase:
        ticket.assignment_state, ticket.use_state = "cost-reimbursement", "in-use"
        ticket.save(using="loader")
        return self.world.vr_case(person, agency, opened_on=ipe, closed_on=closed_on)

    def held(self) -> Assignment:
        """A Ticket that our EN holds and that is in use."""
        _, ticket = self.beneficiary()
        return self.world.assignment(ticket, self.en)

    def signed_today(self) -> EntryFacts:
        return entry(signatures=signed("12-15", "12-15"))

    def left_on(self, held: Assignment, day: date) -> None:
        """As if our EN had given the Ticket back on that day, for a reason that earns the extension."""
        Assignment.objects.using("loader").filter(pk=held.pk).update(ended_on=day)
        Ticket.objects.using("loader").update(assignment_state="none", use_state="extended")
        case = Case.objects.using("loader").get(pk=held.pk)
        self.world.step(case, "unassign-with-extension", day, to=("none", "extended"))
