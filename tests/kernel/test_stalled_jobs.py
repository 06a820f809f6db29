"""What a killed worker has left goes back to the queue, or gives way to the same that already waits (row I7)."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate.jobs import Status

from portal.kernel.jobs import retry_stalled


class Manager:
    """Jobs of dead workers, and which queueing locks are waited under; what was done with each."""

    def __init__(self, stalled: list[Any], waiting: set[str]) -> None:
        self.stalled, self.waiting, self.done = stalled, waiting, []

    async def get_stalled_jobs(self, *, seconds_since_heartbeat: int) -> list[Any]:
        return self.stalled

    async def list_jobs_async(self, *, queueing_lock: str, status: str) -> list[str]:
        return [queueing_lock] if status == "todo" and queueing_lock in self.waiting else []

    async def finish_job(self, job: Any, *, status: Status, delete_job: bool) -> None:
        self.done.append((job.id, status.value, delete_job))

    async def retry_job(self, job: Any) -> None:
        self.done.append((job.id, "retried"))


@pytest.mark.row("I7")
def test_one_that_waits_already_keeps_no_other_from_going_back():
    jobs = [SimpleNamespace(id=1, queueing_lock="a"), SimpleNamespace(id=2, queueing_lock="b")]
    manager = Manager([*jobs, SimpleNamespace(id=3, queueing_lock=None)], {"a"})
    asyncio.run(retry_stalled.func(SimpleNamespace(app=SimpleNamespace(job_manager=manager)), 0))
    assert manager.done == [(1, "aborted", False), (2, "retried"), (3, "retried")]
