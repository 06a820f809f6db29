"""The office, with the pages of providers to open."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.staff.office import Office
from tests.world import World


@pytest.fixture
def office(world: World, unit_as: Any, sign_in: Callable[[Any], Client]) -> Office:
    return Office(world, unit_as, sign_in)
