"""What was asked for and what came of it, decided by the rules in force, claim after claim."""

from collections.abc import Iterable
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

from portal.nation.asks import Ask, asks
from portal.nation.book import SYSTEM, Book, Entry, Stage, Worker, instant
from portal.nation.cast import SSA, TPM, Cast
from portal.nation.chance import Chance, Numbers
from portal.nation.known import Knowledge
from portal.nation.lives import Life
from portal.nation.payment_runs import ANSWERED_AFTER, Runs
from portal.nation.played import Played, can_be_approved, grant, has_twin
from portal.nation.recoveries import REASON, Recoveries
from portal.nation.rows import Rows
from portal.nation.sizes import REQUESTS_SINCE
from portal.nation.workers import Workers
from portal.payments.claims import Claim
from portal.payments.course import Course, asks_the_provider, course, failed_codes
from portal.payments.facts import facts_of
from portal.payments.judging import Judged, amount_of, replay
from portal.policy.core import Outcome
from portal.policy.roles import Role

# An analyst's decisions older than this are made; younger ones may still be open (assumption).
OPEN_DAYS = 50
SHARE_REVERSED = 0.01
SHARE_OPEN = 0.8
SHARE_TO_SSA = 0.5
GIVEN_UP_AFTER = timedelta(days=60)
REFERRED = "The rules leave this to a person, and the statement alone does not settle it."
NOT_SHOWN = "The statement names no service that led to the work of this month."
SENT_BACK = "Nothing in Social Security's record changes the answer. Please decide by the statement at hand."
ASKED_FOR = "Please add what the list of open facts names. The pay slip must show pay date and pay period."


