"""Run the worker: jobs that follow a change, and what has to happen by the clock."""

import gc
import logging
import os
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app

# How long a worker that has lost the database may take to stop.
STOP_SECONDS = 15
ENDED_ITSELF = 70
# A unit's rows live until its end: to look for garbage among them, thousands at a time, finds none.
SELDOM = (50_000, 20, 100)


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
        gc.set_threshold(*SELDOM)
        logging.getLogger("procrastinate.worker").addFilter(end_when_stopping)
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as running:
            running.run_worker(concurrency=options["concurrency"], wait=not options["once"])


def end_when_stopping(record: logging.LogRecord) -> bool:
    """End the process if it does not stop by itself after it has lost the database.

    The library stops then, and may wait for its connections for minutes; whoever runs the portal sees a worker
    that lives and does nothing. To be ended at any moment is safe (tests/kills), and a new one starts at once.
    """
    if getattr(record, "action", "") == "side_task_failed":
        timer = threading.Timer(STOP_SECONDS, os._exit, (ENDED_ITSELF,))
        timer.daemon = True
        timer.start()
    return True
