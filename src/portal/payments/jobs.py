"""What the worker does for payment requests."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver
from procrastinate.contrib.django import app

from portal.kernel import files
from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.outbox import enqueue
from portal.payments.services import judge_again as again

JUDGE_AGAIN = "payments.judge_again"


@app.task(name=JUDGE_AGAIN, retry=RETRY)
def judge_again(subject: str, asked_by: str) -> None:
    with job_unit(JUDGE_AGAIN):
        again.judge_again(request=UUID(subject))


@receiver(files.scanned)
def judge_what_was_scanned(sender: type, *, subject: UUID, **_: Any) -> None:
    """Whoever waits at the page for the scanner reads the answer in seconds; what is missed, the minute finds."""
    for request in again.scanning(subject):
        enqueue(JUDGE_AGAIN, request)


@app.periodic(cron="* * * * *")
@app.task(name="payments.look_for_scanned", queueing_lock="payments.look_for_scanned")
def look_for_scanned(timestamp: int) -> None:
    """Each request whose papers were being scanned gets a job of its own: one that fails holds up no other."""
    with job_unit("payments.look_for_scanned"):
        for request in again.scanning():
            enqueue(JUDGE_AGAIN, request)


@app.periodic(cron="7 * * * *")
@app.task(name="payments.look_for_mended", queueing_lock="payments.look_for_mended")
def look_for_mended(timestamp: int) -> None:
    """The same, once an hour, for requests that wait for a registration, a hold, or bank data."""
    with job_unit("payments.look_for_mended"):
        for request in again.asked_by_rules():
            enqueue(JUDGE_AGAIN, request)
