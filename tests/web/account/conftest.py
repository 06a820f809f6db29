"""Accounts with and without an authenticator app."""

import pytest
from allauth.mfa.models import Authenticator

from portal.kernel.clock import now
from portal.people.factors import seal_factor
from portal.people.models import Mobile
from portal.policy.roles import Role
from tests.web.account.steps import NUMBER, SECRET


@pytest.fixture
def account(world):
    made = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])
    sealed = {"secret": seal_factor(SECRET)}
    Authenticator.objects.using("loader").filter(user_id=made.pk).update(data=sealed)
    return made


@pytest.fixture
def newcomer(world):
    return world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)


@pytest.fixture
def texter(world):
    """Somebody whose only second factor is a mobile."""
    made = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    world.add(Mobile(account=made, number=seal_factor(NUMBER), last_digits="43", verified_at=now().real))
    return made


@pytest.fixture
def desk(world):
    return world.actor(world.account(world.organisation(kind="SSA"), [Role.SSA_SERVICES_SPECIALIST]))
