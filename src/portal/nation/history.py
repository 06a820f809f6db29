"""What was asked for and what came of it, decided by the rules in force, claim after claim."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

from portal.nation.asks import Ask, asks
from portal.nation.book import SYSTEM, Book, Entry, Stage, Worker, instant
from portal.nation.cast import SSA, TPM, Cast
from portal.nation.chance import Chance, Numbers
from portal.nation.known import Knowledge, award_row
from portal.nation.lives import Life
from portal.nation.rows import Rows
from portal.nation.sizes import REQUESTS_SINCE
from portal.nation.workers import Workers
from portal.payments.claims import Claim
from portal.payments.course import asks_the_provider, course, failed_codes
from portal.payments.facts import facts_of
from portal.payments.judging import Judged, amount_of, paid_month, replay
from portal.payments.moves import move_named
from portal.policy.core import Outcome
from portal.policy.roles import Role

ONCE_A_MONTH = ("P2", "OUTCOME")
PAID_AFTER_RELEASE = timedelta(days=6)
# An analyst's decisions older than this are made; younger ones may still be open (assumption).
OPEN_DAYS = 50
SHARE_REVERSED = 0.01
SHARE_OPEN = 0.8
GIVEN_UP_AFTER = timedelta(days=60)
REFERRED = "The rules leave this to a person, and the statement alone does not settle it."
NOT_SHOWN = "The statement names no service that led to the work of this month."
SENT_BACK = "Nothing in Social Security's record changes the answer. Please decide by the statement at hand."
ASKED_FOR = "Please add what the list of open facts names. The pay slip must show pay date and pay period."


@dataclass(slots=True)
class _Played:
    """One request on its way: the life it is about, what the records say, and its stages so far."""

    life: Life
    knowledge: Knowledge
    ask: Ask
    claim: Claim
    clerk: Worker
    stages: list[Stage] = field(default_factory=list)
    denial_code: str = ""
    cents: int | None = None
    decided_on: date | None = None

    @property
    def state(self) -> str:
        return move_named(self.stages[-1].move).to


class History:
    """Plays the requests of many lives."""

    def __init__(
        self, rows: Rows, seed: int, cast: Cast, workers: Workers, numbers: Numbers, today: date
    ) -> None:
        self.chance = Chance(seed, "history")
        self._random = self.chance.random
        self._cast, self._numbers, self._today = cast, numbers, today
        analysts = workers.any(TPM, Role.TPM_PAYMENTS_ANALYST)
        self._analysts = [Worker(str(account), name) for account, name in analysts]
        self._lead = _first(workers, TPM, Role.TPM_PAYMENTS_LEAD)
        self._authoriser = _first(workers, SSA, Role.SSA_PAYMENT_AUTHORISER)
        asker = {"EN": Role.EN_PAYMENTS_CLERK, "SVRA": Role.SVRA_USER}
        self._clerks = {
            standing.name: _first(workers, standing.name, asker[standing.kind])
            for standing in cast.standings.values()
        }
        self.book = Book(rows, self.chance, cast, self._analysts)
        self.requests = 0

    def play(self, lives: Iterable[Life]) -> None:
        """All requests of all lives, each life's oldest first."""
        for life in lives:
            knowledge = Knowledge(life, self._cast)
            for ask in asks(life, self._random, self._today):
                if (ask.submitted_on.year, ask.submitted_on.month) >= REQUESTS_SINCE:
                    self._request(life, knowledge, ask)
                else:
                    self._older(life, knowledge, ask)
        self.book.close()

    def _older(self, life: Life, knowledge: Knowledge, ask: Ask) -> None:
        """What the earlier portal paid came over as an award alone."""
        claim = self._claim(life, ask, None)
        judged = self._judge(claim, knowledge, ask.submitted_on)
        if judged.decision.outcome is Outcome.GRANT and judged.decision.amount:
            row = _grant(knowledge, judged, claim, ask.submitted_on + timedelta(days=4))
            self.book.award(life, row, None)

    def _request(self, life: Life, knowledge: Knowledge, ask: Ask) -> None:
        claim = self._claim(life, ask, self.chance.id())
        judged = self._judge(claim, knowledge, ask.submitted_on)
        follows = course(judged.decision, twin=_twin(claim, knowledge), scanning=False)
        if follows is None:
            raise RuntimeError("nothing of the synthetic past waits for a scanner")
        played = _Played(life, knowledge, ask, claim, self._clerks[ask.held.organisation])
        played.stages = [
            Stage("submit", ask.submitted_on, played.clerk),
            Stage(follows.move.name, ask.submitted_on, SYSTEM, judged, follows.determined),
        ]
        match follows.determined:
            case "approve":
                self._approved(played, judged)
            case "deny":
                played.denial_code, played.decided_on = follows.denial_code, ask.submitted_on
            case "ask":
                self._asked(played)
            case _:
                self._with_analyst(played)
        self._enter(played)

    def _enter(self, played: _Played) -> None:
        claim, state = played.claim, played.state
        ended_on = played.decided_on or (played.stages[-1].on if state == "withdrawn" else None)
        played.knowledge.requests.append(
            SimpleNamespace(
                pk=claim.request,
                state="with-analyst",
                submitted_at=claim.submitted_at,
                organisation_id=claim.organisation,
                asks=claim.asks,
                claim_month=claim.claim_month,
                submitted_on=claim.submitted_on,
                ended_on=ended_on,
                final=state,
            )
        )
        entry = Entry(
            claim=claim,
            ask=played.ask,
            number=self._numbers.next("PR"),
            stages=played.stages,
            state=state,
            denial_code=played.denial_code,
            cents=played.cents,
            decided_on=played.decided_on,
        )
        self.book.request(played.life, entry)
        self.requests += 1

    def _approved(self, played: _Played, judged: Judged) -> None:
        """Released by a second person and paid, as far as there has been time; a few taken back."""
        stages, approved = played.stages, played.stages[-1]
        played.decided_on, played.cents = approved.on, amount_of(judged.decision)
        row = _grant(played.knowledge, judged, played.claim, approved.on)
        row.paid_on = self._paid(stages, approved)
        if row.paid_on:
            back_on = row.paid_on + timedelta(days=self._random.randrange(20, 90))
            if back_on < self._today and self._random.random() < SHARE_REVERSED:
                stages.append(Stage("reverse", back_on, self._lead))
                row.reversed_on = back_on
        self.book.award(played.life, row, played.claim.request)

    def _paid(self, stages: list[Stage], approved: Stage) -> date | None:
        """The day it was paid, with the stages that led there; None while that has not come."""
        released_on = approved.on + timedelta(days=self._random.randrange(4, 11))
        if released_on > self._today:
            return None
        # Four eyes: who approved does not release, and the lead takes payments back.
        releaser = next(analyst for analyst in self._analysts if analyst != approved.by)
        stages.append(Stage("release", released_on, releaser))
        paid_on = released_on + PAID_AFTER_RELEASE
        if paid_on > self._today:
            return None
        stages.append(Stage("confirm-payment", paid_on, SYSTEM))
        return paid_on

    def _asked(self, played: _Played) -> None:
        """Returned for information: older ones were given up, younger ones wait for an answer."""
        given_up = played.stages[-1].on + GIVEN_UP_AFTER
        if given_up <= self._today:
            played.stages.append(Stage("withdraw", given_up, played.clerk))

    def _with_analyst(self, played: _Played) -> None:
        since = played.stages[-1].on
        day = since + timedelta(days=self._random.randrange(2, 13))
        young = (self._today - since).days < OPEN_DAYS
        if day > self._today or (young and self._random.random() < SHARE_OPEN):
            return
        analyst = self._random.choice(self._analysts)
        judged = self._judge(played.claim, played.knowledge, day)
        decision, codes = judged.decision, failed_codes(judged.decision)
        if decision.outcome is Outcome.REFUSE and codes:
            played.stages.append(Stage("deny", day, analyst, judged, "deny"))
            played.denial_code, played.decided_on = codes[0], day
        elif decision.outcome in (Outcome.GRANT, Outcome.REFER) and _payable(judged, played):
            played.stages.append(Stage("approve", day, analyst, judged, "approve"))
            self._approved(played, judged)
        elif decision.outcome is Outcome.ASK and asks_the_provider(decision):
            played.stages.append(Stage("return", day, analyst, judged, "return", note=ASKED_FOR))
            self._asked(played)
        else:
            played.stages.append(Stage("refer-to-ssa", day, analyst, judged, "refer-to-ssa", note=REFERRED))
            self._at_ssa(played, analyst, day + timedelta(days=self._random.randrange(25, 80)))

    def _at_ssa(self, played: _Played, analyst: Worker, back_on: date) -> None:
        """Sent back by Social Security after some weeks; what still cannot be paid is denied or given up."""
        if back_on > self._today:
            return
        played.stages.append(Stage("send-back", back_on, self._authoriser, note=SENT_BACK))
        day = back_on + timedelta(days=2)
        if day > self._today:
            return
        judged = self._judge(played.claim, played.knowledge, day)
        if played.ask.statement_on and judged.decision.outcome is Outcome.REFER:
            played.stages.append(Stage("deny", day, analyst, judged, "deny", note=NOT_SHOWN))
            played.denial_code, played.decided_on = "DEN-16", day
        else:
            played.stages.append(Stage("withdraw", day, played.clerk))

    def _claim(self, life: Life, ask: Ask, request: UUID | None) -> Claim:
        return Claim(
            ticket=life.ticket,
            person=life.person.id,
            organisation=self._cast.ids[ask.held.organisation],
            asks=ask.kind,
            claim_month=ask.month,
            submitted_on=ask.submitted_on,
            form="evidentiary",
            services_described=ask.described,
            services_statement_on=ask.statement_on,
            services_contributed=ask.contributed,
            earnings_already_proven=True,
            request=request,
            submitted_at=instant(ask.submitted_on, 0),
        )

    def _judge(self, claim: Claim, knowledge: Knowledge, on: date) -> Judged:
        return replay(facts_of(claim, knowledge.on(on, claim.submitted_at or instant(on, 0)), on))


