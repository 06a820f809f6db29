"""The small program that the authorization table is asked in: two providers, an agency, staff, and their papers.

Every provider has an object of each relation to it:

own        its own, about a Ticketholder who is assigned to it now
former     its own, about a Ticketholder who was assigned to it and left
successor  another provider's, about that same Ticketholder, whom both have sight of
other      another provider's, about somebody it has nothing to do with

Staff belong to no provider: theirs are `staff` (nobody has the request yet) and `mine` (the analyst has it).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from portal.kernel import desks, drafts, files
from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.files import Inspected
from portal.kernel.models import Announcement, Duty, StoredFile, Submission
from portal.kernel.unit import open_unit
from portal.payments.duties import DESK
from portal.payments.form import FORM, FORM_VERSION, ClaimAsked, RequestForm, Section
from portal.payments.models import PaymentRequest
from portal.payments.receipts import Receipt
from portal.payments.services import decide
from portal.payments.services.submit import submit
from portal.policy.core import Month
from portal.policy.roles import HOLDER_ROLES, Role
from portal.tickets.models import Assignment, Person, Ticket
from tests.authorization import progress
from tests.authorization.agencies import AgencyPapers, enter_agency
from tests.authorization.at_ssa import enter_at_ssa
from tests.authorization.casework import hand_off_of, intake_draft
from tests.authorization.certifications import enter_certifications
from tests.authorization.contacts import enter_file, enter_note
from tests.authorization.holders import Holders
from tests.authorization.inquiries import enter_inquiries
from tests.authorization.papers import enter_paper
from tests.authorization.people import People
from tests.authorization.plans import enter_plans
from tests.authorization.providers import try_file
from tests.authorization.reconsidered import denied_by_a_third, enter_judged_again, enter_reconsidered
from tests.authorization.request_files import enter_request_file
from tests.authorization.reviews import enter_review
from tests.authorization.runs import enter_granted, enter_runs
from tests.authorization.sweeps import enter_sweep
from tests.authorization.tickets import enter_answers, enter_unassignment
from tests.authorization.typed import answers_of, pay_slip
from tests.world import LONG_AGO, World

VISITOR, NO_FACTOR, LAPSED = "visitor", "no-second-factor", "lapsed"
TICKETHOLDER = "ticketholder"
NOT_ADMITTED = (VISITOR, NO_FACTOR, LAPSED)
OWN, FORMER, SUCCESSOR, OTHER = "own", "former", "successor", "other"
STAFF, MINE, NONE = "staff", "mine", "none"
BELOW_TWL, ABOVE_TWL = 900, 1500
EARLY, LATE = ("2025-02", "2025-03", "2025-04"), ("2025-07", "2025-08", "2025-09")
LEFT_ON, CAME_ON = date(2025, 6, 1), date(2025, 6, 10)
DRAFTED = {"early": "2025-05", "late": "2025-10"}


@dataclass
class Case:
    """One provider's papers about one Ticketholder: a request of each kind, drafts, a file, a receipt."""

    person: Person
    ssn: str
    open: PaymentRequest
    returned: PaymentRequest
    denied: PaymentRequest
    submission: str
    file: str
    draft: UUID
    cancelled: UUID


