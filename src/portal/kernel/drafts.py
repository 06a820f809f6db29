"""Forms being filled in: sealed, finished by any colleague, never overwritten unseen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.models import Draft
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.kernel.vault import Sealed
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft with its answers opened. `revision` goes into the page, and comes back with what is kept.

    One about several people stands for itself: `person` and `subject` are its own ID.
    """

    id: UUID
    form: str
    form_version: str
    person: UUID
    subject: UUID
    answers: Answers
    revision: int
    state: str
    changed_by_name: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list; its answers stay sealed."""

    id: UUID
    person: UUID
    subject: UUID
    revision: int
    changed_by_name: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """The answers are kept under this revision."""

    revision: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody kept other answers meanwhile; nothing was overwritten."""

    by_name: str
    at: datetime
    revision: int
    answers: Answers

    @property
    def sentence(self) -> str:
        return f"{self.by_name} changed this draft while you had it open. Your last entries were not kept."


@dataclass(frozen=True, slots=True)
class Closed:
    """The draft is submitted, cancelled, or not this organisation's (state "")."""

    state: str


def start(
    *, form: str, form_version: str, person: UUID | None, subject: UUID | None, answers: Mapping[str, Any]
) -> OpenDraft:
    """A new draft of the actor's organisation; `subject` is the assignment whose file key seals it.

    One about several people has neither, and a key of its own, which its room destroys once it has ended.
    """
    organisation = current().actor.organisation
    if organisation is None:
        raise PermissionError("a draft belongs to an organisation and is started by a person")
    draft = begun(
        form=form,
        form_version=form_version,
        organisation=organisation,
        person=person,
        subject=subject,
        answers=answers,
    )
    return _opened(draft, dict(answers))


def begun(
    *,
    form: str,
    form_version: str,
    organisation: UUID,
    person: UUID | None,
    subject: UUID | None,
    answers: Mapping[str, Any],
) -> Draft:
    """The row of a new draft of an organisation, started by the actor."""
    unit = current()
    account = unit.actor.account
    if account is None:
        raise PermissionError("a draft is started by a person")
    draft = Draft(
        id=new_id(),
        form=form,
        form_version=form_version,
        organisation=organisation,
        person=person,
        subject=subject,
        started_by=account,
        started_at=unit.at,
        changed_by=account,
        changed_by_name=unit.actor.name,
        changed_at=unit.at,
    )
    draft.answers = seal_answers(draft, answers)
    draft.save(force_insert=True)
    note(
        "draft-started", subject_kind="draft", subject=draft.id, people=_people(draft), detail={"form": form}
    )
    return draft


def read(draft: UUID) -> OpenDraft | None:
    """The organisation's draft, or None outside its scope. Opening the answers is a look."""
    row = Draft.objects.filter(pk=draft).first()
    return None if row is None else opened(row)


def opened(row: Draft) -> OpenDraft:
    """A draft whose row was read; opening the answers is a look."""
    return _opened(row, answers_of(row))


def keep(*, draft: UUID, revision: int, answers: Mapping[str, Any]) -> Kept | Conflict | Closed:
    """Keep `answers` if the draft still has the revision the page was made from."""
    row = locked(draft)
    refused = refusal(row, revision)
    if row is None or refused is not None:
        return refused or Closed("")
    row.answers = seal_answers(row, answers)
    return changed(row, "draft-kept")


def cancel(*, draft: UUID, revision: int) -> Kept | Conflict | Closed:
    """Give the draft up; its row stays."""
    row = locked(draft)
    refused = refusal(row, revision)
    if row is None or refused is not None:
        return refused or Closed("")
    row.state = Draft.State.CANCELLED
    return changed(row, "draft-cancelled")


# Text made once: a queryset of it takes longer to build than to ask.
_OPEN = """
select id, coalesce(person, id), coalesce(subject, id), revision, changed_by_name, changed_at from kernel_draft
where organisation = %s::uuid and form = %s::text and state = %s::text and (%s::uuid is null or person = %s::uuid)
order by changed_at desc
"""


def open_drafts(form: str, *, person: UUID | None = None) -> list[DraftLine]:
    """The organisation's open drafts of a form (about one person, where it is given), the last changed first."""
    organisation = current().actor.organisation
    if organisation is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [organisation, form, Draft.State.OPEN.value, person, person])
        return [DraftLine(*row) for row in cursor.fetchall()]


_ABOUT = """
select form, id from kernel_draft
where organisation = %s::uuid and state = %s::text and subject = %s::uuid
order by changed_at
"""


def open_about(subject: UUID) -> dict[str, UUID]:
    """The organisation's open drafts about a subject, by their form; of several of one form the last changed."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [current().actor.organisation, Draft.State.OPEN.value, subject])
        return dict(cursor.fetchall())


def locked(draft: UUID) -> Draft | None:
    """The draft's row, locked until the unit ends, for the service that submits it."""
    return Draft.objects.select_for_update().filter(pk=draft).first()


def refusal(row: Draft | None, revision: int) -> Conflict | Closed | None:
    """Why this revision of the draft cannot be changed or submitted; None when it can."""
    if row is None:
        return Closed("")
    if row.state != Draft.State.OPEN:
        return Closed(row.state)
    if row.revision != revision:
        return Conflict(row.changed_by_name, row.changed_at, row.revision, answers_of(row))
    return None


def close_submitted(row: Draft) -> None:
    """Mark a locked draft as submitted; its answers stay as they were."""
    row.state = Draft.State.SUBMITTED
    changed(row, "draft-submitted")


def changed(row: Draft, kind: str) -> Kept:
    """Write a locked draft's next revision, in the actor's name."""
    unit = current()
    row.revision += 1
    row.changed_by = unit.actor.account or row.changed_by
    row.changed_by_name = unit.actor.name
    row.changed_at = unit.at
    row.save(update_fields=["answers", "state", "revision", "changed_by", "changed_by_name", "changed_at"])
    note(kind, subject_kind="draft", subject=row.id, people=_people(row), detail={"revision": row.revision})
    return Kept(row.revision)


def _about(row: Draft) -> tuple[UUID, UUID]:
    """Person and assignment of a draft; one about several people stands for itself."""
    return row.person or row.id, row.subject or row.id


def _people(row: Draft) -> list[UUID]:
    return [] if row.person is None else [row.person]


def key_of(row: Draft) -> UUID:
    """The key that seals a draft's answers; the room destroys it where it is the draft's own."""
    person, assignment = _about(row)
    return file_subject(person, row.organisation, assignment)


def _place(row: Draft) -> str:
    return place("kernel_draft", "answers", row.id)


def seal_answers(row: Draft, answers: Mapping[str, Any]) -> bytes:
    """Answers sealed for the draft's row."""
    return vault.seal(vault.FILE, key_of(row), _place(row), json.dumps(dict(answers)))


def answers_of(row: Draft) -> Answers:
    """The answers opened, which is a look; of a draft about several people its room says whom a page shows."""
    if row.answers is None:
        return {}
    opened = vault.match if row.person is None else vault.show
    text = opened([Sealed(bytes(row.answers), _place(row), row.person)])[0]
    answers: Answers = json.loads(text) if text.startswith("{") else {}
    return answers


def _opened(row: Draft, answers: Answers) -> OpenDraft:
    return OpenDraft(
        row.id,
        row.form,
        row.form_version,
        *_about(row),
        answers,
        row.revision,
        row.state,
        row.changed_by_name,
        row.changed_at,
    )
