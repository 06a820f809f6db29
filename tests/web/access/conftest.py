"""Fixtures of the pages about people: the access desk's world, and clients of those who work in it."""

import pytest

from portal.people.models import Account
from tests.people.access import AccessDesk


@pytest.fixture
def access(world, unit_as) -> AccessDesk:
    return AccessDesk(world, unit_as)


@pytest.fixture
def client_as(sign_in):
    """`client_as(actor)` is that person's browser."""
    return lambda actor: sign_in(Account.objects.using("loader").get(pk=actor.account))
