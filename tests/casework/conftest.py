from typing import Any

import pytest

from tests.casework.office import Office


@pytest.fixture
def office(world: Any, unit_as: Any) -> Office:
    """An EN with a counsellor at work."""
    return Office(world, unit_as)
