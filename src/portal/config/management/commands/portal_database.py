"""Bring a database up to date: roles, databases, migrations, cache table, walls. Safe to run again."""

from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.config.databases import admin_conninfo
from portal.config.walls import TABLES
from portal.kernel.database.roles import Admin, make_databases, make_roles
from portal.kernel.database.walls import apply

OLDEST = 15


class Command(BaseCommand):
    help = "Create roles and databases where missing, migrate, and put up the walls."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        admin = Admin(conninfo=admin_conninfo(), secret=settings.PORTAL_MASTER_KEY)
        _check(admin)
        make_roles(admin)
        make_databases(admin, settings.DATABASES["default"]["NAME"])
        call_command("migrate", database="owner", verbosity=options["verbosity"], interactive=False)
        call_command("createcachetable", database="owner", verbosity=0)
        apply(TABLES)
        self.stdout.write("database ready")


def _check(admin: Admin) -> None:
    try:
        with psycopg.connect(admin.conninfo) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.OperationalError as error:
        raise CommandError(f"The administrator cannot sign in to PostgreSQL: {error}") from error
    if version < OLDEST:
        raise CommandError(f"This server is PostgreSQL {version}; the portal needs {OLDEST} or newer.")
