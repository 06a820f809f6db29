"""Write docs/generated, or say what in it is out of date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.config.generated import DOCUMENTS, FOLDER


class Command(BaseCommand):
    help = "Make the documents that come from the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if something is out of date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stale = []
        for name, make in DOCUMENTS.items():
            path, text = FOLDER / name, make()
            if path.exists() and path.read_text() == text:
                continue
            stale.append(name)
            if not options["check"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        if stale and options["check"]:
            raise CommandError(f"out of date: {', '.join(stale)}; run script/generate")
        self.stdout.write(f"{len(stale)} written" if stale else "all up to date")
