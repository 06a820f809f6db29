"""Roles and databases, made by the server's administrator. Safe to run again."""

import hashlib
import hmac
from dataclasses import dataclass

import psycopg
from psycopg import sql

# What a unit of work puts on. Nobody logs in as these.
WALL_ROLES = (
    *("portal_entrance", "portal_org", "portal_staff", "portal_holder"),
    *("portal_worker", "portal_facts"),
)

# What logs in, and which walls it may put on. None of them inherits.
LOGIN_ROLES: dict[str, tuple[str, ...]] = {
    "portal_app": WALL_ROLES,
    "portal_work": ("portal_worker", "portal_facts"),
    "portal_side": (),
    "portal_vault": (),
    "portal_loader": (),
    "portal_owner": (),
}

KEYS_SQL = """
create table if not exists data_key (
    id uuid primary key, kind text not null, subject uuid not null, wrapped bytea not null,
    made_at timestamptz not null default now(), unique (kind, subject));
create table if not exists ssn_index (digest bytea primary key, person uuid not null);
alter table ssn_index drop constraint if exists ssn_index_person_key;
grant select, insert, delete on data_key to portal_vault;
grant select, insert, delete on ssn_index to portal_vault;
"""


@dataclass(frozen=True, slots=True)
class Admin:
    """How to reach the server as its administrator; `secret` derives login passwords where none is given."""

    conninfo: str
    secret: str


def derived_password(secret: str, login: str) -> str:
    """A login's password where the operator gave none: only the holder of the master key can work it out."""
    return hmac.new(secret.encode(), f"database login {login}".encode(), hashlib.sha256).hexdigest()


def make_roles(admin: Admin) -> None:
    """Create the roles that are missing and set what every role must have."""
    with psycopg.connect(admin.conninfo, autocommit=True) as connection:
        inherit_options = connection.info.server_version >= 160000
        for role in WALL_ROLES:
            _make_role(connection, role, "nologin noinherit")
        for role, walls in LOGIN_ROLES.items():
            bypass = "bypassrls" if role == "portal_loader" else "nobypassrls"
            _make_role(connection, role, f"login noinherit nosuperuser nocreaterole nocreatedb {bypass}")
            password = derived_password(admin.secret, role)
            connection.execute(
                sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(password))
            )
            # Indexes are in memory or on flash: a plan that is kept, and does not know whose rows it is asked for,
            # would else rather read everybody's from end to end than look twenty-five up.
            connection.execute(
                sql.SQL("alter role {} set random_page_cost = 1.1").format(sql.Identifier(role))
            )
            for wall in walls:
                grant = "grant {} to {} with inherit false, set true" if inherit_options else "grant {} to {}"
                connection.execute(sql.SQL(grant).format(sql.Identifier(wall), sql.Identifier(role)))


def make_databases(admin: Admin, name: str) -> None:
    """Create the main database and the one that holds the keys."""
    with psycopg.connect(admin.conninfo, autocommit=True) as connection:
        for database in (name, f"{name}_keys"):
            found = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
            if not found:
                connection.execute(
                    sql.SQL(
                        "create database {} owner portal_owner encoding 'UTF8' template template0"
                    ).format(sql.Identifier(database))
                )
            connection.execute(
                sql.SQL("revoke connect, temporary on database {} from public").format(
                    sql.Identifier(database)
                )
            )
            logins = (
                ["portal_vault"]
                if database.endswith("_keys")
                else [r for r in LOGIN_ROLES if r != "portal_vault"]
            )
            for login in logins:
                connection.execute(
                    sql.SQL("grant connect, temporary on database {} to {}").format(
                        sql.Identifier(database), sql.Identifier(login)
                    )
                )
            # Many rows at once go through a temporary table (kernel.sets), made by whoever writes them.
            if not database.endswith("_keys"):
                connection.execute(
                    sql.SQL("grant temporary on database {} to portal_worker").format(
                        sql.Identifier(database)
                    )
                )
    with psycopg.connect(admin.conninfo, dbname=name, autocommit=True) as connection:
        # A database that was there already has another owner, and before version 16 an owner without INHERIT
        # has nothing of the schema that the database came with.
        connection.execute(
            sql.SQL("grant create on database {} to portal_owner").format(sql.Identifier(name))
        )
        connection.execute("grant usage, create on schema public to portal_owner")
    with psycopg.connect(admin.conninfo, dbname=f"{name}_keys", autocommit=True) as connection:
        connection.execute(KEYS_SQL)


def _make_role(connection: psycopg.Connection, role: str, options: str) -> None:
    found = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    verb = "alter" if found else "create"
    connection.execute(sql.SQL(f"{verb} role {{}} {options}").format(sql.Identifier(role)))
