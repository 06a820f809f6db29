"""The test databases: one template with migrations and walls, one copy a process, emptied between tests."""

import fcntl
import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from portal.config.databases import admin_conninfo

SOURCE = Path(__file__).resolve().parents[1] / "src" / "portal"
# Deleted rows lie in a table's pages until they are swept out.
MOST_REMAINS = 2_000
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


class TestDatabase:
    """One process's databases. Emptying bypasses the append-only triggers, which only a superuser may."""

    __test__ = False

    def __init__(self, name: str) -> None:
        self.name = name
        self.admins = [_admin(name), _admin(f"{name}_keys")]
        self.remains: list[Counter[str]] = [Counter(), Counter()]

    def empty(self) -> None:
        """Delete row by row: a truncation makes new files for every table and index that hangs on one."""
        for admin, remains in zip(self.admins, self.remains, strict=True):
            with admin.transaction():
                for table in _filled(admin):
                    remains[table] += admin.execute(f"delete from {table}").rowcount
            for table in [one for one, rows in remains.items() if rows > MOST_REMAINS]:
                admin.execute(f"vacuum {table}")
                del remains[table]

    def close(self) -> None:
        for admin in self.admins:
            admin.close()
        connections.close_all()
        with _locked(), _admin("postgres") as admin:
            _drop(admin, self.name)


def make(worker: str) -> TestDatabase:
    """Copy the template for this process and point Django's connections at the copy."""
    made = template()
    # The process's number keeps two runs on one server apart.
    name = f"{made}_{worker}_{os.getpid()}"
    with _locked(), _admin("postgres") as admin:
        _drop_leftovers(admin)
        for suffix in ("", "_keys"):
            admin.execute(
                sql.SQL("create database {} template {} owner portal_owner").format(
                    sql.Identifier(f"{name}{suffix}"), sql.Identifier(f"{made}{suffix}")
                )
            )
    _point_at(name)
    return TestDatabase(name)


def _filled(admin: psycopg.Connection) -> list[str]:
    rows = admin.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    asked = [
        f"select '{table}' where exists (select 1 from {table})" for (table,) in rows if table not in KEPT
    ]
    return [table for (table,) in admin.execute(" union all ".join(asked)).fetchall()]


def template() -> str:
    name = f"test_{_fingerprint()}"
    with _locked(), _admin("postgres") as admin:
        found = admin.execute("select 1 from pg_database where datname = %s", [f"{name}_keys"]).fetchone()
        ready = (
            found
            and admin.execute(
                "select 1 from pg_shdescription d join pg_database b on b.oid = d.objoid"
                " where b.datname = %s and d.description = 'ready'",
                [name],
            ).fetchone()
        )
        if not ready:
            _drop(admin, name)
            _point_at(name)
            call_command("portal_database", verbosity=0)
            connections.close_all()
            admin.execute(sql.SQL("comment on database {} is 'ready'").format(sql.Identifier(name)))
    return name


def main() -> None:
    """Make the template before anybody asks for it."""
    django.setup()
    template()


def _drop(admin: psycopg.Connection, name: str) -> None:
    for suffix in ("", "_keys"):
        admin.execute(
            sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(f"{name}{suffix}"))
        )


def _drop_leftovers(admin: psycopg.Connection) -> None:
    """Databases of processes that were killed before they could drop their own."""
    names = admin.execute("select datname from pg_database where datname ~ '^test_.*_[0-9]+$'").fetchall()
    for (name,) in names:
        if not Path(f"/proc/{name.rpartition('_')[2]}").exists():
            _drop(admin, name)


def _fingerprint() -> str:
    """Changes with everything that shapes the schema and its walls."""
    digest = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" in path.parts or path.name == "walls.py" or "database" in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _point_at(name: str) -> None:
    connections.close_all()
    for alias in connections:
        database = f"{name}_keys" if alias == "keys" else name
        connections[alias].settings_dict["NAME"] = database
        connections[alias].settings_dict["CONN_HEALTH_CHECKS"] = False


def names() -> dict[str, str]:
    """Which database each of Django's connections is on."""
    return {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}


def look_at(databases: dict[str, str]) -> None:
    """All are on one server; only the name differs."""
    connections.close_all()
    for alias, name in databases.items():
        connections[alias].settings_dict["NAME"] = name


@contextmanager
def looking_at(databases: dict[str, str]) -> Iterator[None]:
    """Django's connections on these databases, then again where they were."""
    before = names()
    look_at(databases)
    try:
        yield
    finally:
        look_at(before)


def _admin(database: str) -> psycopg.Connection:
    connection = psycopg.connect(admin_conninfo(), dbname=database, autocommit=True)
    connection.execute("set session_replication_role = replica")
    return connection


class _locked:
    """One process at a time makes databases."""

    def __enter__(self) -> None:
        self.file = (Path(tempfile.gettempdir()) / "ticket-portal-tests.lock").open("w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()


if __name__ == "__main__":
    main()
