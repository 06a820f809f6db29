"""What the worker does for the mail room."""

from uuid import UUID

from procrastinate.contrib.django import app

from portal.kernel import vault
from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.trail import note
from portal.kernel.vault.keys import destroy
from portal.support.sealing import of_its_own
from portal.support.services.index import FORGET


@app.task(name=FORGET, retry=RETRY)
def forget_key(subject: str, asked_by: str) -> None:
    """The key a paper had of its own: what it sealed stands under its case's key now, and ends with that."""
    with job_unit(FORGET):
        if destroy(vault.FILE, of_its_own(UUID(subject)).key):
            note("paper-key-destroyed", subject_kind="paper", subject=UUID(subject))