def _grant(knowledge: Knowledge, judged: Judged, claim: Claim, on: date) -> SimpleNamespace:
    """The award's row, counted within its kind on the Ticket, and known from now on."""
    month = paid_month(judged.decision, claim.claim_month)
    row = award_row(claim.organisation, claim.asks, month, amount_of(judged.decision) or 0, on)
    taken = {r.ordinal for r in knowledge.awards if r.kind == claim.asks and r.reversed_on is None}
    row.ordinal = next(n for n in range(1, len(taken) + 2) if n not in taken)
    knowledge.awards.append(row)
    return row


def _payable(judged: Judged, played: _Played) -> bool:
    """Can an analyst approve it: is there an amount, and nothing paid for the same milestone or month?"""
    asks, month = played.claim.asks, paid_month(judged.decision, played.claim.claim_month)
    taken = [row for row in played.knowledge.awards if row.reversed_on is None]
    if asks in ONCE_A_MONTH:
        clash = any(row.kind in ONCE_A_MONTH and row.month == month for row in taken)
    else:
        clash = any(row.kind == asks for row in taken)
    return bool(amount_of(judged.decision)) and not clash


def _twin(claim: Claim, knowledge: Knowledge) -> bool:
    """Has the provider the same claim open or paid (DEN-07)?"""
    same = (claim.asks, claim.claim_month, claim.organisation)
    return any(
        (row.asks, row.claim_month, row.organisation_id) == same
        for row in knowledge.requests
        if row.final not in ("denied", "withdrawn", "reversed")
    )


def _first(workers: Workers, organisation: str, role: Role) -> Worker:
    account, name = workers.any(organisation, role)[0]
    return Worker(str(account), name)