@dataclass
class Offices:
    """Two providers, an agency and staff, an account for each role, and ways to make cases through the services."""

    world: World = field(default_factory=World)
    accounts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world = self.world
        self.ours = world.organisation("Bright Path Works", "EN")
        self.agency = world.organisation("Plains Vocational Rehabilitation", "SVRA")
        self.theirs = world.organisation("Elsewhere Works", "EN")
        self.tpm = world.organisation("Program Manager", "TPM")
        self.ssa = world.organisation("Social Security", "SSA")
        for role in set(Role) - HOLDER_ROLES:
            self.accounts[role.value] = world.account(self._employer(role), [role], name=f"The {role.value}")
        self.announcement = world.add(
            Announcement(
                kind="news",
                title="A new form",
                body="It is here.",
                from_at=LONG_AGO,
                written_by=self.accounts[Role.TPM_ADMINISTRATOR.value].pk,
                written_by_name="The administrator",
                written_at=LONG_AGO,
            )
        )
        clerk = [Role.EN_PAYMENTS_CLERK]
        self.accounts[NO_FACTOR] = world.account(self.ours, clerk, second_factor=False)
        self.accounts[LAPSED] = world.account(self.ours, clerk, clearance_until=date(2025, 12, 14))
        self.stranger = world.account(self.theirs, clerk, name="Sam Stranger")
        self.analyst = self.actor(Role.TPM_PAYMENTS_ANALYST.value)

    def _employer(self, role: Role) -> Any:
        kinds = {"en": self.ours, "svra": self.agency, "tpm": self.tpm}
        return kinds.get(role.value.split("-")[0], self.ssa)

    def actor(self, name: str) -> Actor:
        return self.world.actor(self.accounts[name])

    def person(self, name: str) -> tuple[Person, str]:
        ssn = f"90002{next(self.world.serial):04d}"
        person = self.world.person(name=f"{name} Person", ssn=ssn)
        self.world.benefits(person)
        for month in (*EARLY, DRAFTED["early"], *LATE, DRAFTED["late"]):
            self.world.earnings(person, month, BELOW_TWL)
        return person, ssn

    def make_case(
        self,
        who: tuple[Person, str],
        organisation: Any,
        months: tuple[str, ...],
        ticket: Any = None,
        **assigned: Any,
    ) -> Case:
        person, ssn = who
        assignment = self.world.assignment(ticket or self.world.ticket(person), organisation, **assigned)
        enter_note(self.world, assignment)
        enter_file(self.world, organisation)
        enter_request_file(self.world, organisation)
        enter_sweep(self.world, assignment)
        clerk = self.clerk_of(organisation)
        requests, submission = self.submitted(clerk, assignment, months)
        self.decided(requests)
        drafted = DRAFTED["early" if months is EARLY else "late"]
        return Case(
            person,
            ssn,
            *(PaymentRequest.objects.using("loader").get(pk=one.pk) for one in requests),
            submission.number,
            self.file(clerk, assignment, submission.pk),
            self.draft(clerk, assignment, answers_of(drafted)),
            self.draft(clerk, assignment, {}, cancelled=True),
        )

    def clerk_of(self, organisation: Any) -> Actor:
        if organisation is self.theirs:
            return self.world.actor(self.stranger)
        return self.actor((Role.EN_PAYMENTS_CLERK if organisation is self.ours else Role.SVRA_USER).value)

    def submitted(
        self, clerk: Actor, assignment: Assignment, months: tuple[str, ...]
    ) -> tuple[list[PaymentRequest], Submission]:
        form = RequestForm(
            assignment=assignment.pk,
            form="evidentiary",
            claims=tuple(ClaimAsked("P1M1", Month.parse(month)) for month in months),
            services_described=True,
            earnings_already_proven=True,
        )
        shown = [Section("What you ask for", [("Which payment?", "Phase 1 Milestone 1")])]
        draft = self.draft(clerk, assignment, {})
        with open_unit(clerk, now(), reading=False, page="test"):
            receipt = submit(draft=draft, revision=0, form=form, shown=shown)
        if not isinstance(receipt, Receipt):
            raise TypeError(f"nothing was submitted: {receipt}")
        numbers = [line.number for line in receipt.requests]
        found = {row.number: row for row in PaymentRequest.objects.using("loader").filter(number__in=numbers)}
        submission = Submission.objects.using("loader").get(number=receipt.number)
        return [found[number] for number in numbers], submission

    def decided(self, requests: list[PaymentRequest]) -> None:
        """The first stays with the analysts, the second is returned, the third denied."""
        _, second, third = requests
        with open_unit(self.analyst, now(), reading=False, page="test"):
            decide.return_for_information(
                request=second.pk, version=second.version, note="Send the slips.", due_on=date(2026, 1, 5)
            )
            decide.deny(request=third.pk, version=third.version, code="DEN-04", note="Too little was earned.")

    def draft(
        self, clerk: Actor, assignment: Assignment, answers: dict[str, Any], *, cancelled: bool = False
    ) -> UUID:
        with open_unit(clerk, now(), reading=False, page="test"):
            draft = drafts.start(
                form=FORM,
                form_version=FORM_VERSION,
                person=assignment.person_id,
                subject=assignment.pk,
                answers=answers,
            )
            if cancelled:
                drafts.cancel(draft=draft.id, revision=0)
        return draft.id

    def file(self, clerk: Actor, assignment: Assignment, subject: UUID) -> str:
        judged = files.inspected(pay_slip())
        if not isinstance(judged, Inspected) or clerk.organisation is None:
            raise TypeError("the pay slip was not taken")
        with open_unit(clerk, now(), reading=False, page="test"):
            line = files.receive(
                inspected=judged,
                person=assignment.person_id,
                organisation=clerk.organisation,
                assignment=assignment.pk,
                subject=subject,
            )
        StoredFile.objects.using("loader").filter(number=line.number).update(state=StoredFile.State.CLEAN)
        return line.number

    def duty(self, request: PaymentRequest) -> Duty:
        return Duty.objects.using("loader").get(subject=request.pk, kind="decide-payment")


