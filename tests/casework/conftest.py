from typing import Any

import pytest

from tests.casework.amending import Amending
from tests.casework.office import Office
from tests.casework.planning import Planning


@pytest.fixture
def office(world: Any, unit_as: Any) -> Office:
    """An EN with a counsellor at work."""
    return Office(world, unit_as)


@pytest.fixture
def planning(world: Any, unit_as: Any, tmp_path: Any, settings: Any) -> Planning:
    """The same, with a case and an approved business model."""
    settings.PORTAL_FILES_DIR = tmp_path
    return Planning(world, unit_as)


@pytest.fixture
def amending(world: Any, unit_as: Any, tmp_path: Any, settings: Any) -> Amending:
    """The same, with a plan in force and its Ticket assigned."""
    settings.PORTAL_FILES_DIR = tmp_path
    return Amending(world, unit_as)
