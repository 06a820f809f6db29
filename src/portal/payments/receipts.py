"""Receipts: what was submitted, read back for ever as it was, with where each claim stands now."""

import json
from uuid import UUID

from django.db.models import OuterRef, Subquery

from portal.kernel import vault
from portal.kernel.models import Submission
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place
from portal.payments.form import FORM_NAME, Receipt, ReceiptLine, Section, SubmittedForm
from portal.payments.models import PaymentRequest, RequestStep
from portal.payments.moves import STATE_WORDS
from portal.payments.next_steps import next_step

LAST_DUE = Subquery(
    RequestStep.objects.filter(request=OuterRef("pk")).order_by("-at", "-version").values("due_on")[:1]
)


def receipt(number: str) -> Receipt | None:
    """The receipt of a submission by its number; None outside the actor's scope."""
    submission = Submission.objects.filter(number=number).first()
    return None if submission is None else _receipt(submission)


def receipt_of_draft(draft: UUID) -> Receipt | None:
    """The receipt of the submission made from a draft."""
    submission = Submission.objects.filter(draft=draft).first()
    return None if submission is None else _receipt(submission)


def submitted_form(number: str) -> SubmittedForm | None:
    """A submission with its questions and answers opened, which is a look."""
    submission = Submission.objects.filter(number=number).first()
    if submission is None or submission.person is None:
        return None
    where = place("kernel_submission", "content", submission.pk)
    text = vault.show([Sealed(submission.content, where, submission.person)])[0]
    content = json.loads(text) if text.startswith("[") else []
    sections = [
        Section(part["title"], [(question, answer) for question, answer in part["rows"]]) for part in content
    ]
    return SubmittedForm(_receipt(submission), submission.person, sections)


def _receipt(submission: Submission) -> Receipt:
    rows = PaymentRequest.objects.filter(submission=submission).annotate(next_by=LAST_DUE).order_by("id")
    return Receipt(
        submission.number,
        FORM_NAME,
        submission.form_version,
        submission.organisation_name,
        submission.submitted_by_name,
        submission.submitted_at,
        submission.submitted_on,
        tuple(
            ReceiptLine(
                row.number,
                row.asks,
                str(PaymentRequest.Kind(row.asks).label),
                row.claim_month,
                row.state,
                STATE_WORDS[row.state],
                row.amount_cents,
                next_step(row.state),
                row.next_by,
            )
            for row in rows
        ),
    )
