"""One day in the synthetic program, watched; every test looks at what it left behind."""

import logging
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.core import mail
from django.test import override_settings

from portal.nation.load import load
from tests.canaries.journey import Day
from tests.canaries.watch import Listener
from tests.server import TestDatabase
from tests.world import World


class Watch(NamedTuple):
    """The day, what was logged in it, what was mailed, and where files are kept."""

    day: Day
    logged: list[str]
    mailed: list[Any]
    files: Any


@pytest.fixture(scope="module")
def watch(
    test_database: TestDatabase, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watch]:
    folder, listener, root = tmp_path_factory.mktemp("files"), Listener(), logging.getLogger()
    level = root.level
    with django_db_blocker.unblock(), override_settings(PORTAL_FILES_DIR=folder):
        test_database.empty()
        load(0.02, 1)
        World()  # names an actor for what the test client writes
        root.addHandler(listener)
        root.setLevel(logging.DEBUG)
        mail.outbox = []
        try:
            day = Day()
            day.work()
            day.walk()
        finally:
            root.removeHandler(listener)
            root.setLevel(level)
        yield Watch(day, listener.lines, list(mail.outbox), folder)
        test_database.empty()
