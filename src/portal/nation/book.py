"""Writing what became of a request: row, timeline, determinations, award, ledger and open duty."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel import vault
from portal.kernel.models import Duty, StoredDecision
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place, seal_many
from portal.nation.asks import Ask
from portal.nation.cast import Cast
from portal.nation.chance import Chance
from portal.nation.lives import Life
from portal.nation.rows import Rows, values_of
from portal.payments import parameters
from portal.payments.claims import Claim
from portal.payments.duties import duties_for
from portal.payments.judging import Judged
from portal.payments.models import (
    Award,
    Determination,
    LedgerEntry,
    LedgerTransaction,
    PaymentRequest,
    QualitySample,
    RequestStep,
)
from portal.payments.moves import move_named
from portal.payments.services.posting import Account, Posting
from portal.payments.services.steps import SYSTEM_NAME
from portal.policy.quality import drawn

PROGRAM_COST, PAYABLE, CASH = Account.PROGRAM_COST, Account.PAYABLE, Account.CASH


class Worker(NamedTuple):
    """Who made a move: the trail's label and the name shown."""

    label: str
    name: str


SYSTEM = Worker("system", SYSTEM_NAME)


class Stage(NamedTuple):
    """One move of a request on a day; `judged` and `determined` when the move was a determination."""

    move: str
    on: date
    by: Worker
    judged: Judged | None = None
    determined: str = ""
    note: str = ""


class Entry(NamedTuple):
    """One request as it stands: its stages in order, and what they came to."""

    claim: Claim
    ask: Ask
    number: str
    stages: list[Stage]
    state: str
    denial_code: str = ""
    cents: int | None = None
    decided_on: date | None = None


