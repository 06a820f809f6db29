"""Fixtures of the access desk's tests."""

import pytest

from tests.people.access import AccessDesk


@pytest.fixture
def access(world, unit_as) -> AccessDesk:
    return AccessDesk(world, unit_as)
