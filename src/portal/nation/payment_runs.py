"""Payment runs of the last weeks: what stood approved on their day, released by the lead, answered by the Treasury."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel.objects import store
from portal.nation.book import SYSTEM, Book, Worker, instant
from portal.nation.cast import Cast, ein_of, uei_of
from portal.nation.chance import Chance, Numbers
from portal.nation.rows import Rows, values_of
from portal.payments.models import AnswerFile, AnswerRow, Award, Deposit, PaymentRun, RunLine, RunStep
from portal.payments.run_file.answers import PAID, cells_of
from portal.payments.run_file.layout import content
from portal.payments.run_moves import OWED, State, move_named
from portal.payments.services.answering import ANSWERS
from portal.payments.services.posting import Account, Posting
from portal.payments.services.releasing import released
from portal.policy.core import Outcome
from portal.policy.paying import may_be_paid
from portal.policy.records import Hold, Standing

# Wednesdays, days ago; before the first, payments left one by one.
DAYS_AGO = (19, 12, 5)
ANSWERED_AFTER = timedelta(days=6)


class Runs:
    """Gathers what is released with each run, and writes the runs at the end."""

    def __init__(
        self, book: Book, chance: Chance, numbers: Numbers, today: date, analyst: Worker, lead: Worker
    ) -> None:
        self.book, self.chance, self.numbers = book, chance, numbers
        self.rows: Rows = book.rows
        self.cast: Cast = book.cast
        self.today, self.analyst, self.lead = today, analyst, lead
        self.days = tuple(today - timedelta(days=ago) for ago in DAYS_AGO)
        self._awards: dict[date, dict[str, list[Award]]] = {day: defaultdict(list) for day in self.days}

    def day(self, organisation: str, approved_on: date, alone_on: date) -> date | None:
        """When it was released: alone on that day, or with the first run after the approval; None if not yet."""
        if alone_on < self.days[0]:
            return alone_on
        after = (day for day in self.days if approved_on < day and self._payable(organisation, day))
        return next(after, None)

    def gather(self, on: date, organisation: str, award: Award) -> None:
        """This award is released with the run of that day."""
        self._awards[on][organisation].append(award)

    def close(self) -> None:
        """Write the runs; the money of those that are answered is paid."""
        for day in self.days:
            if self._awards[day]:
                _Run(self, day).write(self._awards[day])

    def _payable(self, organisation: str, on: date) -> bool:
        one = self.cast.standings[organisation]
        holds = (Hold(one.held_from, None, one.hold_reason),) if one.held_from else ()
        standing = Standing(holds=holds, sam_registered_until=one.sam_until, bank_current=one.bank_current)
        return may_be_paid(standing, on).outcome is Outcome.GRANT


class _Made(NamedTuple):
    """A step of a run."""

    move: str
    at: datetime
    by: Worker


class _Run:
    """One run, with its deposits in the order of the providers' numbers."""

    def __init__(self, runs: Runs, day: date) -> None:
        self.runs, self.rows, self.chance, self.day = runs, runs.rows, runs.chance, day
        self.answered_on = day + ANSWERED_AFTER
        self.answered = self.answered_on <= runs.today
        self.row = PaymentRun(
            id=self.chance.id(),
            number=runs.numbers.next("RN"),
            state=State.ACKNOWLEDGED if self.answered else State.SENT,
            made_on=day,
            made_at=instant(day, 0),
            released_on=day,
            sent_on=day,
        )

    def write(self, awards: dict[str, list[Award]]) -> None:
        """The run as it stands, its file, and the Treasury's answer if that has come."""
        order = sorted(awards, key=lambda name: self.runs.cast.numbers[name])
        deposits = [self._deposit(place, name, awards[name]) for place, name in enumerate(order, 1)]
        file = content(self.row, deposits)
        store().put(self.row.pk, file)
        steps = self._steps()
        self.row.file_sha256, self.row.version = hashlib.sha256(file).hexdigest(), len(steps) - 1
        with self._open():
            for deposit in deposits:
                self.rows.add(Deposit, **values_of(deposit))
            self.rows.flush()
            for name, deposit in zip(order, deposits, strict=True):
                self._paid_out(deposit, awards[name])
        states = [OWED, *(move_named(step.move).to for step in steps)]
        for version, (step, (before, after)) in enumerate(zip(steps, pairwise(states), strict=True)):
            self._step(version, before, after, step)
        if self.answered:
            self._answers(deposits)

    @contextmanager
    def _open(self) -> Iterator[None]:
        """The database takes deposits and lines only while the run is open."""
        now = values_of(self.row)
        made = ("id", "number", "made_on", "made_at")
        self.rows.add(PaymentRun, **{name: now[name] for name in made})
        self.rows.flush()
        yield
        self.rows.flush()
        changed = {name: value for name, value in now.items() if name not in made}
        PaymentRun.objects.using("loader").filter(pk=self.row.pk).update(**changed)

    def _deposit(self, place: int, organisation: str, awards: list[Award]) -> Deposit:
        serial = list(self.runs.cast.standings).index(organisation)
        cents = sum(one.amount_cents for one in awards)
        answer: dict[str, Any] = {}
        if self.answered:
            trace = f"{self.answered_on:%Y%m%d}{place:07d}"
            answer = {"state": Deposit.State.PAID, "answered_on": self.answered_on, "trace": trace}
        return Deposit(
            id=self.chance.id(),
            number=self.runs.numbers.next("DP"),
            run=self.row,
            organisation_id=self.runs.cast.ids[organisation],
            place=place,
            ein=ein_of(serial),
            uei=uei_of(serial),
            claims=len(awards),
            owed_cents=cents,
            net_cents=cents,
            **answer,
        )

    def _steps(self) -> list[_Made]:
        runs, day = self.runs, self.day
        made = [
            _Made("gather", instant(day, 0), runs.analyst),
            _Made("propose", instant(day, 1), runs.analyst),
            _Made("release", instant(day, 2), runs.lead),
            _Made("send", instant(day, 3), SYSTEM),
        ]
        return [*made, _Made("acknowledge", instant(self.answered_on, 2), SYSTEM)] if self.answered else made

    def _step(self, version: int, before: str, after: str, step: _Made) -> None:
        self.rows.add(
            RunStep,
            id=self.chance.id(),
            run_id=self.row.pk,
            from_state=before,
            to_state=after,
            version=version,
            at=step.at,
            by=step.by.label,
            by_name=step.by.name,
        )

    def _paid_out(self, deposit: Deposit, awards: list[Award]) -> None:
        """The lines of a deposit, and what is posted for them."""
        for award in awards:
            line = RunLine(
                id=self.chance.id(),
                deposit=deposit,
                run=self.row,
                organisation_id=deposit.organisation_id,
                award=award,
                cents=award.amount_cents,
            )
            self.rows.add(RunLine, **values_of(line))
            self.runs.book.post(released(line), instant(self.day, 2), self.runs.lead)
        if self.answered:
            paid = Posting(
                f"deposit/{deposit.pk}",
                f"Paid: deposit {deposit.number}",
                deposit.organisation_id,
                Account.ON_THE_WAY,
                Account.CASH,
                deposit.net_cents,
            )
            self.runs.book.post(paid, instant(self.answered_on, 2), SYSTEM)

    def _answers(self, deposits: list[Deposit]) -> None:
        """The Treasury's file, as an analyst sent it in and had it booked."""
        cells = [cells_of(one, PAID, self.answered_on, "", one.trace) for one in deposits]
        text = "\n".join([",".join(cells[0]), *(",".join(row.values()) for row in cells)])
        file, at = self.chance.id(), instant(self.answered_on, 0)
        by = UUID(self.runs.analyst.label)
        self.rows.add(
            AnswerFile,
            id=file,
            kind=ANSWERS.name,
            number=self.runs.numbers.next(ANSWERS.prefix),
            file_name=f"answers-{self.day:%Y%m%d}.csv",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            state=AnswerFile.State.DONE,
            sent_by=by,
            sent_by_name=self.runs.analyst.name,
            sent_at=at,
            started_by=by,
            started_at=instant(self.answered_on, 1),
            stepped_at=instant(self.answered_on, 2),
            finished_at=instant(self.answered_on, 2),
            rows_total=len(deposits),
            rows_tried=len(deposits),
            rows_done=len(deposits),
        )
        for place, (deposit, row) in enumerate(zip(deposits, cells, strict=True)):
            self.rows.add(
                AnswerRow,
                id=self.chance.id(),
                file_id=file,
                # The headings are line 1.
                line=place + 2,
                tried=AnswerRow.Verdict.ACCEPTED,
                became=AnswerRow.Verdict.ACCEPTED,
                cells=row,
                deposit_id=deposit.pk,
            )
