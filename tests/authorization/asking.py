"""Asking the program one row of the table: who, which address, which method; and what came back, in a word."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal.kernel.clock import now
from portal.web import edge
from tests.authorization.addresses import address, sent
from tests.authorization.program import VISITOR, Offices, Program
from tests.authorization.table import Row
from tests.clients import sign_in_client

# A session is stamped once a minute: a page that reads writes then too.
FRESH_SECONDS = 20
SIGN_IN, SET_UP, GATE = "to-sign-in", "to-second-factor", "gate"


def url_names(patterns: list[Any] | None = None) -> Iterator[str]:
    """The name of every address the resolver knows; one without a name gives its pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from url_names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)


def client_of(program: Offices, role: str, **more: Any) -> Client:
    """A client that has passed the password, and the second factor where the account has one."""
    client = Client(raise_request_exception=False, **more)
    if role != VISITOR:
        account = program.accounts[role]
        sign_in_client(client, account, now().real)
    return client


class Asker:
    """Asks row after row, with one client a role, kept from page to page but for what is about signing in.

    `stood` is how the tables stood after the last page that was compared, None once somebody has signed in since.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.kept: dict[str, Client] = {}
        self.since = monotonic()
        self.stood: Any = None

    @contextmanager
    def signed_in(self, table: list[Row]) -> Iterator[None]:
        """Everybody who asks in these rows is at the door: to sign in is no part of what a page does."""
        if monotonic() - self.since > FRESH_SECONDS:
            self.kept, self.since = {}, monotonic()
        alone = any(row.url_name.startswith(("account", "mfa_")) for row in table)
        before, self.kept = self.kept, {} if alone else self.kept
        for role in {row.role for row in table} - self.kept.keys():
            self.kept[role] = client_of(self.program, role)
            self.stood = None
        yield
        self.kept = before

    def send(self, row: Row) -> Any:
        client = self.kept[row.role]
        url = address(self.program, row.url_name, row.role, row.relation)
        if row.url_name.startswith(("account_", "mfa_")):
            # The sign-in library counts tries by address; the table asks more often than people do.
            cache.clear()
        if row.method == "POST":
            return client.post(url, sent(self.program, row.url_name, row.role, row.relation))
        return client.get(url)

    def answer(self, row: Row) -> str:
        """The answer in the words of the table."""
        return in_words(self.send(row))


def in_words(response: Any) -> str:
    """The status; a redirect to signing in or to the second factor, and the closed gate, by name."""
    where = response.headers.get("Location", "")
    if where.startswith("/account/sign-in/"):
        return SIGN_IN
    if where == "/account/factors/app/":
        return SET_UP
    if response.status_code == 403 and b"What the portal looked at" in response.content:
        return GATE
    return str(response.status_code)


@contextmanager
def nothing_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every unit of the edge is rolled back after its answer, so that one program serves all rows."""
    answer = edge._noting_errors

    def rolled_back(*args: Any) -> HttpResponse:
        response = answer(*args)
        transaction.set_rollback(True)
        return response

    with monkeypatch.context() as patch:
        patch.setattr(edge, "_noting_errors", rolled_back)
        yield


@contextmanager
def read_only_seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bool]]]:
    """`(page, read only?)` of every unit of the edge, as the database says it once the view has run."""
    answer, seen = edge._inside, []

    def watched(*args: Any) -> HttpResponse:
        try:
            return answer(*args)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("show transaction_read_only")
                seen.append((args[1].page, cursor.fetchone()[0] == "on"))

    with monkeypatch.context() as patch:
        patch.setattr(edge, "_inside", watched)
        yield seen
