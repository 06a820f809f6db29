"""Files from Social Security's records, read at once instead of by the worker."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.exchange.models import RecordFile
from portal.exchange.ssa_line import NAME, line
from portal.exchange.working import take


class Command(BaseCommand):
    help = "Read a file of Social Security's records. Its name is its kind and number, as BS-00000017."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("do", choices=["read"])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file() or not NAME.fullmatch(path.name):
            raise CommandError(f"{path} is no file named by its kind and number, as BS-00000017")
        there = line()
        waiting = Path(settings.PORTAL_SSA_LINE_DIR) / "in" / path.name
        if path.resolve() != waiting.resolve():
            shutil.copyfile(path, waiting.with_suffix(".part"))
            waiting.with_suffix(".part").replace(waiting)
        file = take(there, path.name, self._progress)
        if file.state == RecordFile.State.REFUSED:
            raise CommandError(file.problem)
        self.stdout.write(
            f"{file.number} {file.name}: {file.rows_total:,} rows, {file.rows_changed:,} changed something,"
            f" {file.rows_same:,} were on record, {file.rows_refused:,} refused"
        )

    def _progress(self, file: RecordFile) -> None:
        self.stderr.write(f"  {file.rows_done:,} of {file.rows_total:,} rows", ending="\r")
