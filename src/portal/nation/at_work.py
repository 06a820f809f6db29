"""Personas at their work, over HTTP: signing in, asking for a payment, deciding one. Reads pages, no database."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from portal.kernel.clock import now
from portal.nation.personas import HOLDERS, PASSWORD, PERSONAS, HolderPersona, Persona, totp_code
from portal.nation.visitor import Form, Page, Visitor

CODE_SECONDS = 30
_SUBMISSION = re.compile(r"^/requests/submitted/(SB-[0-9A-Z-]+)/$")
_REQUEST = re.compile(r"^/requests/(PR-[0-9A-Z-]+)/$")
_STAFF_REQUEST = re.compile(r"^/staff/requests/(PR-[0-9A-Z-]+)/$")


class Unexpected(RuntimeError):
    """A page is not the one that should have come; says which came instead."""

    def __init__(self, wanted: str, page: Page) -> None:
        super().__init__(
            f"{wanted}, but {urlsplit(page.url).path} came with status {page.status}: {page.text[:500]}"
        )
        self.page = page


@dataclass(frozen=True, slots=True)
class Shown:
    """What the confirmation of a submission said: its number and those of the requests, in their order."""

    submission: str
    requests: tuple[str, ...]
    page: Page


def persona(key: str) -> Persona | HolderPersona:
    """The persona of that key. Raises StopIteration for one there is not."""
    everybody: tuple[Persona | HolderPersona, ...] = (*PERSONAS, *HOLDERS)
    return next(one for one in everybody if one.key == key)


def sign_in(url: str, email: str, *, timeout: float = 60) -> Visitor:
    """A browser signed in with password and code. Waits for the next code where all good ones were used."""
    visitor = Visitor(url, timeout=timeout)
    page = visitor.get("/")
    page = visitor.send(page, _form(page, "login", "password"), {"login": email, "password": PASSWORD})
    for code in _codes(email):
        page = visitor.send(page, _form(page, "code"), {"code": code})
        if not _asks_for_code(page):
            break
    if page.status != 200 or "/sign-in/" in page.url:
        raise Unexpected(f"{email} should be signed in", page)
    return visitor


def _codes(email: str) -> Iterator[str]:
    """The code of now and its neighbours, which a portal with tolerant clocks takes, then the one after a wait.

    A code is good once: somebody who signed in a moment ago has used it up.
    """
    for steps in (0, 1, -1):
        yield totp_code(email, now().real + timedelta(seconds=steps * CODE_SECONDS))
    # Half a minute on, the code that was two ahead is a neighbour.
    time.sleep(CODE_SECONDS + 1)
    yield totp_code(email, now().real + timedelta(seconds=CODE_SECONDS))


def _asks_for_code(page: Page) -> bool:
    return any("code" in form.names() for form in page.forms)


def find(visitor: Visitor, ssn: str, ticket: str = "") -> Page:
    """Look the Ticketholder up by SSN and begin a request: its first page.

    `ticket` chooses on the record where the provider has held more than one Ticket or period.
    """
    page = visitor.get("/requests/new/")
    page = visitor.send(page, page.form_with("ssn"), {"ssn": ssn})
    if "/requests/drafts/" in page.url:
        return page
    return _begun(visitor, page, ticket)


def begin(visitor: Visitor, number: str) -> Page:
    """Begin a request from the Ticketholder's record, or go on with the one begun: its first page."""
    return _begun(visitor, visitor.get(f"/ticketholders/{number}/"), "")


def _begun(visitor: Visitor, page: Page, ticket: str) -> Page:
    starts = [form for form in page.forms if form.action.endswith("/request/")]
    if page.status != 200 or not starts:
        raise Unexpected("The Ticketholder's record should be shown", page)
    chosen = next((one for one in starts if ticket and ticket in dict(one.fields)["ticket"]), starts[0])
    page = visitor.send(page, chosen)
    if "/requests/drafts/" not in page.url:
        raise Unexpected("A request should have begun", page)
    return page