class History:
    """Plays the requests of many lives."""

    def __init__(
        self, rows: Rows, seed: int, cast: Cast, workers: Workers, numbers: Numbers, today: date
    ) -> None:
        self.chance = Chance(seed, "history")
        self._random = self.chance.random
        self._cast, self._numbers, self._today = cast, numbers, today
        analysts = workers.any(TPM, Role.TPM_PAYMENTS_ANALYST)
        self.analysts = [Worker(str(account), name) for account, name in analysts]
        self._lead = _first(workers, TPM, Role.TPM_PAYMENTS_LEAD)
        self.authoriser = _first(workers, SSA, Role.SSA_PAYMENT_AUTHORISER)
        asker = {"EN": Role.EN_PAYMENTS_CLERK, "SVRA": Role.SVRA_USER}
        self._clerks = {
            standing.name: _first(workers, standing.name, asker[standing.kind])
            for standing in cast.standings.values()
        }
        self.book = Book(rows, self.chance, cast, self.analysts)
        self.runs = Runs(self.book, self.chance, numbers, today, self.analysts[0], self._lead)
        self.recoveries = Recoveries(
            self.book,
            Chance(seed, "recoveries"),
            numbers,
            today,
            self.runs.days,
            self.analysts[0],
            self._lead,
        )
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

    def wait(self, life: Life, ask: Ask, paid: Iterable[SimpleNamespace], at_ssa: bool) -> None:
        """One request that still waits: for an analyst, for the provider, or referred to Social Security."""
        played, follows = self.begin(life, ask, paid)
        if at_ssa:
            self._to_ssa(played, self.analysts[0], ask.submitted_on + timedelta(days=4))
        elif follows.determined not in ("ask", "refer"):
            raise ValueError(f"a request of {ask.kind} for {ask.month} would not wait")
        self.enter(played)

    def begin(self, life: Life, ask: Ask, paid: Iterable[SimpleNamespace]) -> tuple[Played, Course]:
        """One request on a Ticket on which this was paid before, as it stands after the rules' own move."""
        knowledge = Knowledge(life, self._cast)
        for row in paid:
            knowledge.awards.append(row)
            self.book.award(life, row, None)
        return self._submitted(life, knowledge, ask)

    def close(self) -> None:
        """Write the payment runs, and what waited to be sealed."""
        self.runs.close()
        self.book.close()

    def _older(self, life: Life, knowledge: Knowledge, ask: Ask) -> None:
        """What the earlier portal paid came over as an award alone."""
        claim = self._claim(life, ask, None)
        judged = self.judge(claim, knowledge, ask.submitted_on)
        if judged.decision.outcome is Outcome.GRANT and judged.decision.amount:
            row = grant(knowledge, judged, claim, ask.submitted_on + timedelta(days=4))
            self.book.award(life, row, None)

    def _submitted(self, life: Life, knowledge: Knowledge, ask: Ask) -> tuple[Played, Course]:
        """The request as it stands after the rules' own move."""
        claim = self._claim(life, ask, self.chance.id())
        judged = self.judge(claim, knowledge, ask.submitted_on)
        follows = course(judged.decision, twin=has_twin(claim, knowledge), scanning=False)
        if follows is None:
            raise RuntimeError("nothing of the synthetic past waits for a scanner")
        played = Played(life, knowledge, ask, claim, self._clerks[ask.held.organisation])
        played.stages = [
            Stage("submit", ask.submitted_on, played.clerk),
            Stage(follows.move.name, ask.submitted_on, SYSTEM, judged, follows.determined),
        ]
        return played, follows

    def _request(self, life: Life, knowledge: Knowledge, ask: Ask) -> None:
        played, follows = self._submitted(life, knowledge, ask)
        match follows.determined:
            case "approve":
                self.approved(played)
            case "deny":
                played.denial_code, played.decided_on = follows.denial_code, ask.submitted_on
            case "ask":
                self._asked(played)
            case _:
                self._with_analyst(played)
        self.enter(played)

    def enter(self, played: Played) -> None:
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

    def approved(self, played: Played) -> None:
        """Released by a second person and paid, as far as there has been time; a few taken back."""
        stages, approved = played.stages, played.stages[-1]
        judged = approved.judged
        if judged is None:
            raise ValueError("nothing is approved without a decision")
        played.decided_on, played.cents = approved.on, amount_of(judged.decision)
        row = grant(played.knowledge, judged, played.claim, approved.on)
        row.paid_on = self._paid(stages, approved, played.ask.held.organisation)
        if row.paid_on:
            back_on = row.paid_on + timedelta(days=self._random.randrange(20, 90))
            taken_back = back_on < self._today and self._random.random() < SHARE_REVERSED
            if taken_back and self.recoveries.settled_by_wire(back_on):
                stages.append(Stage("reverse", back_on, self._lead, note=REASON))
                row.reversed_on = back_on
        released_on = next((stage.on for stage in stages if stage.move == "release"), None)
        in_run = released_on in self.runs.days
        award = self.book.award(played.life, row, played.claim.request, in_run=in_run)
        if award.reversed_on:
            self.recoveries.open(award)
        if released_on and in_run:
            self.runs.gather(released_on, played.ask.held.organisation, award)

    def _paid(self, stages: list[Stage], approved: Stage, organisation: str) -> date | None:
        """The day it was paid, with the stages that led there; None while that has not come."""
        alone_on = approved.on + timedelta(days=self._random.randrange(4, 11))
        released_on = self.runs.day(organisation, approved.on, alone_on)
        if released_on is None:
            return None
        # Four eyes: who approved does not release. The lead releases runs, and takes payments back.
        other = next(analyst for analyst in self.analysts if analyst != approved.by)
        releaser = self._lead if released_on in self.runs.days else other
        stages.append(Stage("release", released_on, releaser))
        paid_on = released_on + ANSWERED_AFTER
        if paid_on > self._today:
            return None
        stages.append(Stage("confirm-payment", paid_on, SYSTEM))
        return paid_on

    def _asked(self, played: Played) -> None:
        """Returned for information: older ones were given up, younger ones wait for an answer."""
        given_up = played.stages[-1].on + GIVEN_UP_AFTER
        if given_up <= self._today:
            played.stages.append(Stage("withdraw", given_up, played.clerk))

    def _with_analyst(self, played: Played) -> None:
        since = played.stages[-1].on
        day = since + timedelta(days=self._random.randrange(2, 13))
        young = (self._today - since).days < OPEN_DAYS
        if day > self._today or (young and self._random.random() < SHARE_OPEN):
            return
        analyst = self._random.choice(self.analysts)
        judged = self.judge(played.claim, played.knowledge, day)
        decision, codes = judged.decision, failed_codes(judged.decision)
        if decision.outcome is Outcome.REFUSE and codes:
            played.stages.append(Stage("deny", day, analyst, judged, "deny"))
            played.denial_code, played.decided_on = codes[0], day
        elif decision.outcome is Outcome.REFER and self._random.random() < SHARE_TO_SSA:
            self._to_ssa(played, analyst, day)
        elif decision.outcome in (Outcome.GRANT, Outcome.REFER) and can_be_approved(judged, played):
            played.stages.append(Stage("approve", day, analyst, judged, "approve"))
            self.approved(played)
        elif decision.outcome is Outcome.ASK and asks_the_provider(decision):
            played.stages.append(Stage("return", day, analyst, judged, "return", note=ASKED_FOR))
            self._asked(played)
        else:
            self._to_ssa(played, analyst, day)

    def _to_ssa(self, played: Played, analyst: Worker, day: date) -> None:
        """Referred to Social Security, and sent back after some weeks; then the analyst ends it."""
        judged = self.judge(played.claim, played.knowledge, day)
        back_on = day + timedelta(days=self._random.randrange(30, 90))
        ended_on = back_on + timedelta(days=2)
        played.stages.append(Stage("refer-to-ssa", day, analyst, judged, "refer-to-ssa", note=REFERRED))
        if back_on > self._today:
            return
        played.stages.append(Stage("send-back", back_on, self.authoriser, note=SENT_BACK))
        if ended_on > self._today:
            return
        if judged.decision.outcome is Outcome.REFER:
            again = self.judge(played.claim, played.knowledge, ended_on)
            played.stages.append(Stage("deny", ended_on, analyst, again, "deny", note=NOT_SHOWN))
            played.denial_code, played.decided_on = "DEN-16", ended_on
        else:
            played.stages.append(Stage("withdraw", ended_on, played.clerk))

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
            earnings_already_proven=ask.proven,
            request=request,
            submitted_at=instant(ask.submitted_on, 0),
        )

    def judge(self, claim: Claim, knowledge: Knowledge, on: date) -> Judged:
        return replay(facts_of(claim, knowledge.on(on, claim.submitted_at or instant(on, 0)), on))


def _first(workers: Workers, organisation: str, role: Role) -> Worker:
    account, name = workers.any(organisation, role)[0]
    return Worker(str(account), name)
