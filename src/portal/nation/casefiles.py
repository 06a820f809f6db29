"""Every provider's file on a Ticketholder: its case, the plan that was signed, the contacts, and what is due."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from portal.casework import kinds
from portal.casework.models import Case, ContactNote, PhaseBasis, Signature, SignedForm
from portal.casework.plan.content import digest, plan_written, written
from portal.casework.plan.words import Section
from portal.kernel.models import Duty
from portal.kernel.vault.keys import file_subject
from portal.nation.book import Book, Worker, instant
from portal.nation.cast import Cast
from portal.nation.chance import Chance, Numbers
from portal.nation.contacts import Contact, Contacts, facts_of, phase_of
from portal.nation.lives import Held, Life
from portal.nation.plans import kinds_of_service, plan_of
from portal.nation.rows import Rows
from portal.nation.sealed import SealedRows
from portal.nation.ticket_history import COST_REIMBURSEMENT, Step, reason_of
from portal.nation.workers import Workers
from portal.policy import contact
from portal.policy.contact_phase import PhaseFacts
from portal.policy.core import Json
from portal.policy.roles import Role
from portal.policy.ticket_states import extension_until
from portal.policy.unassignment import REASONS
from portal.tickets.models import TicketStep, Unassignment

_COUNSELLOR = {"EN": Role.EN_COUNSELLOR, "SVRA": Role.SVRA_USER}
_DUTIES = {
    contact.CONTACT: kinds.CONTACT_DUE,
    contact.ATTEMPT: kinds.ATTEMPTS_MISSING,
    contact.UNASSIGN: kinds.UNASSIGN_BY,
}
# Days from the first conversation to the plan.
_BEFORE_THE_PLAN = 9


class CaseFiles:
    """Writes the files of lives whose assignments are written."""

    def __init__(
        self, rows: Rows, seed: int, cast: Cast, workers: Workers, numbers: Numbers, today: date
    ) -> None:
        self.rows, self.sealed, self.chance = rows, SealedRows(rows), Chance(seed, "casework")
        self.cast, self.numbers, self.today = cast, numbers, today
        self._contacts = Contacts(today)
        self._workers = workers
        # The plan of each file, by its case.
        self.forms: dict[UUID, UUID] = {}
        self._open: list[tuple[Life, Held, PhaseFacts, list[Contact]]] = []

    def write(self, life: Life, steps: list[Step]) -> None:
        """The files of a life, one a hold, and the history of its Ticket."""
        for ordinal, step in enumerate(steps, 1):
            self._step(life, step, ordinal)
        for held in life.held:
            self._file(life, held)

    def close(self, book: Book) -> None:
        """What rests on payments, once those are known; and whatever waits to be sealed."""
        for life, held, phase, contacts in self._open:
            paid = book.last_paid.get((life.ticket, self.cast.ids[held.organisation]))
            self._basis(life, held, phase, paid)
            self._duties(life, held, facts_of(phase, contacts, held), paid)
        self.sealed.flush()

    def counsellor(self, organisation: str) -> Worker:
        """Who does the casework there."""
        kind = self.cast.standings[organisation].kind
        account, name = self._workers.any(organisation, _COUNSELLOR[kind])[0]
        return Worker(str(account), name)

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
        agency = self.cast.standings[organisation].kind == "SVRA"
        text = self._text(life, organisation, locked_on, agency=agency)
        self.sealed.add(
            SignedForm,
            self.key(life, organisation, case),
            {"content": text},
            **self.about(life, organisation),
            id=form,
            number=self.numbers.next("PL"),
            kind="ssa-1365" if agency else "iwp",
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
            self._signature(life, organisation, case, form, party, on, digest(text))
        return form

    def about(self, life: Life, organisation: str) -> dict[str, UUID]:
        return {"organisation_id": self.cast.ids[organisation], "person_id": life.person.id}

    def key(self, life: Life, organisation: str, case: UUID) -> UUID:
        """The file key's subject."""
        return file_subject(life.person.id, self.cast.ids[organisation], case)

    def _file(self, life: Life, held: Held) -> None:
        organisation, costs = held.organisation, held.system == COST_REIMBURSEMENT
        first = min(held.provider_signed_on, held.holder_signed_on)
        self.case(life, organisation, held.id, first - timedelta(days=_BEFORE_THE_PLAN), held.ended_on)
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
            self._unassignment(life, held, held.ended_on)
        if costs:
            return
        phase = phase_of(life, held, self.today)
        contacts = self._contacts.of(held, phase)
        for place, one in enumerate(contacts):
            self._note(life, held, one, place)
        if held.ended_on is None and not life.terminations:
            self._open.append((life, held, phase, contacts))

    def _text(self, life: Life, organisation: str, on: date, *, agency: bool) -> str:
        if not agency:
            talked_on = on - timedelta(days=_BEFORE_THE_PLAN)
            return plan_written(plan_of(life, organisation, talked_on, on, self.cast))
        said = (("IPE signed on", on.isoformat()), ("Vocational goal", "Work in an office"))
        facts: Json = {"ipe_signed_on": on.isoformat(), "goal": "Work in an office"}
        return written(facts, (Section("State Agency Ticket Assignment Form", said),))

    def _signature(
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

    def _step(self, life: Life, step: Step, ordinal: int) -> None:
        by = self.counsellor(step.held.organisation) if step.held else None
        self.rows.add(
            TicketStep,
            id=self.chance.id(),
            ticket_id=life.ticket,
            person_id=life.person.id,
            organisation_id=self.cast.ids[step.held.organisation] if step.held else None,
            ordinal=ordinal,
            move=step.move,
            from_assignment_state=step.before.assigned.value,
            from_use_state=step.before.use.value,
            to_assignment_state=step.after.assigned.value,
            to_use_state=step.after.use.value,
            effective_on=step.effective_on,
            entered_on=step.entered_on,
            at=instant(step.entered_on, ordinal),
            by=by.label if by else "system",
            by_name=by.name if by else "the system",
            by_account=UUID(by.label) if by else None,
        )

    def _unassignment(self, life: Life, held: Held, on: date) -> None:
        by, reason = self.counsellor(held.organisation), reason_of(life, held)
        extended = REASONS[reason].extension
        asked = "ticketholder" if reason in ("none-given", "moved") else "provider"
        self.rows.add(
            Unassignment,
            **self.about(life, held.organisation),
            id=self.chance.id(),
            number=self.numbers.next("UN"),
            assignment_id=held.id,
            asker=asked,
            reason=reason,
            signed_on=on if asked == "ticketholder" else None,
            form_complete=True if asked == "ticketholder" else None,
            acted_on=on,
            effective_on=on,
            extended_until=extension_until(on) if extended else None,
            entered_by=UUID(by.label),
            entered_by_name=by.name,
            entered_at=instant(on, 0),
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

    def _duties(self, life: Life, held: Held, facts: contact.ContactFacts, paid: date | None) -> None:
        due = [(_DUTIES[one.kind], one.since, one.due_on) for one in contact.duties_for(facts, self.today)]
        stale = contact.stale_from(held.assigned_on, paid)
        for kind, since, due_on in [*due, (kinds.STALE_TICKET, held.entered_on, stale)]:
            self.rows.add(
                Duty,
                id=self.chance.id(),
                kind=kind,
                subject=held.id,
                organisation=self.cast.ids[held.organisation],
                person=life.person.id,
                opened_at=instant(since, 0),
                due_on=due_on,
            )
