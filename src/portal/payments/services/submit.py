"""Submitting a payment request: one form, several claims, each numbered and judged alone, once."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from portal.earnings.queries import on_record
from portal.earnings.services.recording import Earned, Paper, record_earnings, record_papers
from portal.kernel import drafts, vault
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.ids import new_id
from portal.kernel.models import Draft, Submission
from portal.kernel.numbers import new_number
from portal.kernel.outbox import enqueue
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place
from portal.payments import form as forms
from portal.payments.form import ClaimAsked, Receipt, RequestForm, Section
from portal.payments.models import PaymentRequest
from portal.payments.moves import State, may_move, move_named
from portal.payments.receipts import receipt_of_draft
from portal.payments.results import NotAllowed
from portal.payments.services.determine import determine
from portal.payments.services.notices import write_receipt_mail
from portal.payments.services.steps import make_move
from portal.payments.services.tell_phase import TELL_PHASE
from portal.tickets.locks import lock_ticket
from portal.tickets.models import Assignment


def submit(
    *, draft: UUID, revision: int, form: RequestForm, shown: Sequence[Section]
) -> Receipt | Conflict | Closed | NotAllowed:
    """Submit the draft as it stood at `revision`; `shown` are its questions and answers as shown.

    The draft's ID is the idempotency key: whoever submits it again, also at the same time, gets the first
    receipt. Each claim is determined at once, in the order asked.
    """
    row = drafts.locked(draft)
    if row is not None and row.state == Draft.State.SUBMITTED:
        return receipt_of_draft(draft) or Closed(row.state)
    refused = drafts.refusal(row, revision) or _refusal(row, form)
    if row is None or refused is not None:
        note("submission-refused", subject_kind="draft", subject=draft)
        return refused or Closed("")
    assignment = Assignment.objects.get(pk=form.assignment)
    lock_ticket(assignment.ticket_id)
    submission = _submission(row, assignment, shown)
    earned = [Earned(*given) for given in form.earnings]
    record_earnings(assignment.person_id, assignment.organisation_id, submission.pk, earned)
    papers = [Paper(*given) for given in form.papers]
    record_papers(assignment.person_id, assignment.organisation_id, submission.pk, papers)
    # In order, so that a later claim of the form knows the earlier ones.
    identities = sorted(new_id() for _ in form.claims)
    requests = [
        _request(identity, assignment, submission, form, claim)
        for identity, claim in zip(identities, form.claims, strict=True)
    ]
    for request in requests:
        make_move(request, move_named("submit"), save=False, detail={"submission": submission.number})
        determine(request)
    drafts.close_submitted(row)
    enqueue(TELL_PHASE, assignment.pk)
    write_receipt_mail(submission, [request.number for request in requests])
    receipt = receipt_of_draft(draft)
    if receipt is None:
        raise RuntimeError("a submission was written and cannot be read back")
    return receipt


def _refusal(row: Draft | None, form: RequestForm) -> NotAllowed | None:
    actor = current().actor
    refused = may_move("draft", move_named("submit"), actor)
    if refused is not None:
        return NotAllowed(refused.sentence)
    if row is None or row.subject != form.assignment:
        return NotAllowed(
            "This draft is about another assignment. Start again from the Ticketholder's record."
        )
    if not form.claims:
        return NotAllowed("Say which payment you ask for, and for which month.")
    if len(form.claims) > forms.MAX_CLAIMS:
        return NotAllowed(
            f"{len(form.claims)} payments are asked for, and {forms.MAX_CLAIMS} are the most at once. "
            "Take some of them out and ask for them in a second request."
        )
    if len(set(form.claims)) != len(form.claims):
        return NotAllowed("The same payment is asked for twice for one month. Take one of them out.")
    months = [given.month for given in form.earnings]
    if any(months.count(month) > forms.MAX_EARNINGS_ROWS for month in set(months)):
        return NotAllowed(
            f"More than {forms.MAX_EARNINGS_ROWS} earnings rows for one month. Add up equal ones."
        )
    return None


def _submission(row: Draft, assignment: Assignment, shown: Sequence[Section]) -> Submission:
    unit = current()
    if unit.actor.account is None:
        raise PermissionError("a form is submitted by a person")
    submission = Submission(
        id=new_id(),
        number=new_number("SB"),
        draft=row,
        form=row.form,
        form_version=row.form_version,
        organisation=assignment.organisation_id,
        organisation_name=unit.actor.organisation_name,
        person=assignment.person_id,
        submitted_by=unit.actor.account,
        submitted_by_name=unit.actor.name,
        submitted_at=unit.at,
        submitted_on=unit.on,
    )
    key = file_subject(assignment.person_id, assignment.organisation_id, assignment.pk)
    where = place("kernel_submission", "content", submission.pk)
    content = [{"title": section.title, "rows": [list(pair) for pair in section.rows]} for section in shown]
    submission.content = vault.seal(vault.FILE, key, where, json.dumps(content))
    submission.save(force_insert=True)
    note(
        "form-submitted",
        subject_kind="submission",
        subject=submission.pk,
        people=[assignment.person_id],
        detail={"form": row.form, "number": submission.number},
    )
    return submission


def _request(
    identity: UUID, assignment: Assignment, submission: Submission, form: RequestForm, claim: ClaimAsked
) -> PaymentRequest:
    return PaymentRequest(
        id=identity,
        number=new_number("PR"),
        organisation_id=assignment.organisation_id,
        ticket_id=assignment.ticket_id,
        person_id=assignment.person_id,
        assignment=assignment,
        submission=submission,
        asks=claim.asks,
        claim_month=claim.claim_month,  # type: ignore[misc]
        form=form.form,
        services_described=form.services_described,
        services_statement_on=form.services_statement_on,
        services_contributed=form.services_contributed,
        earnings_already_proven=form.earnings_already_proven,
        job_started_on=form.job_started_on,
        state=State.SUBMITTED,
        submitted_on=submission.submitted_on,
        submitted_at=submission.submitted_at,
        shown_at_submit=_shown_earnings(assignment.person_id, claim),
    )


def _shown_earnings(person: UUID, claim: ClaimAsked) -> dict[str, Any]:
    """What the portal says about the earnings of the claim month, kept with the claim (row J6)."""
    rows = [row for row in on_record(person=person) if row.month == claim.claim_month]
    return {"as_of": current().on.isoformat(), "earnings": [row.to_json() for row in rows]}
