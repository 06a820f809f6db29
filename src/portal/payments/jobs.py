"""What the worker does for payment requests."""

from uuid import UUID

from procrastinate.contrib.django import app

from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.outbox import enqueue
from portal.payments.services import judge_again as again

JUDGE_AGAIN = "payments.judge_again"


@app.task(name=JUDGE_AGAIN, retry=RETRY)
def judge_again(subject: str, asked_by: str) -> None:
    with job_unit(JUDGE_AGAIN):
        again.judge_again(request=UUID(subject))


@app.periodic(cron="* * * * *")
@app.task(name="payments.look_for_waiting", queueing_lock="payments.look_for_waiting")
def look_for_waiting(timestamp: int) -> None:
    """Each waiting request gets a job of its own, so that one that fails holds up no other."""
    with job_unit("payments.look_for_waiting"):
        for request in again.waiting():
            enqueue(JUDGE_AGAIN, request)
