"""Announcements and closures to be read, and who reads, writes and closes."""

from datetime import UTC, datetime

import pytest

from portal.kernel.ids import new_id
from portal.kernel.models import Announcement, Closure
from portal.policy.roles import Role

BEGAN = datetime(2025, 12, 1, 14, tzinfo=UTC)


@pytest.fixture
def announced(world):
    """`announced(title, ...)` adds an announcement that stands."""

    def added(title: str, kind: str = "news", **other: object) -> Announcement:
        values = {"body": "More about it.", "from_at": BEGAN, "written_at": BEGAN, **other}
        return world.add(
            Announcement(kind=kind, title=title, written_by=new_id(), written_by_name="Ada Admin", **values)
        )

    return added


@pytest.fixture
def closed(world):
    """`closed(function)` closes one."""

    def added(function: str, why: str = "The vendor is slow.") -> Closure:
        return world.add(
            Closure(
                function=function, why=why, closed_by=new_id(), closed_by_name="Ada Admin", closed_at=BEGAN
            )
        )

    return added


@pytest.fixture
def clerk(world, sign_in):
    return sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))


@pytest.fixture
def administrator(world, sign_in):
    return sign_in(world.account(world.organisation(kind="TPM"), [Role.TPM_ADMINISTRATOR]))


@pytest.fixture
def auditor(world, sign_in):
    return sign_in(world.account(world.organisation(kind="SSA"), [Role.AUDITOR]))
