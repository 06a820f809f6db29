"""What the worker does for Tickets."""

from uuid import UUID

from procrastinate.contrib.django import app

from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.outbox import enqueue_many
from portal.tickets.services import use_state

END_EXTENSION = "tickets.end_extension"


@app.task(name=END_EXTENSION, retry=RETRY)
def end_extension(subject: str, asked_by: str) -> None:
    with job_unit(END_EXTENSION):
        use_state.end_extension(ticket=UUID(subject))


@app.periodic(cron="23 * * * *")
@app.task(name="tickets.look_for_ended", queueing_lock="tickets.look_for_ended")
def look_for_ended(timestamp: int) -> None:
    """On day 91 a Ticket nobody took is not in use; each gets a job of its own: one that fails holds up no other."""
    with job_unit("tickets.look_for_ended"):
        enqueue_many(END_EXTENSION, use_state.over())
