from typing import Any

import pytest

from tests.integrity.reviewing import Reviewing


@pytest.fixture
def reviewing(world: Any, unit_as: Any) -> Reviewing:
    """A new EN with a signed plan, and two reviewers of Program Integrity."""
    return Reviewing(world, unit_as)
