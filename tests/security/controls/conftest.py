"""The fixtures of the tests that the controls are tried with, and walls that can be taken away."""

from collections.abc import Iterator

import pytest

from tests.people.conftest import access
from tests.people.test_ending import at_work, lena
from tests.security.controls.control import Bench
from tests.security.test_sign_in_guessing import people
from tests.server import TestDatabase
from tests.web.account.conftest import account, desk, newcomer, texter
from tests.web.account.test_passkeys import passkey
from tests.web.account.test_password import breached, dana
from tests.web.account.test_provider import forge
from tests.web.conftest import entries, probes
from tests.web.test_edge import clerk

__all__ = [
    "access", "account", "at_work", "breached", "clerk", "dana", "desk", "entries", "forge", "lena", "newcomer",
    "passkey", "people", "probes", "texter",
]  # fmt: skip


class Walls:
    """Row-level security, table by table."""

    def __init__(self, database: TestDatabase) -> None:
        self.admin, self.away = database.admins[0], set[str]()
        self.granted: list[tuple[str, str, str]] = []

    def take_away(self, tables: tuple[str, ...]) -> None:
        for table in tables:
            self.admin.execute(f"alter table {table} disable row level security")
            self.away.add(table)

    def grant(self, verb: str, table: str, role: str) -> None:
        """`verb` names its column: taking back a right to the whole table would take those to columns with it."""
        self.admin.execute(f"grant {verb} on {table} to {role}")
        self.granted.append((verb, table, role))

    def put_back(self) -> None:
        for verb, table, role in self.granted:
            self.admin.execute(f"revoke {verb} on {table} from {role}")
        for table in self.away:
            self.admin.execute(f"alter table {table} enable row level security")


@pytest.fixture
def bench(database: TestDatabase, monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[Bench]:
    walls = Walls(database)
    yield Bench(monkeypatch, settings, walls)
    walls.put_back()
