"""Load the synthetic program."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.nation.load import NotSynthetic, already_there, load


class Command(BaseCommand):
    help = (
        "Load the synthetic program: made-up people, organisations and payments, the same for the same seed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--size", type=float, default=1.0, help="1.0 is about a thousandth of the country"
        )
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if already_there():
            self.stdout.write("The synthetic program is already there; nothing was changed.")
            return
        started = perf_counter()
        try:
            made = load(options["size"], options["seed"], self._progress)
        except (NotSynthetic, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        rows = sum(made.counts.values())
        self.stdout.write(f"synthetic program ready: {rows:,} rows in {perf_counter() - started:.1f} s")

    def _progress(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
