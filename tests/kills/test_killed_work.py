"""kill -9 of worker, web process and database during a request file, a sweep, a payment run, what is taken back of it,
and a file of Social Security.

PORTAL_WORK_KILLS says how often, PORTAL_WORK_KILLS_SEED which moments. A cycle is all of them, each step of each killed
while it works and then brought to its end; what went in is counted here, and afterwards beside what stands there.
A web process is one that does what a page's POST does, one service in one unit; pages in a real server are killed in
test_kills.py.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from portal.policy.corrections import Cause
from tests.kills.acts import OTHER, ROWS, TICKETS
from tests.kills.counted import BROKEN
from tests.kills.ground import Forks, Ground

KILLS = int(os.environ.get("PORTAL_WORK_KILLS") or 38)
SEED = int(os.environ.get("PORTAL_WORK_KILLS_SEED") or 1)
# A step that was killed so often is brought to its end: of a cycle's nineteen, each is killed, also in one cycle.
AT_A_STEP = 2
TRIES = 20


@pytest.fixture
def ground(tmp_path: Path, template_database: str) -> Iterator[Ground]:
    made = Ground(tmp_path, Random(SEED))
    try:
        made.start(template_database)
        yield made
    finally:
        made.stop()


class Cycle:
    """One file of requests, one sweep, one payment run of both, one recovery and one file of records."""

    def __init__(self, ground: Ground, number: int) -> None:
        self.ground, self.number = ground, number
        self.web, self.worker = ground.web, ground.worker

    def work(self) -> None:
        self.ground.done(self.web, "holders", self.number)
        self.request_file()
        self.ground.done(self.web, "earned", self.number)
        self.sweep()
        self.run()
        self.recovery()
        self.records()

    def request_file(self) -> None:
        files = "select count(*) from payments_requestfile where state = any(%s)"
        self.step(self.web, "send_file", files, ["received", "tried"], given=self.number)
        self.step(self.worker, "work", files, ["tried"])
        self.step(self.web, "start_file", files, ["running"])
        self.step(self.worker, "work", files, ["done"], count=self.number)

    def sweep(self) -> None:
        sweeps = "select count(*) from payments_sweep where state = any(%s)"
        self.step(self.web, "sweep", sweeps, ["running"])
        self.step(self.worker, "work", sweeps, ["done"], count=self.number)

    def run(self) -> None:
        runs = "select count(*) from payments_paymentrun where state = any(%s)"
        files = "select count(*) from payments_answerfile where state = any(%s)"
        for act, state in (("gather", "open"), ("propose", "proposed"), ("release", "released")):
            self.step(self.web, act, runs, [state])
        self.step(self.worker, "work", runs, ["sent"])
        self.step(self.web, "send_answers", files, ["received", "tried"])
        self.step(self.worker, "work", files, ["tried"])
        self.step(self.web, "start_answers", files, ["running"])
        self.step(self.worker, "work", runs, ["acknowledged"], count=self.number)
        self.step(self.worker, "work", files, ["done"], count=self.number)

    def recovery(self) -> None:
        """Opened, paid back by a check, and open again: the next cycle's run keeps it back."""
        for act, rows, which in (
            ("take_back", "payments_recovery where cause = any(%s)", Cause.WRONG_PROVIDER),
            ("pay_back", "payments_repayment where how = any(%s)", "check"),
            ("bounce", "payments_canceledrepayment where by_name = any(%s)", OTHER),
        ):
            self.step(self.web, act, f"select count(*) from {rows}", [which], self.number, self.number)

    def records(self) -> None:
        read = "select count(*) from exchange_recordfile where direction = 'in' and state = any(%s)"
        self.ground.done(self.web, "put_records", self.number)
        self.ground.clock()
        self.step(self.worker, "work", read, ["read"], count=self.number)
        self.ground.clock()
        self.ground.done(self.worker, "work")

    def step(
        self, forks: Forks, act: str, query: str, states: list[str], given: Any = None, count: int = 1
    ) -> None:
        """Kill it while it works, some times, then let it come to its end: so many stand in one of these states."""
        arguments = () if given is None else (given,)
        before = len(self.ground.kills)
        for _ in range(TRIES):
            if self.ground.value(query, states) >= count:
                return
            if len(self.ground.kills) - before < AT_A_STEP and len(self.ground.kills) < KILLS:
                self.ground.killed(forks, act, *arguments)
            else:
                self.ground.clock()
                self.ground.done(forks, act, *arguments)
        raise AssertionError(f"{act} does not end: {self.ground.last_words()}")


@pytest.mark.kill
@pytest.mark.row("C3", "K6", "E5", "E10", "L1", "I7", "J8")
def test_nothing_is_lost_or_doubled(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    ground.done(ground.web, "people")
    cycles = 0
    while len(ground.kills) < KILLS:
        cycles += 1
        Cycle(ground, cycles).work()
    with capsys.disabled():
        print(f"\n{len(ground.kills)} kills (seed {SEED}) in {cycles} cycles: {dict(Counter(ground.kills))}")
    with ground.connect() as connection:
        broken = {sentence: connection.execute(query).fetchall() for sentence, query in BROKEN.items()}
    assert not {sentence: rows[:5] for sentence, rows in broken.items() if rows}
    assert counted(ground) == expected(cycles)


def expected(cycles: int) -> dict[str, int]:
    """What has gone in, counted on this side."""
    claims = ROWS + TICKETS
    return {
        "rows of files brought in": cycles * ROWS,
        "rows of files refused": cycles,
        "requests by file": cycles * ROWS,
        "requests by sweep": cycles * TICKETS,
        "claims paid": cycles * (claims - 1),
        "payments taken back": cycles,
        "checks": cycles,
        "checks that bounced": cycles,
        "mails about what is taken back": cycles,
        "mails about checks": 2 * cycles,
        "lines of runs": cycles * claims,
        "runs": cycles,
        "rows of records read": cycles * ROWS,
        "rows of records refused": cycles,
        "months of records": cycles * ROWS,
        "mails about files": cycles,
        "mails about swept requests": cycles * TICKETS,
    }


def counted(ground: Ground) -> dict[str, int]:
    queries = {
        "rows of files brought in": "payments_requestrow where became = 'accepted'",
        "rows of files refused": "payments_requestrow where became = 'refused'",
        "requests by file": "payments_paymentrequest where submission_id is not null",
        "requests by sweep": "payments_paymentrequest where origin = 'sweep'",
        "claims paid": "payments_paymentrequest where state = 'paid'",
        "payments taken back": "payments_recovery",
        "checks": "payments_repayment",
        "checks that bounced": "payments_canceledrepayment",
        "mails about what is taken back": "kernel_mail where starts_with(key, 'recovery/')",
        "mails about checks": "kernel_mail where starts_with(key, 'repayment')",
        "lines of runs": "payments_runline where not dropped",
        "runs": "payments_paymentrun",
        "rows of records read": "generate_series(1, (select sum(rows_changed) from exchange_recordfile))",
        "rows of records refused": "exchange_refusedrow",
        "months of records": "tickets_benefitperiod where title = 'T16'",
        "mails about files": "kernel_mail where starts_with(key, 'request-file/')",
        "mails about swept requests": "kernel_mail m join payments_determination d on strpos(m.key, d.id::text) > 0 "
        "join payments_paymentrequest r on r.id = d.request_id and r.origin = 'sweep'",
    }
    return {name: ground.value(f"select count(*) from {query}") for name, query in queries.items()}
