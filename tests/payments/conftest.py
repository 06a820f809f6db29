"""Fixtures of the payment tests."""

import pytest

from tests.payments.desk import Desk
from tests.payments.running import Money


@pytest.fixture
def desk(world, unit_as, tmp_path, settings) -> Desk:
    settings.PORTAL_FILES_DIR = tmp_path
    return Desk(world, unit_as)


@pytest.fixture
def money(desk) -> Money:
    return Money(desk)
