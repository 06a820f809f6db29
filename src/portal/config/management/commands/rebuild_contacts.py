"""Work out anew what is due in every case, and compare it with the duties that are open."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.casework.services.rebuild import assigned_cases, drifted
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.unit import open_unit


class Command(BaseCommand):
    help = "Compare the duties of contact with the facts they follow from; --mend puts right what differs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="put right what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        mend: bool = options["mend"]
        with open_unit(SYSTEM, now(), reading=False, page="rebuild_contacts"):
            batches = list(assigned_cases())
        differing = 0
        for done, cases in enumerate(batches, start=1):
            with open_unit(SYSTEM, now(), reading=False, page="rebuild_contacts", purpose="maintenance"):
                for one in drifted(cases, mend=mend):
                    differing += 1
                    self.stdout.write(f"{one.case} {one.kind}: is {one.found}, should be {one.wanted}")
            self.stderr.write(f"{done} of {len(batches)} batches compared", ending="\r")
        if differing and not mend:
            raise CommandError(f"{differing} duties differ from the facts. --mend puts them right.")
        self.stdout.write(
            f"{differing} duties were put right." if differing else "Every duty is as the facts say."
        )
