"""Connections: one login a purpose, all to the same PostgreSQL; keys live in a second database (ADR 0004)."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from psycopg.conninfo import make_conninfo

from portal.cluster.places import default_socket_dir
from portal.kernel.database.roles import derived_password

# Login roles. None inherits what it may put on; portal_owner owns the tables and never serves a page.
LOGINS = {
    "default": "portal_app",
    "side": "portal_side",
    "keys": "portal_vault",
    "loader": "portal_loader",
    "owner": "portal_owner",
}

# ADR 0008. The threshold is the driver's own default, which Django turns off for the sake of connection poolers.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def server() -> dict[str, Any]:
    """Where PostgreSQL is: DATABASE_URL (any server of version 15 or newer), or the embedded one's socket."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return {
            "HOST": os.environ.get("PORTAL_PG_SOCKET") or str(default_socket_dir()),
            "PORT": "",
            "NAME": "portal",
        }
    parts = urlsplit(url)
    return {
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "NAME": parts.path.lstrip("/") or "portal",
        "ADMIN": unquote(parts.username or "postgres"),
        "PASSWORD": unquote(parts.password or ""),
        # sslmode, sslrootcert and what else the driver takes: dropping them would open the line unsaid.
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def admin_conninfo() -> str:
    """How the administrator reaches the server, to make roles and databases."""
    where = server()
    return make_conninfo(
        host=where["HOST"],
        port=where["PORT"] or None,
        user=where.get("ADMIN", "postgres"),
        password=where.get("PASSWORD") or None,
        dbname="postgres",
        **where.get("OPTIONS", {}),
    )


def databases(secret: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES; `secret` (the master key) is what login passwords are derived from."""
    where = server()
    main = os.environ.get("PORTAL_DATABASE") or where["NAME"]
    logins = dict(LOGINS)
    if os.environ.get("PORTAL_PROCESS") == "worker":
        logins["default"] = "portal_work"
    return {
        alias: {
            "ENGINE": "portal.kernel.database",
            "HOST": where["HOST"],
            "PORT": where["PORT"],
            "NAME": f"{main}_keys" if alias == "keys" else main,
            "USER": login,
            "PASSWORD": derived_password(secret, login),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "ATOMIC_REQUESTS": False,
            "OPTIONS": {**PREPARED, **where.get("OPTIONS", {})},
        }
        for alias, login in logins.items()
    }


class Router:
    """Sessions and the cache go over `side`; only the owner migrates."""

    side_apps = frozenset({"sessions"})

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return (
            "side"
            if model._meta.app_label in self.side_apps or model._meta.model_name == "cacheentry"
            else None
        )

    db_for_write = db_for_read

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
