"""Fixtures every test may use: a real PostgreSQL behind its walls, a small world, units and sign-in."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.test import Client

from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.unit import Unit, open_unit
from tests import server
from tests.clients import sign_in_client
from tests.together import Together
from tests.world import World

# What is loaded while tests are collected stays: looking through it for garbage takes a third of that time.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Ours, where no other way of spreading tests over processes is asked for."""
    return Together(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(scope="session")
def template_database(django_db_blocker: Any) -> str:
    """The name of the database that has all migrations and walls, and no rows."""
    with django_db_blocker.unblock():
        return server.template()


@pytest.fixture(scope="session")
def test_database(django_db_blocker: Any, worker_id: str) -> Iterator[server.TestDatabase]:
    """This process's own database pair, copied from a template that has all migrations and walls."""
    with django_db_blocker.unblock():
        database = server.make(worker_id)
        yield database
        database.close()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """xdist's name of this process, `main` without xdist."""
    workerinput = getattr(request.config, "workerinput", None)
    return workerinput["workerid"] if workerinput else "main"


@pytest.fixture
def database(test_database: server.TestDatabase, django_db_blocker: Any) -> Iterator[server.TestDatabase]:
    """A database with real commits, emptied after the test."""
    with django_db_blocker.unblock():
        yield test_database
        test_database.empty()


@pytest.fixture
def world(database: server.TestDatabase) -> World:
    """An empty synthetic world to be filled by the test, on 15 December 2025."""
    return World()


UnitAs = Callable[..., AbstractContextManager[Unit]]


@pytest.fixture
def unit_as(database: server.TestDatabase) -> UnitAs:
    """`with unit_as(actor):` opens a writing unit, `with unit_as(actor, reading=True):` a read-only one."""

    @contextmanager
    def unit(actor: Actor, *, reading: bool = False) -> Iterator[Unit]:
        with open_unit(actor, now(), reading=reading, page="test", purpose="test") as opened:
            yield opened

    return unit


@pytest.fixture
def sign_in(database: server.TestDatabase) -> Callable[[Any], Client]:
    """`sign_in(account)` gives a client that has passed both factors as this account."""

    def signed_in(account: Any) -> Client:
        client = Client()
        sign_in_client(client, account, now().real)
        return client

    return signed_in
