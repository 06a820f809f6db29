"""A small synthetic program in the test database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.nation.load import Made, load

SIZE = 0.02


@pytest.fixture
def nation(database: Any) -> Iterator[Made]:
    """The synthetic program at the size of tests, seed 1."""
    yield load(SIZE, 1)


@pytest.fixture
def load_again(database: Any) -> Callable[[int], Made]:
    """Empties the database and loads the program anew with the given seed."""

    def again(seed: int) -> Made:
        database.empty()
        return load(SIZE, seed)

    return again
