"""What the worker does with files from and to Social Security's records."""

from uuid import UUID

from procrastinate.contrib.django import app

from portal.exchange import working
from portal.exchange.services import send as sending
from portal.exchange.ssa_line import line
from portal.kernel.jobs import RETRY, job_unit

WRITE, HEAR = "exchange.write", "exchange.hear"


@app.periodic(cron="* * * * *")
@app.task(name=working.TAKE, queueing_lock=working.TAKE, lock=working.TAKE)
def take_files(timestamp: int) -> None:
    """Files that wait on the line; one that was stopped in the middle goes on where it stood."""
    working.take_waiting(line())


@app.periodic(cron="20 * * * *")
@app.task(name=WRITE, queueing_lock=WRITE)
def write_files(timestamp: int) -> None:
    """The files of every day that is over, a unit a day."""
    with job_unit(WRITE):
        days = sending.days_to_write()
    for day in days:
        with job_unit(WRITE):
            sending.write_day(on=day)


@app.task(name=sending.SEND, retry=RETRY)
def send_file(subject: str, asked_by: str) -> None:
    with job_unit(sending.SEND):
        sending.send(file=UUID(subject), line=line())


@app.periodic(cron="* * * * *")
@app.task(name=HEAR, queueing_lock=HEAR)
def hear_acknowledgements(timestamp: int) -> None:
    """What came back about files that were sent."""
    for name, said in line().acknowledged():
        with job_unit(HEAR):
            sending.acknowledge(name=name, said=said)
        line().heard(name)


@app.task(name=sending.FORGET, retry=RETRY)
def forget_file(subject: str, asked_by: str) -> None:
    with job_unit(sending.FORGET):
        sending.forget(file=UUID(subject))
