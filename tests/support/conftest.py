from typing import Any

import pytest

from tests.support.room import Room


@pytest.fixture
def room(world: Any, unit_as: Any) -> Room:
    """A mail room with two people, and an EN that holds a Ticket."""
    return Room(world, unit_as)
