"""What the worker does for the kernel. A job opens its own unit as the system and may run twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from portal.kernel import files, mailing
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.outbox import enqueue
from portal.kernel.sent_files.services.stepping import look_for_stuck
from portal.kernel.trail.sealing import publish, seal
from portal.kernel.unit import Unit, open_unit

RETRY = RetryStrategy(max_attempts=12, exponential_wait=3)


@contextmanager
def job_unit(task: str) -> Iterator[Unit]:
    """The unit of one job."""
    with open_unit(SYSTEM, now(), reading=False, page=task, purpose="work that follows a change") as unit:
        yield unit


@app.task(name=mailing.SEND, retry=RETRY)
def send_mail(subject: str, asked_by: str) -> None:
    with job_unit(mailing.SEND):
        mailing.send_now(UUID(subject))


@app.task(name=files.SCAN, retry=RETRY)
def scan_file(subject: str, asked_by: str) -> None:
    with job_unit(files.SCAN):
        files.scan_now(UUID(subject))


@app.periodic(cron="* * * * *")
@app.task(name="kernel.look_for_waiting", queueing_lock="kernel.look_for_waiting", pass_context=False)
def look_for_waiting(timestamp: int) -> None:
    """Files left without a verdict and mails left unsent get their job again."""
    with job_unit("kernel.look_for_waiting"):
        for file in files.waiting():
            enqueue(files.SCAN, file)
        for mail in mailing.unsent():
            enqueue(mailing.SEND, mail)


@app.periodic(cron="* * * * *")
@app.task(name="kernel.look_for_stuck_files", queueing_lock="kernel.look_for_stuck_files")
def look_for_stuck_files(timestamp: int) -> None:
    """Files that were sent and have stopped being tried or brought in go on."""
    with job_unit("kernel.look_for_stuck_files"):
        look_for_stuck()


@app.periodic(cron="* * * * *")
@app.task(name="kernel.seal_trail", queueing_lock="kernel.seal_trail")
def seal_trail(timestamp: int) -> None:
    """Seal, and once that is committed put the checkpoint outside the database."""
    with job_unit("kernel.seal_trail") as unit:
        block = seal(unit.at)
    if block is not None:
        publish(block, settings.PORTAL_CHECKPOINTS_DIR)


@app.periodic(cron="*/1 * * * *")
@app.task(name="kernel.retry_stalled", queueing_lock="kernel.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """A job whose worker was killed goes back to the queue; nothing else does that.

    Where the same already waits, which only one may, the killed one is closed: it would keep the other from its lock.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        if job.queueing_lock and await manager.list_jobs_async(
            queueing_lock=job.queueing_lock, status=Status.TODO.value
        ):
            await manager.finish_job(job, status=Status.ABORTED, delete_job=False)
        else:
            await manager.retry_job(job)
