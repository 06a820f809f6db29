"""A small synthetic program: loaded once for all tests that only look at it, anew for the one about loading."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.nation.load import Made, load
from tests import server

SIZE = 0.02


@pytest.fixture(scope="package")
def loaded(
    test_database: server.TestDatabase, worker_id: str, django_db_blocker: Any
) -> Iterator[tuple[dict[str, str], Made]]:
    """The synthetic program at the size of tests, seed 1, on a database of its own."""
    with django_db_blocker.unblock():
        with server.looking_at(server.names()):
            database = server.make(f"{worker_id}_nation")
            made, databases = load(SIZE, 1), server.names()
        yield databases, made
        database.close()


@pytest.fixture
def nation(loaded: tuple[dict[str, str], Made], django_db_blocker: Any) -> Iterator[Made]:
    """The program, to look at: what a test wrote the next would find."""
    databases, made = loaded
    with django_db_blocker.unblock(), server.looking_at(databases):
        yield made


@pytest.fixture
def load_again(database: Any) -> Callable[[int], Made]:
    """Empties the database and loads the program anew with the given seed."""

    def again(seed: int) -> Made:
        database.empty()
        return load(SIZE, seed)

    return again
