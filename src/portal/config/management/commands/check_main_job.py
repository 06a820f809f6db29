"""Do the main job once over HTTP and compare what pages, rules and ledger say of it."""

from random import Random
from secrets import randbelow
from typing import Any
from urllib.error import URLError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.nation.at_work import Unexpected
from portal.nation.main_job import Difference, main_job


class Command(BaseCommand):
    help = (
        "As the clerk and as the analyst of the synthetic program: ask for a payment that the rules grant and "
        "for one that a person decides, and compare page, rules and ledger."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", required=True, help="where the portal answers")
        parser.add_argument("--seed", type=int, help="draw the same Tickets again")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_SYNTHETIC:
            raise CommandError("This asks for payments: it runs in the synthetic program only.")
        seed = options["seed"] if options["seed"] is not None else randbelow(1_000_000)
        try:
            for line in main_job(options["url"], Random(seed)):  # noqa: S311 (a draw that can be made again)
                self.stdout.write(f"main job done: {line}")
        except (Difference, Unexpected, URLError, OSError) as problem:
            raise CommandError(f"The main job was not done (--seed {seed}): {problem}") from problem
