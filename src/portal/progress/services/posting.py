"""Posting letters: the PDF is made, and who can be reached by mail learns that a letter is there (row K7)."""

from hashlib import sha256
from uuid import UUID

from portal.casework.models import Case
from portal.casework.services.notices import tell_provider
from portal.kernel import vault
from portal.kernel.mailing import write_mail
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.progress.letters import printed
from portal.progress.models import ProgressNotice
from portal.tickets.models import HolderAccess
from portal.tickets.queries import sealed_name

_SUBJECT = "A progress review waits for your answer: {number}"
_BODY = (
    "A Ticketholder of your organization did not answer a progress review. Please certify what you know of the"
    " work and study, under {number}, by {day}."
)
_LETTER = "A letter about your Ticket is in the Ticket Portal"
_LETTER_BODY = (
    "A letter about your Ticket was sent to you. You can read it in the Ticket Portal, under Your progress.\n\n"
    "This mail was sent by the portal. Please do not answer it."
)


def post(notice: UUID) -> None:
    """Make the letter's PDF and say where it can be read; once. Run by the worker, as the system."""
    row = (
        ProgressNotice.objects.select_for_update(of=("self",))
        .select_related("review__ticket", "review__person")
        .filter(pk=notice, posted_at=None)
        .first()
    )
    if row is None:
        return
    name = vault.match([sealed_name(row.review.person)])[0]
    content, _ = printed(
        row.code, row.review.number, name, row.review.ticket.number, row.content, row.sent_on
    )
    row.digest, row.posted_at = sha256(content).hexdigest(), current().at
    row.save(update_fields=["digest", "posted_at"])
    note(
        "progress-letter-posted",
        subject_kind="progress-review",
        subject=row.review_id,
        people=[row.person_id],
        detail={"letter": row.code},
    )
    if row.organisation_id is not None:
        _tell_provider(row)
    else:
        _tell_holder(row, name)


def unposted() -> list[UUID]:
    """Letters that wait for their PDF."""
    return list(
        ProgressNotice.objects.filter(posted_at=None).order_by("sent_on").values_list("pk", flat=True)
    )


def _tell_provider(row: ProgressNotice) -> None:
    if row.organisation_id is None or row.last_day is None:
        return
    tell_provider(
        row.organisation_id,
        key=f"progress-letter/{row.pk}",
        subject=_SUBJECT.format(number=row.review.number),
        body=_BODY.format(number=row.review.number, day=f"{row.last_day:%m/%d/%Y}"),
        about=list(Case.objects.filter(person=row.person_id, organisation=row.organisation_id)),
    )


def _tell_holder(row: ProgressNotice, name: str) -> None:
    access = (
        HolderAccess.objects.filter(person=row.person_id, state="bound").select_related("account").first()
    )
    if access is not None and access.account is not None:
        write_mail(
            key=f"progress-letter/{row.pk}",
            account=access.account_id,
            address=access.account.email,
            subject=_LETTER,
            body=_LETTER_BODY,
            known=[name],
        )
