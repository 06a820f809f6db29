"""Work out anew when each Ticket's next progress period can be reviewed, as after bringing Tickets over."""

from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.progress.services.going_on import clocked, settle_clock

_BATCH = 200


class Command(BaseCommand):
    help = "Settle the day of the next progress review of every Ticket that somebody holds."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with open_unit(SYSTEM, now(), reading=True, page="rebuild_progress"):
            tickets = clocked()
        done = 0
        for batch in batched(tickets, _BATCH, strict=False):
            with open_unit(SYSTEM, now(), reading=False, page="rebuild_progress", purpose="maintenance"):
                for ticket in batch:
                    settle_clock(ticket)
            done += len(batch)
            self.stderr.write(f"{done:,} of {len(tickets):,} Tickets settled", ending="\r")
        self.stdout.write(f"{done:,} Tickets have the day of their next progress review.")
