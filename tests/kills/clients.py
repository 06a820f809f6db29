"""Clerks and an analyst who work on while the portal dies under them, and try again what was not confirmed."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import TypeVar
from urllib.parse import urlsplit

from portal.nation import at_work
from portal.nation.at_work import Unexpected
from portal.nation.visitor import Page, Visitor
from portal.policy.core import Month
from tests.kills.journal import Journal

TRIES = 1000
TIMEOUT = 20
_BROKEN = (OSError, http.client.HTTPException, Unexpected)
Value = TypeVar("Value")


class Shelf:
    """Ticketholders and what is asked for next on each; clients draw from it, sometimes the same at once."""

    def __init__(self, working: list[str], disputed: list[str], random: Random) -> None:
        self.random, self.lock = random, threading.Lock()
        self.left = {number: _claims() for number in working} | {
            number: ["P1M1 2025-02"] for number in disputed
        }
        self.numbers = list(self.left)

    def next(self) -> tuple[str, list[str]]:
        """A Ticketholder with one or two claims; where all was asked for, the last one again."""
        with self.lock:
            number = self.random.choice(self.numbers)
            left = self.left[number]
            count = self.random.choice((1, 1, 2))
            chosen = left[:count]
            if len(left) > count:
                del left[:count]
            return number, chosen


def _claims() -> list[str]:
    phase_1 = [f"P1M{place} 2024-{month:02d}" for place, month in ((1, 1), (2, 3), (3, 6), (4, 9))]
    first = Month.parse("2024-10")
    return phase_1 + [f"P2 {first.plus(number)}" for number in range(14)]


class Client(threading.Thread):
    """Works until `ending` is set, and finishes what it has begun; `failed` says why it could not."""

    def __init__(self, visitor: Visitor, journal: Journal, ending: threading.Event) -> None:
        super().__init__(daemon=True)
        self.visitor, self.journal, self.ending = visitor, journal, ending
        self.errors: Counter[str] = Counter()
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.ending.is_set():
                self.work()
        except BaseException as error:
            self.failed = error

    def work(self) -> None:
        raise NotImplementedError

    def again(self, what: Callable[[], Value]) -> Value:
        """Do it until it goes through."""
        last: Exception | None = None
        for _ in range(TRIES):
            try:
                return what()
            except _BROKEN as error:
                self.errors[_kind(error)] += 1
                last = error
                time.sleep(0.15)
        raise AssertionError(f"given up after {TRIES} tries: {last!r}") from last


def _kind(error: Exception) -> str:
    """A broken answer in a word: what came instead, or why nothing did."""
    if isinstance(error, Unexpected):
        return f"status {error.page.status}"
    reason = getattr(error, "reason", error)
    return type(reason).__name__


class Clerk(Client):
    """Asks for payments, one draft after the other, until each draft's confirmation is shown."""

    def __init__(self, visitor: Visitor, journal: Journal, ending: threading.Event, shelf: Shelf) -> None:
        super().__init__(visitor, journal, ending)
        self.shelf = shelf
        self.check: Page | None = None

    def work(self) -> None:
        number, claims = self.shelf.next()
        begun = self.again(lambda: at_work.begin(self.visitor, number))
        draft = urlsplit(begun.url).path.split("/")[3]
        self.journal.note("begun", draft=draft, holder=number, claims=claims)
        self.check = None
        shown = self.again(lambda: self._confirmed(f"/requests/drafts/{draft}/", claims))
        self.journal.note("receipt", draft=draft, submission=shown.submission, requests=shown.requests)

    def _confirmed(self, url: str, claims: list[str]) -> at_work.Shown:
        """The confirmation of this draft: the submission sent again as it was, else from the draft's first page."""
        if self.check is not None:
            check, self.check = self.check, None
            return at_work.submit(self.visitor, check)
        page = self.visitor.get(url)
        if "/requests/submitted/" in page.url:
            return at_work.confirmation(page)
        check = self.check = at_work.fill_in(self.visitor, page, claims)
        shown = at_work.submit(self.visitor, check)
        self.check = None
        return shown


class Analyst(Client):
    """Takes the next request and decides it: approved, else denied, else referred to Social Security.

    Who decides on money proves anew, after a while, who it is.
    """

    def __init__(self, sign_in: Callable[[], Visitor], journal: Journal, ending: threading.Event) -> None:
        super().__init__(sign_in(), journal, ending)
        self.sign_in = sign_in

    def work(self) -> None:
        number = self.again(lambda: at_work.take_next(self.visitor))
        if not number:
            time.sleep(0.3)
            return
        self.again(lambda: self._decided(number))
        self.journal.note("decided", request=number)

    def _decided(self, number: str) -> None:
        for move, words in (
            ("approve", {"note": "Read and approved."}),
            ("deny", {"note": "The record does not show it.", "code": "DEN-01"}),
            ("refer-to-ssa", {"reason": "The record is not clear."}),
        ):
            page = at_work.opened(self.visitor, number)
            if not any(href.endswith(f"/{number}/approve/") for _, href in page.links):
                return
            try:
                at_work.decide(self.visitor, number, move, words)
            except Unexpected as refused:
                if "/again/" in refused.page.url:
                    self.visitor = self.sign_in()
                    raise
                if refused.page.status >= 500:
                    raise
            else:
                return
        raise AssertionError(f"{number} cannot be decided at all")
