"""What the worker does for payment requests."""

from uuid import UUID

from procrastinate.contrib.django import app

from portal.casework.services.phase_basis import told_by
from portal.kernel import files
from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.outbox import enqueue
from portal.kernel.sent_files.working import job_for
from portal.payments.services import judge_again as again
from portal.payments.services import sending, sweeping
from portal.payments.services.answering import ANSWERS
from portal.payments.services.ask_by_file import REQUESTS
from portal.payments.services.judge_again import JUDGE_AGAIN
from portal.payments.services.releasing import SEND_RUN
from portal.payments.services.sweeps import FIND, SLICE
from portal.payments.services.tell_phase import TELL_PHASE
from portal.payments.services.tell_phase import tell_phase as tell
from portal.tickets.changed import judged_by

told_by(TELL_PHASE)
ask_by_file = job_for(REQUESTS)
book_answers = job_for(ANSWERS)
LOOK_FOR_STUCK = "payments.look_for_stuck_sweeps"
JUDGE_PERSON = "payments.judge_person"
JUDGE_SCANNED = "payments.judge_scanned"
files.after_verdict(JUDGE_SCANNED)
judged_by(JUDGE_PERSON)


@app.task(name=JUDGE_AGAIN, retry=RETRY)
def judge_again(subject: str, asked_by: str) -> None:
    with job_unit(JUDGE_AGAIN):
        again.judge_again(request=UUID(subject))


@app.task(name=JUDGE_PERSON, retry=RETRY)
def judge_person(subject: str, asked_by: str) -> None:
    """A fact about the person changed: each request has a job of its own."""
    with job_unit(JUDGE_PERSON):
        for request in again.of_person(UUID(subject)):
            enqueue(JUDGE_AGAIN, request)


@app.task(name=JUDGE_SCANNED, retry=RETRY)
def judge_scanned(subject: str, asked_by: str) -> None:
    """Whoever waits at the page for the scanner reads the answer in seconds; what is missed, the minute finds."""
    with job_unit(JUDGE_SCANNED):
        for request in again.scanning(UUID(subject)):
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


@app.task(name=TELL_PHASE, retry=RETRY)
def tell_phase(subject: str, asked_by: str) -> None:
    with job_unit(TELL_PHASE):
        tell(assignment=UUID(subject))


@app.task(name=SEND_RUN, retry=RETRY)
def send_run(subject: str, asked_by: str) -> None:
    with job_unit(SEND_RUN):
        sending.send(run=UUID(subject))


@app.periodic(cron="* * * * *")
@app.task(name="payments.look_for_unsent_runs", queueing_lock="payments.look_for_unsent_runs")
def look_for_unsent_runs(timestamp: int) -> None:
    """A released run whose job was lost gets it again."""
    with job_unit("payments.look_for_unsent_runs"):
        for run in sending.unsent():
            enqueue(SEND_RUN, run)


@app.task(name=FIND, retry=RETRY)
def sweep(subject: str, asked_by: str) -> None:
    with job_unit(FIND):
        sweeping.find(sweep=UUID(subject))


@app.task(name=SLICE, retry=RETRY)
def sweep_slice(subject: str, asked_by: str) -> None:
    """A unit a slice: what is done stays done, and the page shows how far the run has come."""
    with job_unit(SLICE):
        sweeping.work_on(piece=UUID(subject))


@app.periodic(cron="* * * * *")
@app.task(name=LOOK_FOR_STUCK, queueing_lock=LOOK_FOR_STUCK)
def look_for_stuck_sweeps(timestamp: int) -> None:
    """A sweep that has stopped moving goes on."""
    with job_unit(LOOK_FOR_STUCK):
        sweeping.look_for_stuck()
