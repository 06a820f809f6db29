"""What the worker does for casework."""

from procrastinate.contrib.django import app

from portal.casework.services import settle, vr_case
from portal.casework.services.bring_notes import NOTES
from portal.casework.services.bring_vr_cases import OPENINGS
from portal.kernel.jobs import job_unit
from portal.kernel.sent_files.working import job_for

bring_in_notes = job_for(NOTES)
# Closings are of the same table, and go by the same task.
bring_in_vr_cases = job_for(OPENINGS)


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
