"""The menu shows what one may open, marks where one is, and leaves out what is not there."""

import pytest

from portal.kernel.actor import Actor, Wall
from portal.policy.roles import Permission, Role
from portal.web import navigation as menu

pytestmark = [pytest.mark.row("A10")]

CLERK = Actor(Wall.ORGANISATION, "clerk", roles=frozenset({Role.EN_PAYMENTS_CLERK}))
AUDITOR = Actor(Wall.STAFF, "auditor", roles=frozenset({Role.AUDITOR}))


@pytest.fixture
def items(monkeypatch):
    """Items whose addresses are there in these tests, and one that is not."""
    table = (
        menu.Item("", "Home", "home", Permission.HOME),
        menu.Item("Work", "Writes", "probe-writes", Permission.READ_TRAIL),
        menu.Item("Work", "Factors", "mfa_index", Permission.HOME, Wall.ORGANISATION),
        menu.Item("Work", "Codes", "mfa_view_recovery_codes", Permission.HOME),
        menu.Item("Work", "Nowhere", "no-such-address", Permission.HOME),
    )
    monkeypatch.setattr(menu, "ITEMS", table)


def labels(actor: Actor, path: str = "/") -> list[str]:
    return [link.label for group in menu.navigation(actor, path) for link in group.links]


def current(path: str) -> list[str]:
    return [link.label for group in menu.navigation(CLERK, path) for link in group.links if link.current]


def test_only_what_one_may_open_and_what_is_there_is_shown(items, probes):
    assert labels(CLERK) == ["Home", "Factors", "Codes"]
    assert labels(AUDITOR) == ["Home", "Writes", "Codes"]


def test_the_longest_address_that_covers_the_page_is_marked(items):
    assert current("/") == ["Home"]
    assert current("/account/factors/") == ["Factors"]
    assert current("/account/factors/codes/new/") == ["Codes"]
    assert current("/elsewhere/") == []


def test_groups_keep_the_order_of_the_table(items):
    assert [group.label for group in menu.navigation(CLERK, "/")] == ["", "Work"]
