"""The job of a kind of file, for a room's jobs.py."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.sent_files.kinds import Kind
from portal.kernel.sent_files.services.stepping import step
from portal.kernel.unit import open_unit

# Soon over: a file that has stopped is found by the periodic job, which asks for a new one.
_RETRY = RetryStrategy(max_attempts=4, wait=5)


def job_for(kind: Kind) -> Callable[[str, str], None]:
    """Enter the task that tries and brings in files of this kind, and of others in its table."""

    def work(subject: str, asked_by: str) -> None:
        """A unit a batch: what is done stays done, and the page shows how far it has come."""
        actor = SYSTEM if asked_by == SYSTEM.name else replace(SYSTEM, account=UUID(asked_by))
        more = True
        while more:
            with open_unit(
                actor, now(), reading=False, page=kind.task, purpose="work that a person asked for"
            ):
                more = step(files=kind.files, file=UUID(subject))

    app.task(name=kind.task, retry=_RETRY)(work)
    return work
