"""What the worker does for providers: mails about the roll-out, invitations, bringing over."""

from uuid import UUID

from procrastinate.contrib.django import app

from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.outbox import enqueue_many
from portal.providers.services import bringing_over, telling
from portal.providers.services.bringing_over import BRING
from portal.providers.services.enrolment import INVITE, TELL


@app.task(name=TELL, retry=RETRY)
def tell_of_roll_out(subject: str, asked_by: str) -> None:
    with job_unit(TELL):
        telling.tell_of_roll_out(enrolment=UUID(subject))


@app.periodic(cron="17 * * * *")
@app.task(name="providers.look_for_moved", queueing_lock="providers.look_for_moved")
def look_for_moved(timestamp: int) -> None:
    """Organisations whose day has come: their people from the earlier portal are invited."""
    with job_unit("providers.look_for_moved"):
        enqueue_many(INVITE, telling.just_moved())


@app.task(name=BRING, retry=RETRY)
def bring_over(subject: str, asked_by: str) -> None:
    """A unit a batch: what is done stays done, and the page shows how far it has come."""
    more = True
    while more:
        with job_unit(BRING):
            more = bringing_over.step(run=UUID(subject))
