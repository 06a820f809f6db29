"""What the worker does for casework."""

from dataclasses import replace
from uuid import UUID

from procrastinate.contrib.django import app

from portal.casework.services import bring_notes, settle, vr_case
from portal.casework.services.bring_notes import BRING
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.unit import open_unit


@app.task(name=BRING, retry=RETRY)
def bring_in_notes(subject: str, asked_by: str) -> None:
    """A unit a batch: what is done stays done, and the page shows how far it has come."""
    actor = SYSTEM if asked_by == SYSTEM.name else replace(SYSTEM, account=UUID(asked_by))
    more = True
    while more:
        with open_unit(actor, now(), reading=False, page=BRING, purpose="work that a person asked for"):
            more = bring_notes.step(file=UUID(subject))


@app.periodic(cron="20 5 * * *")
@app.task(name="casework.settle_ended", queueing_lock="casework.settle_ended")
def settle_ended(timestamp: int) -> None:
    """Tickets whose last day has passed since: nothing is due on them any more."""
    with job_unit("casework.settle_ended"):
        settle.settle_many_contacts(settle.ended())


@app.periodic(cron="25 5 * * *")
@app.task(name="casework.settle_windows", queueing_lock="casework.settle_windows")
def settle_windows(timestamp: int) -> None:
    """Cases of State VR agencies whose 90 days are over: nothing can be changed about them any more."""
    with job_unit("casework.settle_windows"):
        for case in vr_case.passed():
            vr_case.settle_window(case)
