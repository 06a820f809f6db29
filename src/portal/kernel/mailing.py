"""Mail without personal data: written in the unit, checked by the guard, sent once by the worker."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from portal.kernel.ids import new_id
from portal.kernel.links import filled
from portal.kernel.made import made
from portal.kernel.mailguard import check_outgoing
from portal.kernel.models import Mail
from portal.kernel.outbox import enqueue
from portal.kernel.trail import Entry, note
from portal.kernel.unit import current

SEND = "kernel.send_mail"


def write_mail(
    *, key: str, account: UUID, address: str, subject: str, body: str, known: Iterable[str] = ()
) -> Mail:
    """Write one mail; the same `key` again is the same mail. Written as the system.

    `known` are names the mail must not hold. A mail the guard refuses is kept as refused and never sent.
    """
    found = Mail.objects.filter(key=key).first()
    if found is not None:
        return found
    mail, entry = mail_row(key=key, account=account, address=address, subject=subject, body=body, known=known)
    mail.save(force_insert=True)
    note(**entry)
    if mail.state == Mail.State.WAITING:
        enqueue(SEND, mail.id)
    return mail


def mail_row(
    *, key: str, account: UUID, address: str, subject: str, body: str, known: Iterable[str]
) -> tuple[Mail, Entry]:
    """A mail as the guard judges it, with its entry for the trail; neither is written yet."""
    [row] = mail_rows(to=[To(key, account, address)], subject=subject, body=body, known=known)
    return row


class To(NamedTuple):
    """Whom a mail goes to; `key` makes it one mail."""

    key: str
    account: UUID
    address: str


def mail_rows(*, to: Iterable[To], subject: str, body: str, known: Iterable[str]) -> list[tuple[Mail, Entry]]:
    """The same mail to several readers, which the guard judges once."""
    findings = check_outgoing(subject, body, known=known)
    kinds = sorted({str(finding.kind) for finding in findings})
    kind = "mail-refused" if findings else "mail-written"
    mails = [
        made(
            Mail,
            id=new_id(),
            key=one.key,
            account=one.account,
            address=one.address,
            subject=subject if not findings else "",
            body=body if not findings else "",
            state=Mail.State.REFUSED if findings else Mail.State.WAITING,
            written_at=current().at,
            finding="\n".join(finding.sentence for finding in findings),
        )
        for one in to
    ]
    return [
        (mail, Entry(kind=kind, subject_kind="mail", subject=mail.id, people=(), detail={"found": kinds}))
        for mail in mails
    ]


def send_now(mail: UUID) -> Mail.State | None:
    """Send a waiting mail; None when there is nothing to send. Run by the worker, as the system.

    A worker killed after sending and before its commit sends again, under the same Message-ID, by which mail
    systems drop the second copy.
    """
    row = Mail.objects.select_for_update().filter(pk=mail, state=Mail.State.WAITING).first()
    if row is None:
        return None
    message = EmailMessage(
        subject=row.subject,
        body=filled(row.body, row.key),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[row.address],
        headers={"Message-ID": f"<{row.id}@ticket-portal>"},
    )
    message.send()
    row.state, row.sent_at = Mail.State.SENT, current().at
    row.save(update_fields=["state", "sent_at"])
    note("mail-sent", subject_kind="mail", subject=row.id)
    return Mail.State.SENT


def unsent() -> list[UUID]:
    """Mails waiting to be sent, the oldest first."""
    return list(
        Mail.objects.filter(state=Mail.State.WAITING).order_by("written_at").values_list("id", flat=True)
    )