def fill_in(visitor: Visitor, page: Page, claims: list[str], *, basis: str = "proven") -> Page:
    """Choose the payments (`P1M1 2025-02`) and answer what is asked; the page where everything is checked."""
    chosen: dict[str, str | list[str]] = {"claims": claims, "basis": basis}
    page = visitor.send(page, _form(page), chosen, button="Continue")
    if page.status == 422:
        # The rules refuse it as it stands; a clerk who wants the decision all the same says so.
        page = visitor.send(page, _form(page), {**chosen, "insist": claims}, button="Continue")
    if page.url.endswith("/work/"):
        page = visitor.send(page, _form(page), {"services_described": "on"}, button="Continue")
    if page.url.endswith("/evidence/"):
        page = visitor.send(page, _form(page), button="Continue")
    if page.status != 200 or not page.url.endswith("/check/"):
        raise Unexpected("The answers should be there to check", page)
    return page


def submit(visitor: Visitor, page: Page) -> Shown:
    """Submit from the page where everything is checked; the confirmation."""
    return confirmation(visitor.send(page, _form(page)))


def confirmation(page: Page) -> Shown:
    """What a confirmation shows. Raises Unexpected for another page."""
    found = _SUBMISSION.match(urlsplit(page.url).path)
    if page.status != 200 or found is None or found[1] not in page.text:
        raise Unexpected("The confirmation should be shown", page)
    numbers = dict.fromkeys(one[1] for _, href in page.links if (one := _REQUEST.match(urlsplit(href).path)))
    if not numbers:
        raise Unexpected("The confirmation should name its requests", page)
    return Shown(found[1], tuple(numbers), page)


def take(visitor: Visitor, number: str) -> Page:
    """Open a request as an analyst and take it, if nobody has it; the record page."""
    page = opened(visitor, number)
    if "you have it" in page.text:
        return page
    form = next((one for one in page.forms if one.action.endswith("/take/")), None)
    if form is None:
        raise Unexpected(f"{number} should be there to take", page)
    page = visitor.send(page, form)
    if page.status != 200 or "you have it" not in page.text:
        raise Unexpected(f"{number} should be the analyst's", page)
    return page


def take_next(visitor: Visitor) -> str:
    """Take whatever is due first; its number, empty when nothing is free."""
    page = visitor.get("/staff/queue/")
    form = next((one for one in page.forms if one.action.endswith("/queue/next/")), None)
    if form is None:
        raise Unexpected("The queue should offer the next request", page)
    page = visitor.send(page, form)
    found = _STAFF_REQUEST.match(urlsplit(page.url).path)
    return found[1] if found else ""


def opened(visitor: Visitor, number: str) -> Page:
    """A request's record as staff sees it."""
    page = visitor.get(f"/staff/requests/{number}/")
    if page.status != 200:
        raise Unexpected(f"{number} should open for staff", page)
    return page


def decide(visitor: Visitor, number: str, move: str, words: dict[str, str]) -> Page:
    """Make a move ("approve", "deny") with its check page; the record page after it."""
    page = visitor.get(f"/staff/requests/{number}/{move}/")
    page = visitor.send(page, _form(page, "version"), dict(words), button="Continue")
    confirm = next(
        (form for form in page.forms if any(value == "confirm" for _, value, _ in form.buttons)), None
    )
    if page.status != 200 or confirm is None:
        raise Unexpected(f"“{move}” of {number} should be there to confirm", page)
    words_on_it = next(label for _, value, label in confirm.buttons if value == "confirm")
    page = visitor.send(page, confirm, button=words_on_it)
    if page.status != 200 or _STAFF_REQUEST.match(urlsplit(page.url).path) is None:
        raise Unexpected(f"“{move}” of {number} should be done", page)
    return page


def _form(page: Page, *fields: str) -> Form:
    try:
        return page.form_with(*(fields or ("revision",)))
    except LookupError:
        raise Unexpected("There should be a form to fill in", page) from None
