"""Where the parts run: a server of the bench's own, and databases in it that are made and dropped here."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from portal.cluster.environment import child_environment, python
from portal.cluster.places import REPOSITORY
from portal.cluster.server import cluster
from portal.config.databases import admin_conninfo

RUN = "bench"
NATION = "bench_nation"
LARGE = "bench_large"
BARE = "bench_bare"


@contextlib.contextmanager
def server() -> Iterator[dict[str, str]]:
    """The server, as safe against a power cut as the demo's; gives the environment of what runs on it."""
    with contextlib.ExitStack() as stack:
        environment = child_environment(RUN)
        if not os.environ.get("DATABASE_URL"):
            own = cluster(RUN)
            stack.callback(own.stop)
            own.start()
            environment["PORTAL_PG_SOCKET"] = str(own.socket_dir)
        os.environ.update({name: environment[name] for name in environment if name.startswith("PORTAL_")})
        yield {**environment, "PORTAL_DATABASE": NATION}


def nation(environment: dict[str, str], size: float) -> None:
    """The synthetic program of this size in a database made anew."""
    drop(NATION)
    commands = ["portal_database --verbosity 0", f"nation --size {size}"]
    run(environment, "portal.cluster.prepare", *commands)
    for suffix in ("", "_keys"):
        with admin(f"{NATION}{suffix}") as connection:
            connection.execute("vacuum analyze")


def run(environment: dict[str, str], module: str, *arguments: str) -> list[str]:
    """Run a module of ours and give the lines it printed. Raises CalledProcessError."""
    done = subprocess.run(
        [python(), "-m", module, *arguments],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def admin(database: str = "postgres", **more: Any) -> psycopg.Connection:
    """A connection of the administrator, which no wall holds."""
    return psycopg.connect(admin_conninfo(), dbname=database, autocommit=True, **more)


def drop(name: str) -> None:
    """Drop a database and the one of its keys."""
    with admin() as connection:
        for suffix in ("", "_keys"):
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(f"{name}{suffix}"))
            )


def copy(name: str, of: str) -> None:
    """Copy a database with the one of its keys, grants included; nobody may be connected to the original."""
    drop(name)
    with admin() as connection:
        for suffix in ("", "_keys"):
            made, original = sql.Identifier(f"{name}{suffix}"), sql.Identifier(f"{of}{suffix}")
            connection.execute(
                sql.SQL("create database {} template {} owner portal_owner").format(made, original)
            )
