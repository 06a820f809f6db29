"""Fixtures for the provider's record."""

import pytest

from tests.providers.files import Files


@pytest.fixture
def files(world, unit_as):
    return Files(world, unit_as)
