"""The provider's shop and the program's office, as the attacks find them."""

from collections.abc import Callable
from runpy import run_module
from typing import Any

import pytest
from django.test import Client

from portal.policy.roles import Role
from tests.security.test_settings import GOOD
from tests.web.provider.conftest import Shop
from tests.web.staff.office import Office
from tests.world import World


@pytest.fixture
def shop(world: World, unit_as: Any, sign_in: Callable[[Any], Client], tmp_path: Any, settings: Any) -> Shop:
    settings.PORTAL_FILES_DIR = tmp_path
    return Shop(world, unit_as, sign_in)


@pytest.fixture
def office(world: World, unit_as: Any, sign_in: Callable[[Any], Client]) -> Office:
    return Office(world, unit_as, sign_in)


@pytest.fixture
def clerk_account(world: World) -> Any:
    return world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch, settings: Any) -> dict[str, Any]:
    """What production tells browsers, for the tests' own portal; and all of its settings."""
    for name, key in GOOD.items():
        monkeypatch.setenv(name, key)
    told = run_module("portal.config.settings.production")
    for name, value in told.items():
        if name.startswith(("SECURE_", "SESSION_", "CSRF_", "X_FRAME")) or name == "MIDDLEWARE":
            setattr(settings, name, value)
    return dict(told)
