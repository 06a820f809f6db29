from typing import Any

import pytest

from tests.progress.room import Room


@pytest.fixture
def room(world: Any, unit_as: Any) -> Room:
    """An EN that holds a Ticket, and who decides about its progress."""
    return Room(world, unit_as)
