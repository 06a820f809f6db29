"""The trail's own commands: seal what is committed, verify what is sealed."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.trail.sealing import publish, seal, unsealed_since, verify
from portal.kernel.unit import open_unit


class Command(BaseCommand):
    help = "Seal the trail, or prove that nothing was removed from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["seal", "verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        moment = now()
        folder = settings.PORTAL_CHECKPOINTS_DIR
        if options["action"] == "seal":
            with open_unit(SYSTEM, moment, reading=False, page="portal_trail seal"):
                block = seal(moment.real)
            if block:
                publish(block, folder)
            self.stdout.write(f"sealed {block.entries} entries" if block else "nothing to seal")
            return
        with open_unit(SYSTEM, moment, reading=True, page="portal_trail verify"):
            faults = list(verify(folder))
            oldest = unsealed_since()
        if faults:
            raise CommandError("\n".join(fault.says for fault in faults))
        tail = (
            f"entries since {oldest:%Y-%m-%d %H:%M:%S %Z} are not sealed yet"
            if oldest
            else "all entries are sealed"
        )
        self.stdout.write(f"the trail is whole; {tail}")
