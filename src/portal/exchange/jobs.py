"""What the worker does with files from and to Social Security's records."""

from procrastinate.contrib.django import app

from portal.exchange import working
from portal.exchange.ssa_line import line


@app.periodic(cron="* * * * *")
@app.task(name=working.TAKE, queueing_lock=working.TAKE, lock=working.TAKE)
def take_files(timestamp: int) -> None:
    """Files that wait on the line; one that was stopped in the middle goes on where it stood."""
    working.take_waiting(line())
