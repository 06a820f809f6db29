"""Web, worker and database killed with -9 while clerks and an analyst work (rows I6, I7, B5).

PORTAL_KILLS says how often, PORTAL_KILLS_SEED which moments. Clients keep a journal of the confirmations they
were shown; afterwards none may be lost, none doubled, and nothing half-written.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from portal.nation import at_work
from portal.payments.judging import replay
from tests.kills import truths
from tests.kills.clients import TIMEOUT, Analyst, Clerk, Client, Shelf
from tests.kills.journal import Journal
from tests.kills.recovery import sent, settle, stuck
from tests.kills.stack import Stack

KILLS = int(os.environ.get("PORTAL_KILLS") or 50)
SEED = int(os.environ.get("PORTAL_KILLS_SEED") or 1)
CLERKS = ("clerk", "second-clerk", "training-due")
AT_WORK_SECONDS = 1.2
# From a sending to the kill that kept it from being noted.
NOTING_SECONDS = 5


@pytest.fixture
def stack(tmp_path: Path, template_database: str) -> Iterator[Stack]:
    made = Stack(tmp_path, Random(SEED))
    try:
        made.start(template_database)
        yield made
    finally:
        made.stop()


def at_work_during(stack: Stack, journal: Journal) -> list[Client]:
    """Clerks and an analyst work while things are killed; everybody finishes what was begun."""
    people = stack.people(20 + KILLS, 10 + KILLS // 2)
    shelf = Shelf(people["working"], people["disputed"], Random(SEED))
    url, ending = stack.web.url, threading.Event()
    browsers = [at_work.sign_in(url, at_work.persona(key).email, timeout=TIMEOUT) for key in CLERKS]
    clients: list[Client] = [Clerk(browser, journal, ending, shelf) for browser in browsers]
    analyst = partial(at_work.sign_in, url, at_work.persona("analyst").email, timeout=TIMEOUT)
    clients.append(Analyst(analyst, journal, ending))
    for client in clients:
        client.start()
    while len(stack.kills) < KILLS and not any(client.failed for client in clients):
        wait_for_work(journal, stack.random)
        stack.kill()
    ending.set()
    for client in clients:
        client.join(timeout=120)
    stack.mend(after="the end")
    return clients


def wait_for_work(journal: Journal, random: Random) -> None:
    """Until somebody has been shown something, and a moment more: the next kill shall hit people at work."""
    before, until = journal.count, time.monotonic() + AT_WORK_SECONDS
    while journal.count == before and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(random.uniform(0, 0.3))


def report(stack: Stack, clients: list[Client], journal: Journal) -> str:
    """One paragraph of what happened, for the proof."""
    broken = sum((client.errors for client in clients), Counter())
    with stack.connect() as connection:
        counted = Counter(state for number, state in truths.states(connection).items())
    return (
        f"{len(stack.kills)} kills (seed {SEED}): {dict(Counter(kill.what for kill in stack.kills))}; "
        f"{len(journal.lines('receipt'))} confirmations shown, {len(journal.lines('decided'))} decided by the "
        f"analyst, {broken.total()} broken answers tried again {dict(broken)}; "
        f"processes that ended with another: {dict(Counter(stack.died_too))}; requests: {dict(counted)}"
    )


@pytest.mark.kill
@pytest.mark.row("I6", "I7", "B5")
def test_no_receipt_is_lost_none_doubled_nothing_half_written(
    stack: Stack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = Journal(tmp_path / "journal")
    clients = at_work_during(stack, journal)
    with capsys.disabled():
        print(f"\n{report(stack, clients, journal)}")
    assert not [client.failed for client in clients if client.failed]
    assert not [client for client in clients if client.is_alive()]
    assert len(stack.kills) >= KILLS
    assert len(journal.lines("receipt")) >= KILLS // 4, "too little was done to prove anything"
    assert sum(client.errors.total() for client in clients) >= KILLS // 5, "the kills hit nobody at work"
    settle(stack)
    with stack.connect() as connection:
        assert stuck(connection) == 0
        assert not list(truths.broken(connection))
        every_receipt_is_kept(journal, truths.submitted(connection))
        every_decision_stands(journal, truths.states(connection))
        with capsys.disabled():
            print(every_mail_left(stack, truths.mails(connection)))
        for facts, answer in truths.decisions(connection):
            assert replay(facts).answer == answer
    assert stack.command("manage.py", "check_main_job", "--url", stack.web.url).count("main job done") == 2
    assert "the trail is whole" in stack.command("manage.py", "portal_trail", "verify")


def every_receipt_is_kept(journal: Journal, kept: dict[str, tuple[str, list[str]]]) -> None:
    """What was shown is what stands; and each draft that a clerk began has its one confirmation."""
    for line in journal.lines("receipt"):
        assert kept.get(line["draft"]) == (line["submission"], line["requests"]), line
    shown = {line["draft"] for line in journal.lines("receipt")}
    assert {line["draft"] for line in journal.lines("begun")} == shown
    assert shown == set(kept), "something was submitted that nobody was shown"


def every_decision_stands(journal: Journal, states: dict[str, str]) -> None:
    for line in journal.lines("decided"):
        assert states[line["request"]] in ("approved", "denied", "waiting-for-ssa"), line


def every_mail_left(stack: Stack, mails: dict[str, str]) -> str:
    """Each written mail was sent: once, or again where a kill came between sending and noting it."""
    left = sent(stack.folder)
    assert set(left) == {mail for mail, state in mails.items() if state == "sent"}
    twice = {mail: times for mail, times in left.items() if len(times) > 1}
    deadly = [kill.at for kill in stack.kills if kill.what not in ("web worker", "web server")]
    for mail, times in twice.items():
        for first in times[:-1]:
            assert any(0 <= at - first < NOTING_SECONDS for at in deadly), (
                f"mail {mail} left at {times} and nothing was killed"
            )
    return (
        f"{len(left)} mails sent, {len(twice)} of them again after a kill between sending and noting: "
        f"{', '.join(sorted(twice)) or 'none'}"
    )
