"""After the last kill: the worker finishes what killed ones left, without waiting for the clock to come round."""

import signal
import time
from pathlib import Path

import psycopg

from tests.kills.stack import Stack

SECONDS = 90
# Two of the worker's own periodic tasks, asked for now instead of at the next full minute.
PERIODIC = ("kernel.retry_stalled", "kernel.look_for_waiting")
_OPEN = """
    select (select count(*) from kernel_mail where state = 'waiting')
         + (select count(*) from procrastinate_jobs where status = 'doing'
            or (status = 'todo' and task_name = 'kernel.send_mail'))"""


def stuck(connection: psycopg.Connection) -> int:
    """Jobs that a killed worker began and nobody does now."""
    [(count,)] = connection.execute(
        "select count(*) from procrastinate_jobs j where status = 'doing' and not exists (select from"
        " procrastinate_workers w where w.id = j.worker_id and w.last_heartbeat > now() - interval '15 seconds')"
    ).fetchall()
    return int(count)


def settle(stack: Stack) -> None:
    """Wait until every job is done. Raises AssertionError with the worker's log when that does not come."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with stack.connect() as connection:
            if connection.execute(_OPEN).fetchone() == (0,):
                return
            _put_the_clock_forward(connection)
        time.sleep(2)
        stack.mend(after="the end")
    if stack.worker.process and stack.worker.ended() is None:
        stack.worker.process.send_signal(signal.SIGUSR1)
        time.sleep(1)
    raise AssertionError(f"jobs are left: {left(stack)}\n{stack.worker.last_words()}")


def left(stack: Stack) -> list[tuple[str, str, int]]:
    """Jobs that are not done, by task and status."""
    with stack.connect() as connection:
        return connection.execute(
            "select task_name, status::text, count(*) from procrastinate_jobs"
            " where status in ('todo', 'doing') group by 1, 2"
        ).fetchall()


def _put_the_clock_forward(connection: psycopg.Connection) -> None:
    """Make dead workers dead for longer, retries due, and the periodic tasks' minute come."""
    connection.execute(
        "update procrastinate_workers set last_heartbeat = last_heartbeat - interval '40 seconds'"
        " where last_heartbeat < now() - interval '15 seconds'"
    )
    connection.execute(
        "update procrastinate_jobs set scheduled_at = now() where status = 'todo' and scheduled_at > now()"
    )
    for task in PERIODIC:
        connection.execute(
            "insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args)"
            " select 'default', %(task)s::text, %(task)s::text, '{\"timestamp\": 0}' where not exists"
            " (select from procrastinate_jobs where status = 'todo' and queueing_lock = %(task)s::text)",
            {"task": task},
        )


def sent(folder: Path) -> dict[str, list[float]]:
    """When each mail left, by its ID: one file a sending, its Message-ID on a line of its own."""
    found: dict[str, list[float]] = {}
    for file in (folder / "mail").glob("*"):
        for line in file.read_text().splitlines():
            if line.startswith("Message-ID: <"):
                mail = line.removeprefix("Message-ID: <").partition("@")[0]
                found.setdefault(mail, []).append(file.stat().st_mtime)
    return {mail: sorted(times) for mail, times in found.items()}
