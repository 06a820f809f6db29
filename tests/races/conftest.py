"""Fixtures of the races: an EN and the program manager at work, and a way to start many things at once."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kills.truths import ALWAYS
from tests.payments.desk import Desk


@pytest.fixture
def desk(world: Any, unit_as: Any, tmp_path: Any, settings: Any) -> Desk:
    settings.PORTAL_FILES_DIR = tmp_path
    return Desk(world, unit_as)


@pytest.fixture(autouse=True)
def whole(database: Any) -> Iterator[None]:
    """After each race nothing is half-written: the same truths as after kills."""
    yield
    broken = {
        sentence: rows
        for sentence, query in ALWAYS.items()
        if (rows := database.admins[0].execute(query).fetchall())
    }
    assert not broken
