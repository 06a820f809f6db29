"""Bring a database up to date: roles, databases, migrations, cache table, walls. Safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.config.databases import admin_conninfo
from portal.config.walls import TABLES
from portal.kernel.database.roles import Admin, make_databases, make_roles
from portal.kernel.database.walls import apply


class Command(BaseCommand):
    help = "Create roles and databases where missing, migrate, and put up the walls."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        admin = Admin(conninfo=admin_conninfo(), secret=settings.PORTAL_MASTER_KEY)
        make_roles(admin)
        make_databases(admin, settings.DATABASES["default"]["NAME"])
        call_command("migrate", database="owner", verbosity=options["verbosity"], interactive=False)
        call_command("createcachetable", database="owner", verbosity=0)
        apply(TABLES)
        self.stdout.write("database ready")
