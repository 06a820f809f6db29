"""Drafts that the system writes into for an organisation: what came in on paper stands where its people go on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from portal.kernel.drafts import answers_of, begun, changed, seal_answers
from portal.kernel.models import Draft
from portal.kernel.unit import current


def put_part(
    *,
    form: str,
    form_version: str,
    organisation: UUID,
    person: UUID,
    subject: UUID,
    part: str,
    answers: Mapping[str, Any],
) -> UUID:
    """Put one part's answers into the organisation's open draft of a form, begun where there is none.

    Whoever has the draft open at that moment is told so when it is kept, as with a colleague's change. Nobody is shown
    the other answers. Written as the system.
    """
    row = (
        Draft.objects.select_for_update()
        .filter(form=form, organisation=organisation, subject=subject, state=Draft.State.OPEN)
        .first()
    )
    if row is None:
        return begun(
            form=form,
            form_version=form_version,
            organisation=organisation,
            person=person,
            subject=subject,
            answers={part: dict(answers)},
        ).id
    seen = set(current().looked_at)
    whole = {**answers_of(row), part: dict(answers)}
    current().looked_at.intersection_update(seen)
    row.answers = seal_answers(row, whole)
    changed(row, "draft-kept")
    return row.id
