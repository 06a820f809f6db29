"""The code a persona's authenticator app would show now."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.kernel.clock import now
from portal.nation.personas import totp_code


class Command(BaseCommand):
    help = "Print the sign-in code of a persona of the synthetic program."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_SYNTHETIC:
            raise CommandError("Only accounts of the synthetic program have codes that anybody may know.")
        self.stdout.write(totp_code(options["email"].strip().lower(), now().real))
