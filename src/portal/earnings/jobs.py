"""What the worker does for earnings."""

from uuid import UUID

from procrastinate.contrib.django import app

from portal.earnings.services.inquire import FORGET, FORM
from portal.kernel import drafts, vault
from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.models import Draft
from portal.kernel.trail import note
from portal.kernel.vault.keys import destroy


@app.task(name=FORGET, retry=RETRY)
def forget_draft(subject: str, asked_by: str) -> None:
    """The key of a draft that has ended: the numbers typed in it are read by nobody again."""
    with job_unit(FORGET):
        row = Draft.objects.filter(pk=UUID(subject), form=FORM).exclude(state=Draft.State.OPEN).first()
        if row is not None and destroy(vault.FILE, drafts.key_of(row)):
            note("draft-key-destroyed", subject_kind="draft", subject=row.pk)
