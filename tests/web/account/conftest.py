"""Accounts with and without an authenticator app."""

import pytest
from allauth.mfa.models import Authenticator

from portal.people.factors import seal_factor
from portal.policy.roles import Role
from tests.web.account.steps import SECRET


@pytest.fixture
def account(world):
    made = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])
    sealed = {"secret": seal_factor(SECRET)}
    Authenticator.objects.using("loader").filter(user_id=made.pk).update(data=sealed)
    return made


@pytest.fixture
def newcomer(world):
    return world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
