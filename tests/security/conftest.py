"""The provider's shop and the program's office, as the attacks find them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.provider.conftest import Shop
from tests.web.staff.office import Office
from tests.world import World


@pytest.fixture
def shop(world: World, unit_as: Any, sign_in: Callable[[Any], Client], tmp_path: Any, settings: Any) -> Shop:
    settings.PORTAL_FILES_DIR = tmp_path
    return Shop(world, unit_as, sign_in)


@pytest.fixture
def office(world: World, unit_as: Any, sign_in: Callable[[Any], Client]) -> Office:
    return Office(world, unit_as, sign_in)
