"""Every address, method, role and relation: the answer is the one the table has, and the table is whole."""

from collections import Counter
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

import pytest
from django.db import InternalError, connection, connections
from django.test import Client
from django.urls import reverse

from portal.policy.roles import Role
from portal.web import edge
from portal.web.home import views as home
from tests.authorization.addresses import address
from tests.authorization.asking import Asker, client_of, nothing_stays, read_only_seen, url_names
from tests.authorization.program import OWN, TICKETHOLDER, Program
from tests.authorization.table import EVERYBODY, METHODS, ROLES, Row, asked, relations, rows

TABLE = list(rows())
PAGE = attrgetter("url_name", "method")
BY_PAGE = {page: list(found) for page, found in groupby(sorted(TABLE, key=PAGE), PAGE)}
NAMES = sorted(set(url_names()))
# What a page that only reads may still write, over a connection of its own: the trail, sessions, the cache.
WRITTEN_APART = {"kernel_trailentry", "django_session", "portal_cache"}
CLERK, LEAD = "en-payments-clerk", "tpm-payments-lead"

pytestmark = [pytest.mark.row("A10", "A4", "I1")]


def of(url_name: str, method: str) -> list[Row]:
    return list(asked(BY_PAGE[url_name, method]))


def test_the_table_has_every_role_at_every_address_once() -> None:
    assert {*ROLES, TICKETHOLDER} == {role.value for role in Role}
    wanted = {
        (name, method, role, relation)
        for name in NAMES
        for method in METHODS
        for role in EVERYBODY
        for relation in relations(name, method, role)
    }
    written = Counter(row[:4] for row in TABLE)
    assert sorted(wanted - set(written)) == []
    assert sorted(set(written) - wanted) == []
    assert [row for row, times in written.items() if times > 1] == []


@pytest.fixture(scope="module")
def asker(program: Program) -> Asker:
    return Asker(program)


@pytest.mark.parametrize("name", NAMES)
def test_reading_answers_as_the_table_says_reads_only_and_changes_nothing(
    asker: Asker, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = of(name, "GET")
    with asker.signed_in(table):
        before = asker.stood or fingerprints()
        with read_only_seen(monkeypatch) as units:
            found = [row._replace(answer=asker.answer(row)) for row in table]
        asker.stood = fingerprints()
    assert found == table
    assert len(units) == len(table)
    assert {reading for _, reading in units} == {name not in edge.WRITING_GETS}
    assert changed(before, asker.stood) == set()


@pytest.mark.parametrize("name", NAMES)
def test_sending_answers_as_the_table_says(asker: Asker, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = of(name, "POST")
    with asker.signed_in(table), nothing_stays(monkeypatch):
        assert [row._replace(answer=asker.answer(row)) for row in table] == table


def test_a_change_is_seen(program: Program) -> None:
    """Else the comparison above would pass whatever pages do. This one draft stays."""
    client, before = client_of(program, CLERK), fingerprints()
    url = reverse("request-start", args=[program.payable.person.number])
    assert client.post(url).status_code == 303
    assert changed(before, fingerprints()) == {"kernel_draft"}


def test_a_page_that_would_write_is_stopped_by_the_database(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def writing() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute("update kernel_duty set due_on = due_on")
        return []

    monkeypatch.setattr(home.worklist, "lines", writing)
    client = client_of(program, LEAD)
    client.raise_request_exception = True
    with pytest.raises(InternalError, match="read-only transaction"):
        client.get(reverse("home"))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_other_method_gets_anything(program: Program, method: str) -> None:
    """Asked by who may read the page, where one of these may: others are turned away before.

    The sign-in library's forms take PUT as they take POST, behind the same token, so they are not asked.
    """
    clients = {role: client_of(program, role) for role in (CLERK, LEAD, "auditor")}
    for name in NAMES:
        if name.startswith(("account_", "mfa_")):
            continue
        readers = {row.role for row in of(name, "GET") if row.answer == "200"}
        role = next((one for one in clients if one in readers), CLERK)
        response = clients[role].generic(method, address(program, name, role, OWN))
        refused = (405,) if role in readers else (302, 403, 404, 405)
        assert response.status_code in refused, (name, role, response.status_code)


def test_nothing_is_sent_without_the_token_of_its_page(program: Program) -> None:
    """Who comes with a key has no session that another site could use."""
    with_a_key = {name for name in NAMES if name.startswith("api-")} - {"api-keys", "api-key-end"}
    for role in (CLERK, LEAD):
        client = client_of(program, role, enforce_csrf_checks=True)
        for name in sorted(set(NAMES) - with_a_key):
            response = client.post(address(program, name, role, OWN), {})
            assert response.status_code == 403, (name, role)


def test_a_page_leaves_nothing_in_a_shared_store(program: Program) -> None:
    for name in ("home", "ticketholder", "request", "receipt-pdf", "ticketholders-export"):
        response = client_of(program, CLERK).get(address(program, name, CLERK, OWN))
        assert response.headers["Cache-Control"] == "no-store", name


def fingerprints() -> dict[str, tuple[int, str]]:
    """Number of rows of every table but those, and a hash over where they stand and who wrote them last."""
    with connections["loader"].cursor() as cursor:
        cursor.execute(every_table())
        return {table: (count, marks) for table, count, marks in cursor.fetchall()}


@cache
def every_table() -> str:
    with connections["loader"].cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        tables = [table for (table,) in cursor.fetchall() if table not in WRITTEN_APART]
        return " union all ".join(
            f"select '{table}', count(*), coalesce(sum(hashtextextended(ctid::text || xmin::text, 0)), 0)::text "
            f"from {table}"
            for table in tables
        )


def changed(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> set[str]:
    return {table for table in after if before[table] != after[table]}


def test_a_visitor_is_told_nothing_about_what_exists(program: Program) -> None:
    """The same answer for what is there and what is not."""
    there = Client().get(address(program, "request", CLERK, OWN))
    not_there = Client().get("/requests/PR-0000-0000/")
    assert there.status_code == not_there.status_code == 302
    assert there.content == not_there.content
