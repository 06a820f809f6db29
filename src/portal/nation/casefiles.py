"""Every provider's file on a Ticketholder: its case, the plan that was signed, the contacts, and what is due."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from portal.casework.agency.windows import window_duties
from portal.casework.contacts import Contacts as CaseContacts
from portal.casework.contacts import duties_of
from portal.casework.models import Case, ContactNote, PhaseBasis, Signature, SignedForm
from portal.casework.plan.content import digest, plan_written, written
from portal.casework.plan.in_force import Goals
from portal.casework.plan.words import Section
from portal.kernel.duties import Due
from portal.kernel.models import Duty
from portal.kernel.vault.keys import file_subject
from portal.nation.book import Worker, instant
from portal.nation.cast import Cast
from portal.nation.chance import Chance, Numbers
from portal.nation.contacts import Contact, Contacts, facts_of, phase_of
from portal.nation.lives import COST_REIMBURSEMENT, Held, Life
from portal.nation.plans import kinds_of_service, plan_of
from portal.nation.rows import Rows
from portal.nation.sealed import SealedRows
from portal.nation.ticket_history import Step
from portal.nation.ticket_rows import TicketRows, counsellor
from portal.nation.workers import Workers
from portal.policy.contact_phase import PhaseFacts
from portal.policy.core import Json
from portal.policy.plan_facts import PlanFacts
from portal.tickets.models import VrCase

# Days from the first conversation to the plan.
_BEFORE_THE_PLAN = 9


class _Open(NamedTuple):
    """A file whose Ticket is assigned, whose duties wait until payments are known."""

    life: Life
    held: Held
    phase: PhaseFacts
    contacts: list[Contact]


class CaseFiles:
    """Writes the files of lives whose assignments are written."""

    def __init__(
        self, rows: Rows, seed: int, cast: Cast, workers: Workers, numbers: Numbers, today: date
    ) -> None:
        self.rows, self.sealed, self.chance = rows, SealedRows(rows), Chance(seed, "casework")
        self.cast, self.numbers, self.today = cast, numbers, today
        self._contacts = Contacts(today)
        self._workers = workers
        self._tickets = TicketRows(rows, Chance(seed, "tickets' moves"), cast, workers, numbers)
        # The plan of each file, by its case.
        self.forms: dict[UUID, UUID] = {}
        self.plan_numbers: dict[UUID, str] = {}
        # The contacts written down in each file.
        self.contacts: dict[UUID, list[Contact]] = {}
        self._open: list[_Open] = []

    def write(self, life: Life, steps: list[Step]) -> None:
        """The files of a life, one a hold, and the history of its Ticket."""
        self._tickets.moves(life, steps)
        for held in life.held:
            self._file(life, held)

    def close(self, last_paid: Mapping[tuple[UUID, UUID], date]) -> None:
        """What rests on payments, by Ticket and provider, once those are known; and what waits to be sealed."""
        for one in self._open:
            paid = last_paid.get((one.life.ticket, self.cast.ids[one.held.organisation]))
            self._basis(one.life, one.held, one.phase, paid)
            self._duties(one, paid)
        self.sealed.flush()

    def counsellor(self, organisation: str) -> Worker:
        """Who does the casework there."""
        return counsellor(self._workers, self.cast, organisation)

    def case(
        self,
        life: Life,
        organisation: str,
        case: UUID,
        opened_on: date,
        closed_on: date | None,
        closed_why: str = "unassigned",
    ) -> None:
        """The file itself, with the name as it was given."""
        by = self.counsellor(organisation)
        self.sealed.add(
            Case,
            self.key(life, organisation, case),
            {"name": life.person.name},
            **self.about(life, organisation),
            id=case,
            number=self.numbers.next("CS"),
            opened_on=opened_on,
            opened_by=UUID(by.label),
            opened_by_name=by.name,
            opened_at=instant(opened_on, 0),
            closed_on=closed_on,
            closed_why=closed_why if closed_on else "",
        )

    def plan(
        self,
        life: Life,
        organisation: str,
        case: UUID,
        signed: dict[str, date],
        *,
        locked_on: date,
        **values: Any,
    ) -> UUID:
        """The plan (a State agency's form) with the signatures there are, by party."""
        form, by = self.chance.id(), self.counsellor(organisation)
        self.forms[case] = form
        agency = self._agency(organisation)
        text = self._text(life, organisation, locked_on)
        self.sealed.add(
            SignedForm,
            self.key(life, organisation, case),
            {"content": text},
            **self.about(life, organisation),
            id=form,
            number=self._plan_number(case),
            kind=self.kind_of_plan(organisation),
            way="online",
            case_id=case,
            digest=digest(text),
            terms_version="" if agency else "1",
            locked_at=instant(locked_on, 1),
            locked_by=UUID(by.label),
            locked_by_name=by.name,
            **values,
        )
        for party, on in signed.items():
            self.signature(life, organisation, case, form, party, on, digest(text))
        return form

    def _plan_number(self, case: UUID) -> str:
        self.plan_numbers[case] = number = self.numbers.next("PL")
        return number

    def due(self, duties: Iterable[Due], since: date) -> None:
        """Duties that opened on a day."""
        for due in duties:
            self.rows.add(
                Duty,
                id=self.chance.id(),
                kind=due.kind,
                subject=due.subject,
                organisation=due.organisation,
                person=due.person,
                opened_at=instant(since, 0),
                due_on=due.due_on,
            )

    def about(self, life: Life, organisation: str) -> dict[str, UUID]:
        return {"organisation_id": self.cast.ids[organisation], "person_id": life.person.id}

    def key(self, life: Life, organisation: str, case: UUID) -> UUID:
        """The file key's subject."""
        return file_subject(life.person.id, self.cast.ids[organisation], case)

    def _file(self, life: Life, held: Held) -> None:
        organisation, costs = held.organisation, held.system == COST_REIMBURSEMENT
        first = held.first_signed_on
        self.case(
            life,
            organisation,
            held.id,
            first - timedelta(days=_BEFORE_THE_PLAN),
            held.ended_on,
            "vr-closed" if costs else "unassigned",
        )
        self.plan(
            life,
            organisation,
            held.id,
            {"holder": held.holder_signed_on, "provider": held.provider_signed_on},
            locked_on=first,
            state="signed" if held.ended_on is None else "ended",
            in_force_from=held.assigned_on,
            ended_on=held.ended_on,
        )
        if held.ended_on is not None and not costs:
            self._tickets.unassignment(life, held, held.ended_on)
        if costs:
            self._window(life, held)
            return
        phase = phase_of(life, held, self.today)
        contacts = self.contacts[held.id] = self._contacts.of(held, phase)
        for place, one in enumerate(contacts):
            self._note(life, held, one, place)
        if held.ended_on is None:
            self._open.append(_Open(life, held, phase, contacts))

    def _window(self, life: Life, held: Held) -> None:
        """The duty to decide about a change to assignment, while its 90 days are not over."""
        row = VrCase(
            **self.about(life, held.organisation),
            case=held.id,
            ipe_signed_on=held.assigned_on,
            closed_on=held.ended_on,
        )
        self.due(window_duties(row, self.today), held.entered_on)

    def kind_of_plan(self, organisation: str) -> str:
        """The form that is signed there."""
        return SignedForm.Kind.SSA_1365 if self._agency(organisation) else SignedForm.Kind.IWP

    def _agency(self, organisation: str) -> bool:
        return self.cast.standings[organisation].kind == "SVRA"

    def facts(self, life: Life, organisation: str, on: date) -> PlanFacts:
        return plan_of(life, organisation, on - timedelta(days=_BEFORE_THE_PLAN), on, self.cast)

    def _text(self, life: Life, organisation: str, on: date) -> str:
        if not self._agency(organisation):
            return plan_written(self.facts(life, organisation, on))
        said = (("IPE signed on", on.isoformat()), ("Vocational goal", "Work in an office"))
        facts: Json = {"ipe_signed_on": on.isoformat(), "goal": "Work in an office"}
        return written(facts, (Section("State Agency Ticket Assignment Form", said),))

    def signature(
        self, life: Life, organisation: str, case: UUID, form: UUID, party: str, on: date, signs: bytes
    ) -> None:
        by = self.counsellor(organisation)
        provider = party == "provider"
        self.sealed.add(
            Signature,
            self.key(life, organisation, case),
            {"printed_name": by.name if provider else life.person.name},
            **self.about(life, organisation),
            id=self.chance.id(),
            signed_form_id=form,
            party=party,
            account=UUID(by.label) if provider else None,
            method="electronic" if provider else "in-person-on-screen",
            signed_on=on,
            at=instant(on, 2),
            address="192.0.2.10",
            browser="Firefox",
            digest=signs,
            entered_by=None if provider else UUID(by.label),
        )

    def _note(self, life: Life, held: Held, one: Contact, place: int) -> None:
        by = self.counsellor(held.organisation)
        purpose, content, result = one.words
        self.sealed.add(
            ContactNote,
            self.key(life, held.organisation, held.id),
            {"purpose": purpose, "content": content, "result": result},
            **self.about(life, held.organisation),
            id=self.chance.id(),
            case_id=held.id,
            happened_on=one.on,
            ordinal=place,
            method=one.method,
            two_way=one.two_way,
            no_more_contact=one.no_more,
            services=list(kinds_of_service(life)[:1]) if one.two_way else [],
            recorded_at=instant(one.on, 5),
            recorded_by=UUID(by.label),
            recorded_by_name=by.name,
        )

    def _basis(self, life: Life, held: Held, phase: PhaseFacts, paid: date | None) -> None:
        self.rows.add(
            PhaseBasis,
            **self.about(life, held.organisation),
            case_id=held.id,
            milestones=[
                {
                    "kind": one.kind,
                    "available": one.available,
                    "attained_in": str(one.attained_in) if one.attained_in else None,
                }
                for one in phase.milestones
            ],
            level_months=[month.first for month in phase.level_months],
            last_paid_on=paid,
            known_at=instant(self.today, 0),
        )

    def _duties(self, one: _Open, paid: date | None) -> None:
        """What the law of contact and the goals make due, as it is settled for every case."""
        held, goals = one.held, self.goals(one.life, one.held)
        organisation = self.cast.ids[held.organisation]
        facts = facts_of(one.phase, one.contacts, held)
        found = CaseContacts(held.id, organisation, one.life.person.id, held.entered_on, facts, paid, goals)
        self.due(duties_of(found, self.today), held.entered_on)

    def goals(self, life: Life, held: Held) -> Goals | None:
        """What the plan of this hold sets out to reach, and by which services."""
        if self._agency(held.organisation):
            return None
        facts = self.facts(life, held.organisation, held.first_signed_on)
        targets = [goal.target_on for goal in (facts.short_term, facts.long_term) if goal and goal.target_on]
        return Goals(tuple(sorted(targets)), frozenset(one.kind for one in facts.services or ()))