class Book:
    """Writes requests and awards; sealed notes wait until `close`."""

    def __init__(self, rows: Rows, chance: Chance, cast: Cast, analysts: list[Worker]) -> None:
        self.rows, self.chance, self.cast, self.analysts = rows, chance, cast, analysts
        self._notes: list[tuple[dict[str, Any], UUID, str]] = []
        # The day of the last payment by Ticket and provider.
        self.last_paid: dict[tuple[UUID, UUID], date] = {}
        # The last determination of each request.
        self.determined: dict[UUID | None, UUID] = {}

    def request(self, life: Life, entry: Entry) -> None:
        """The request's row with everything that happened to it, and the duty that is open now."""
        claim = entry.claim
        self.rows.add(
            PaymentRequest,
            id=claim.request,
            number=entry.number,
            organisation_id=claim.organisation,
            ticket_id=claim.ticket,
            person_id=claim.person,
            assignment_id=entry.ask.held.id,
            asks=claim.asks,
            claim_month=claim.claim_month,
            form=claim.form,
            services_described=claim.services_described,
            services_statement_on=claim.services_statement_on,
            services_contributed=claim.services_contributed,
            earnings_already_proven=claim.earnings_already_proven,
            state=entry.state,
            version=len(entry.stages) - 1,
            submitted_on=claim.submitted_on,
            submitted_at=claim.submitted_at,
            denial_code=entry.denial_code,
            amount_cents=entry.cents,
            decided_on=entry.decided_on,
        )
        before = ""
        for serial, stage in enumerate(entry.stages):
            before = self._step(life, entry, stage, before or "draft", serial)
            if stage.judged:
                self._determination(entry, stage, instant(stage.on, serial))
        self._duty(entry)

    def _step(self, life: Life, entry: Entry, stage: Stage, before: str, serial: int) -> str:
        after = move_named(stage.move).to
        step = {
            "id": self.chance.id(),
            "request_id": entry.claim.request,
            "organisation": entry.claim.organisation,
            "from_state": before,
            "to_state": after,
            "at": instant(stage.on, serial),
            "on": stage.on,
            "by": stage.by.label,
            "by_name": stage.by.name,
        }
        if stage.note:
            key = file_subject(life.person.id, entry.claim.organisation, entry.ask.held.id)
            self._notes.append((step, key, stage.note))
        else:
            self.rows.add(RequestStep, **step)
        return after

    def _determination(self, entry: Entry, stage: Stage, at: datetime) -> None:
        judged = stage.judged
        assert judged is not None  # noqa: S101
        decision, determination = self.chance.id(), self.chance.id()
        self.determined[entry.claim.request] = determination
        self.rows.add(
            StoredDecision,
            id=decision,
            rule=judged.answer["rule"],
            version=str(judged.answer["version"]),
            subject_kind="payment-request",
            subject=entry.claim.request,
            person=entry.claim.person,
            facts=judged.facts,
            answer=judged.answer,
            outcome=judged.answer["outcome"],
            decided_on=stage.on,
            decided_at=at,
        )
        self.rows.add(
            Determination,
            id=determination,
            request_id=entry.claim.request,
            organisation=entry.claim.organisation,
            decision_id=decision,
            outcome=judged.answer["outcome"],
            determined=stage.determined,
            denial_code=entry.denial_code if stage.determined == "deny" else "",
            amount_cents=entry.cents if stage.determined == "approve" else None,
            by=stage.by.label,
            by_name=stage.by.name,
            at=at,
            on=stage.on,
            shown=judged.shown,
        )
        self._quality(stage, determination)

    def _quality(self, stage: Stage, determination: UUID) -> None:
        rate = parameters.on(parameters.QUALITY_RATE, stage.on)
        decided = stage.determined in ("approve", "deny")
        if decided and drawn(str(determination), parameters.QUALITY_SEED, rate):
            self.rows.add(
                QualitySample,
                id=self.chance.id(),
                determination_id=determination,
                seed=parameters.QUALITY_SEED,
                drawn_on=stage.on,
            )

    def _duty(self, entry: Entry) -> None:
        claim, last = entry.claim, entry.stages[-1]
        request = PaymentRequest(
            id=claim.request, organisation_id=claim.organisation, person_id=claim.person, state=entry.state
        )
        for due in duties_for(request, last.on):
            self.rows.add(
                Duty,
                id=self.chance.id(),
                kind=due.kind,
                subject=due.subject,
                organisation=due.organisation,
                person=due.person,
                opened_at=instant(last.on, len(entry.stages) - 1),
                due_on=due.due_on,
                **(self._claimed(last.on, due.due_on) if due.organisation is None else {}),
            )

    def _claimed(self, since: date, due_on: date) -> dict[str, Any]:
        """A third of what waits for the program manager is claimed, some of it on diary."""
        draw = self.chance.random.random()
        if draw > 0.35:
            return {}
        analyst = self.chance.random.choice(self.analysts)
        claimed = {
            "claimed_by": UUID(analyst.label),
            "claimed_by_name": analyst.name,
            "claimed_at": instant(since + timedelta(days=1), 0),
            "version": 1,
        }
        if draw < 0.12:
            claimed |= {
                "diary_until": due_on + timedelta(days=7),
                "diary_reason": "Waiting for the employer to answer.",
                "version": 2,
            }
        return claimed

    def award(self, life: Life, row: Any, request: UUID | None, *, in_run: bool = False) -> Award:
        """The award with its postings: cost when granted, cash when paid.

        `in_run`: it is paid with a payment run, which posts that. What is taken back, `Recoveries` posts.
        """
        award = Award(
            id=self.chance.id(),
            ticket_id=life.ticket,
            person_id=life.person.id,
            organisation_id=row.organisation_id,
            request_id=request,
            kind=row.kind,
            ordinal=row.ordinal,
            month=row.month,
            amount_cents=row.amount_cents,
            awarded_on=row.awarded_on,
            paid_on=row.paid_on,
            reversed_on=row.reversed_on,
        )
        self.rows.add(Award, **values_of(award))
        says = f"{PaymentRequest.Kind(row.kind).label} for {row.month}"
        self._post(award, f"award/{award.pk}", says, row.awarded_on, PROGRAM_COST, PAYABLE)
        if row.paid_on:
            paid = (life.ticket, row.organisation_id)
            self.last_paid[paid] = max(row.paid_on, self.last_paid.get(paid, row.paid_on))
        if row.paid_on and not in_run:
            self._post(award, f"payment/{award.pk}", f"Paid: {says}", row.paid_on, PAYABLE, CASH)
        return award

    def _post(self, award: Award, key: str, says: str, on: date, debit: Account, credit: Account) -> None:
        posting = Posting(key, says, award.organisation_id, debit, credit, award.amount_cents, award.pk)
        self.post(posting, instant(on, 3), SYSTEM)

    def post(self, one: Posting, at: datetime, by: Worker) -> None:
        """One event of money, its two lines."""
        transaction = self.chance.id()
        self.rows.add(
            LedgerTransaction,
            id=transaction,
            key=one.key,
            award_id=one.award,
            says=one.says,
            on=at.date(),
            at=at,
            by=by.label,
        )
        for account, cents in ((one.debit, one.cents), (one.credit, -one.cents)):
            self.rows.add(
                LedgerEntry,
                id=self.chance.id(),
                transaction_id=transaction,
                account=account,
                organisation_id=one.organisation,
                cents=cents,
            )

    def close(self) -> None:
        """Seal the notes of all steps under their providers' file keys, and write those steps."""
        cells = [
            (key, place("payments_requeststep", "note", step["id"]), text) for step, key, text in self._notes
        ]
        for (step, _, _), sealed in zip(self._notes, seal_many(vault.FILE, cells), strict=True):
            self.rows.add(RequestStep, **step, note=sealed)
        self._notes.clear()


def instant(on: date, serial: int) -> datetime:
    """The n-th thing of a working day, from ten in the morning Eastern on."""
    return datetime.combine(on, time(15), UTC) + timedelta(minutes=7 * serial)
