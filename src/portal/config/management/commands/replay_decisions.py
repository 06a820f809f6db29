"""Make every decision that is kept again, from the facts it was made on, and say which are made otherwise now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.decisions import kept
from portal.kernel.unit import open_unit
from portal.policy.reading import FactsError
from portal.policy.replay import RULES, difference, in_short

_TOLD_EVERY = 1_000


class Command(BaseCommand):
    help = "Replay the decisions that are kept against today's law. Reads only."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rule", choices=list(RULES), help="only decisions of this rule")

    def handle(self, *args: Any, **options: Any) -> None:
        done = differing = unreadable = 0
        with open_unit(SYSTEM, now(), reading=True, page="replay_decisions", purpose="maintenance"):
            total, rows = kept(options["rule"])
            for done, row in enumerate(rows, start=1):
                try:
                    found = difference(row.rule, row.facts, row.answer)
                except FactsError as error:
                    unreadable += 1
                    self.stdout.write(f"{row.pk} {row.rule}: cannot be made again: {error}")
                    continue
                if found is not None:
                    differing += 1
                    self.stdout.write(f"{row.pk} {row.rule} of {row.decided_on}: {in_short(found)}")
                if done % _TOLD_EVERY == 0:
                    self.stderr.write(f"{done:,} of {total:,} decisions made again", ending="\r")
        counts = f"{done - unreadable:,} decisions made again, {differing:,} of them otherwise"
        if differing or unreadable:
            raise CommandError(f"{counts}; {unreadable:,} could not be made again.")
        self.stdout.write(f"{counts}.")
