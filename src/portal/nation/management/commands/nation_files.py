"""The synthetic program's people as files of Social Security's records."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.nation.as_files import write_files


class Command(BaseCommand):
    help = "Write the people of the synthetic program as files of Social Security's records."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_SYNTHETIC or settings.PORTAL_TODAY is None:
            raise CommandError("only the synthetic program's people are made up")
        for path in write_files(options["folder"], settings.PORTAL_TODAY):
            self.stdout.write(str(path))
