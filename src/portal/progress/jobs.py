"""What the worker does for progress reviews. Each has a job of its own: one that fails holds up no other."""

from datetime import timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.models import Duty
from portal.kernel.outbox import enqueue_many
from portal.kernel.unit import current
from portal.progress.duties import OPEN, STEP
from portal.progress.services import going_on, posting
from portal.progress.services.moving import POST
from portal.tickets.models import TicketStep

CLOCK, OPEN_DUE, STEP_DUE = "progress.settle_clock", "progress.open_due", "progress.step_due"
# Steps entered so long ago are looked at again: a worker that stood still for some days misses none.
_BACK = timedelta(days=7)


@app.task(name=CLOCK, retry=RETRY)
def settle_clock(subject: str, asked_by: str) -> None:
    with job_unit(CLOCK):
        going_on.settle_clock(UUID(subject))


@app.task(name=OPEN_DUE, retry=RETRY)
def open_due(subject: str, asked_by: str) -> None:
    with job_unit(OPEN_DUE):
        going_on.open_due(UUID(subject))


@app.task(name=STEP_DUE, retry=RETRY)
def step_due(subject: str, asked_by: str) -> None:
    with job_unit(STEP_DUE):
        going_on.step_due(UUID(subject))


@app.task(name=POST, retry=RETRY)
def post_notice(subject: str, asked_by: str) -> None:
    with job_unit(POST):
        posting.post(UUID(subject))


@app.periodic(cron="41 * * * *")
@app.task(name="progress.look_for_due", queueing_lock="progress.look_for_due")
def look_for_due(timestamp: int) -> None:
    """What is due today, from the index of duties, and letters that still wait."""
    with job_unit("progress.look_for_due"):
        enqueue_many(OPEN_DUE, due(OPEN))
        enqueue_many(STEP_DUE, due(STEP))
        enqueue_many(POST, posting.unposted())


@app.periodic(cron="11 5 * * *")
@app.task(name="progress.look_for_moved", queueing_lock="progress.look_for_moved")
def look_for_moved(timestamp: int) -> None:
    """Tickets that moved lately: when their next period can be reviewed may have changed."""
    with job_unit("progress.look_for_moved"):
        since = current().on - _BACK
        moved = TicketStep.objects.filter(entered_on__gte=since).values_list("ticket", flat=True)
        enqueue_many(CLOCK, set(moved))


def due(kind: str) -> list[UUID]:
    """The subjects on which a duty of this kind is due today or was before."""
    rows = Duty.objects.filter(kind=kind, closed_at=None, due_on__lte=current().on)
    return list(rows.values_list("subject", flat=True))