@dataclass
class Program(Offices):
    """Cases by provider and relation. Built once."""

    cases: dict[tuple[str, str], Case] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        foreign = self.make_case(self.person("Foreign"), self.theirs, EARLY)
        for home in ("EN", "SVRA"):
            self._cases_of(home, foreign)
        self.payable = self._payable()
        enter_judged_again(self.world, denied_by_a_third(self))
        self.reconsidered = [enter_reconsidered(self, more) for more in (0, ABOVE_TWL)]
        self.referred = [enter_at_ssa(self, self.analyst, more) for more in (0, ABOVE_TWL)]
        self.granted = enter_granted(self)
        self.tried_file = try_file(self)
        self.people = People(self.world)
        for key, organisation in (("EN", self.ours), ("SVRA", self.agency), ("other", self.theirs)):
            self.people.enter(key, organisation)
        for serial, organisation in enumerate((self.ours, self.agency, self.theirs), start=1):
            enter_answers(self.world, organisation, serial)
        enter_paper(self.world)
        progress.enter_program(self)
        for organisation in (self.ours, self.agency, self.theirs):
            enter_inquiries(self.world, organisation, self.clerk_of(organisation))
        enter_runs(self.world, self.ours, self.agency, self.theirs)
        self._unassigned()
        self.agencies = self._agencies()
        for place in (("EN", OWN), ("EN", FORMER), ("SVRA", OWN), ("SVRA", FORMER), ("EN", OTHER)):
            self._planned(self.cases[place])
        self.mine = self._claimed()
        self.holders = Holders(self.world)
        holding = self._assigned()
        self.accounts[TICKETHOLDER] = self.holders.with_plans(holding, self.ours, foreign.person)
        progress.enter_progress(self.world, Assignment.objects.using("loader").get(person=holding), 21)
        for (home, relation), case in self.cases.items():
            if relation != SUCCESSOR:
                by = self.theirs if relation == OTHER else self.ours if home == "EN" else self.agency
                self.holders.invite(case.person, by)

    def _cases_of(self, home: str, foreign: Case) -> None:
        organisation = self.ours if home == "EN" else self.agency
        self.cases[home, OWN] = self.make_case(self.person(f"Present {home}"), organisation, EARLY)
        leaver = self.person(f"Leaver {home}")
        ticket = self.world.ticket(leaver[0])
        self.cases[home, FORMER] = self.make_case(leaver, organisation, EARLY, ticket, ended_on=LEFT_ON)
        self.cases[home, SUCCESSOR] = self.make_case(leaver, self.theirs, LATE, ticket, on=CAME_ON)
        self.cases[home, OTHER] = foreign

    def case(self, role: str, relation: str) -> Case:
        """The case of this relation to who asks; staff and who is not admitted are asked about the EN's own."""
        home = "SVRA" if role.startswith("svra") else "EN"
        return self.cases[home, relation if relation in (OWN, FORMER, SUCCESSOR, OTHER) else OWN]

    def _planned(self, case: Case) -> None:
        """Plans in that file; who writes them is a clerk's account here, past the pages."""
        providers = (self.ours, self.agency, self.theirs)
        [provider] = [one for one in providers if one.pk == case.open.organisation_id]
        enter_plans(self.world, case, self.clerk_of(provider))
        enter_review(self.world, case)
        enter_certifications(self.world, case, self.clerk_of(provider))
        intake_draft(self, case)
        hand_off_of(case)

    def _agencies(self) -> tuple[AgencyPapers, AgencyPapers]:
        """Papers of the agency, and of another."""
        other = self.world.organisation("Hills Vocational Rehabilitation", "SVRA")
        user = self.world.actor(self.world.account(other, [Role.SVRA_USER]))
        ours = enter_agency(self.world, self.agency, self.clerk_of(self.agency))
        return ours, enter_agency(self.world, other, user)

    def _unassigned(self) -> None:
        """A request of each provider that took a Ticket out of assignment."""
        foreign = self.world.ticket(self.world.person())
        left = [self.cases[home, FORMER].open.assignment for home in ("EN", "SVRA")]
        left.append(self.world.assignment(foreign, self.theirs, ended_on=LEFT_ON))
        for serial, assignment in enumerate(left, start=1):
            enter_unassignment(self.world, assignment, serial)

    def _assigned(self) -> Person:
        """A Ticketholder whose Ticket is in use with the EN, and who has an account."""
        person, _ = self.person("Holding")
        ticket = self.world.ticket(person)
        self.world.assignment(ticket, self.ours)
        Ticket.objects.using("loader").filter(pk=ticket.pk).update(assignment_state="EN", use_state="in-use")
        return person

    def _payable(self) -> PaymentRequest:
        """A request with the analysts that the rules grant by now."""
        person, _ = self.person("Payable")
        assignment = self.world.assignment(self.world.ticket(person), self.ours)
        requests, _ = self.submitted(self.clerk_of(self.ours), assignment, EARLY[:1])
        self.world.earnings(person, EARLY[0], ABOVE_TWL, employer="Another Bakery")
        return requests[0]

    def _claimed(self) -> PaymentRequest:
        """A request that the analyst has taken."""
        person, _ = self.person("Claimed")
        assignment = self.world.assignment(self.world.ticket(person), self.ours)
        requests, _ = self.submitted(self.clerk_of(self.ours), assignment, EARLY[:1])
        duty = self.duty(requests[0])
        with open_unit(self.analyst, now(), reading=False, page="test"):
            desks.take(DESK, duty=duty.pk, version=duty.version)
        return requests[0]
