"""One program for all rows of the table: nothing that a row does stays."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.authorization.program import Program
from tests.server import TestDatabase


@pytest.fixture(scope="module")
def program(
    test_database: TestDatabase, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    with django_db_blocker.unblock(), override_settings(PORTAL_FILES_DIR=tmp_path_factory.mktemp("files")):
        test_database.empty()
        yield Program()
        test_database.empty()
