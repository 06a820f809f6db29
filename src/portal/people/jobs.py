"""What the worker does for people: the day's warnings."""

from procrastinate.contrib.django import app

from portal.kernel.jobs import job_unit
from portal.people.services import warn


# Early on the East Coast, all year round, so that a mail is there when work begins.
@app.periodic(cron="30 10 * * *")
@app.task(name="people.warn", queueing_lock="people.warn")
def warn_people(timestamp: int) -> None:
    with job_unit("people.warn"):
        warn.warn_people()
