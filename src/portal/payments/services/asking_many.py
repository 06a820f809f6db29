"""Submitting many payment requests in sets: the rows and trail that `submit` writes for each of them."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from portal.earnings.services.recording import Earned
from portal.earnings.services.recording_many import Given, record_earnings_many
from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.made import made
from portal.kernel.models import Draft, Submission
from portal.kernel.numbers import new_number
from portal.kernel.outbox import enqueue_many
from portal.kernel.sets import insert_rows
from portal.kernel.trail import Entry, note_many
from portal.kernel.unit import as_system, current
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place, seal_many
from portal.payments.by_file.reading import Asked, Held
from portal.payments.by_file.shown import From, sections
from portal.payments.form import FORM, FORM_VERSION
from portal.payments.models import PaymentRequest, RequestStep
from portal.payments.moves import DRAFT, State, move_named
from portal.payments.services.steps import step_row
from portal.payments.services.tell_phase import TELL_PHASE
from portal.tickets.models import Person
from portal.tickets.queries import sealed_of


class By(NamedTuple):
    """Who has submitted it, and for whom."""

    account: UUID
    name: str
    organisation: UUID


class _Written(NamedTuple):
    """The rows of one claim."""

    draft: Draft
    submission: Submission
    request: PaymentRequest
    step: RequestStep


def ask_many(asked: Sequence[Asked], *, by: By, sent: From) -> list[PaymentRequest]:
    """Submit each row as a request of its own; the requests, in order, none of them determined yet.

    The caller has locked the Tickets and judged the rows. Raises IntegrityError where the very row has been asked
    for meanwhile.
    """
    # In order, so that a later claim of the file knows the earlier ones.
    ids = sorted(new_id() for _ in asked)
    contents = _contents(asked, sent)
    written = [
        _written(identity, one, content, by, sent)
        for identity, one, content in zip(ids, asked, contents, strict=True)
    ]
    _seal(written)
    with as_system():
        insert_rows([one.draft for one in written])
        insert_rows([one.submission for one in written])
        insert_rows([one.request for one in written])
        insert_rows([one.step for one in written])
        earned = record_earnings_many(by.organisation, _given(asked, written), str(by.account))
        note_many([*earned, *(entry for one in written for entry in _entries(one))])
        enqueue_many(TELL_PHASE, {one.request.assignment_id for one in written})
    for one in written:
        # They are there now: to be saved is to be changed.
        one.request._state.adding = False
    return [one.request for one in written]


def _contents(asked: Sequence[Asked], sent: From) -> list[str]:
    """What each submission keeps: the form as it was filled in."""
    rows = Person.objects.filter(pk__in={_held(one).person_id for one in asked})
    people = list(rows.values_list("pk", "number", "name"))
    names = vault.match([sealed_of(name, person) for person, _, name in people])
    known = {person: (name, number) for (person, number, _), name in zip(people, names, strict=True)}
    found = []
    for one in asked:
        shown = sections(one, *known[_held(one).person_id], sent)
        found.append(json.dumps([{"title": part.title, "rows": part.rows} for part in shown]))
    return found


def _written(identity: UUID, one: Asked, content: str, by: By, sent: From) -> _Written:
    draft = _draft(one, by)
    submission = _submission(draft, content, by, sent)
    request = _request(identity, one, submission)
    step = step_row(request, DRAFT, move_named("submit"), by_system=False, due_on=None)
    step.by, step.by_name = str(by.account), by.name
    return _Written(draft, submission, request, step)


def _draft(one: Asked, by: By) -> Draft:
    """The form that was never open: its ID keeps the row from being asked for twice."""
    unit, assignment = current(), _held(one)
    return made(
        Draft,
        id=one.once,
        form=FORM,
        form_version=FORM_VERSION,
        organisation=by.organisation,
        person=assignment.person_id,
        subject=assignment.pk,
        state=Draft.State.SUBMITTED,
        started_by=by.account,
        started_at=unit.at,
        changed_by=by.account,
        changed_by_name=by.name,
        changed_at=unit.at,
    )


def _submission(draft: Draft, content: str, by: By, sent: From) -> Submission:
    unit = current()
    return made(
        Submission,
        id=new_id(),
        number=new_number("SB"),
        draft=draft,
        form=FORM,
        form_version=FORM_VERSION,
        organisation=by.organisation,
        organisation_name=sent.name,
        person=draft.person,
        content=content.encode(),
        submitted_by=by.account,
        submitted_by_name=by.name,
        submitted_at=unit.at,
        submitted_on=unit.on,
    )


def _request(identity: UUID, one: Asked, submission: Submission) -> PaymentRequest:
    assignment, form = _held(one), one.form
    if form is None:
        raise LookupError("a row that cannot be read asks for nothing")
    return made(
        PaymentRequest,
        id=identity,
        number=new_number("PR"),
        organisation_id=assignment.organisation_id,
        ticket_id=assignment.ticket_id,
        person_id=assignment.person_id,
        assignment_id=assignment.pk,
        submission=submission,
        asks=one.claim.asks,
        claim_month=one.claim.claim_month,
        form=form.form,
        services_described=form.services_described,
        services_statement_on=form.services_statement_on,
        services_contributed=form.services_contributed,
        earnings_already_proven=form.earnings_already_proven,
        job_started_on=form.job_started_on,
        state=State.SUBMITTED,
        version=1,
        submitted_on=submission.submitted_on,
        submitted_at=submission.submitted_at,
    )


def _seal(written: Sequence[_Written]) -> None:
    """Submissions are sealed under the provider's file keys, all at once."""
    sealed = seal_many(
        vault.FILE,
        [
            (
                file_subject(one.request.person_id, one.request.organisation_id, one.request.assignment_id),
                place("kernel_submission", "content", one.submission.pk),
                bytes(one.submission.content).decode(),
            )
            for one in written
        ],
    )
    for one, content in zip(written, sealed, strict=True):
        one.submission.content = content


def _given(asked: Sequence[Asked], written: Sequence[_Written]) -> Mapping[UUID, Given]:
    """The pay of each Ticketholder; what several rows give alike is one pay."""
    found: dict[UUID, tuple[UUID, dict[Earned, None]]] = {}
    for one, rows in zip(asked, written, strict=True):
        _, pay = found.setdefault(rows.request.person_id, (rows.submission.pk, {}))
        pay.update(dict.fromkeys(Earned(*given) for given in (one.form.earnings if one.form else ())))
    return {person: Given(submission, list(pay)) for person, (submission, pay) in found.items()}


def _entries(one: _Written) -> list[Entry]:
    people = [one.request.person_id]
    return [
        Entry(
            kind="form-submitted",
            subject_kind="submission",
            subject=one.submission.pk,
            people=people,
            detail={"form": FORM, "number": one.submission.number},
        ),
        Entry(
            kind="request-submit",
            subject_kind="payment-request",
            subject=one.request.pk,
            people=people,
            detail={
                "from": one.step.from_state,
                "to": one.step.to_state,
                "version": one.request.version,
                "submission": one.submission.number,
            },
        ),
    ]


def _held(one: Asked) -> Held:
    if one.assignment is None:
        raise LookupError("a row that names nobody asks for nothing")
    return one.assignment
