"""Run the worker: jobs that follow a change, and what has to happen by the clock."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app


class Command(BaseCommand):
    help = "Run the worker until it is told to stop."
    # The worker serves no pages: a broken one is no reason to leave mail unsent.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2)
        parser.add_argument("--once", action="store_true", help="do what is waiting, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get("PORTAL_PROCESS") != "worker":
            # The worker has a login of its own, chosen when the settings are read.
            os.environ["PORTAL_PROCESS"] = "worker"
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as running:
            running.run_worker(concurrency=options["concurrency"], wait=not options["once"])
