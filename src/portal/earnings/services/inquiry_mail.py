"""Mail about earnings inquiries: says that something happened under its number, nothing about anybody (row K7)."""

from collections.abc import Sequence
from uuid import UUID

from portal.earnings.models import Inquiry
from portal.kernel import vault
from portal.kernel.unit import as_system
from portal.people.services.mail_people import mail_people
from portal.policy.roles import Permission
from portal.tickets.models import Person
from portal.tickets.queries import sealed_name

_END = (
    "\n\nSign in to the Ticket Portal to read it.\nThis mail was sent by the portal. Please do not answer it."
)


def write_receipt(inquiry: Inquiry, people: Sequence[UUID]) -> None:
    """The confirmation by mail: the number, who, when, which form, about how many (row B4)."""
    body = (
        f"We received your Earnings Inquiry Request {inquiry.number}, submitted by {inquiry.submitted_by_name} on "
        f"{inquiry.submitted_on:%m/%d/%Y}. Ticketholders asked about: {len(people)}.\n\n"
        "The answer comes in the portal. We tell you by mail when it is there."
    )
    _write(inquiry, "received", f"We received your earnings inquiry {inquiry.number}", body, people)


def write_answered(inquiry: Inquiry, people: Sequence[UUID]) -> None:
    """That the answer is there."""
    body = f"Your Earnings Inquiry Request {inquiry.number} is answered."
    _write(inquiry, "answered", f"Your earnings inquiry {inquiry.number} is answered", body, people)


def _write(inquiry: Inquiry, about: str, subject: str, body: str, people: Sequence[UUID]) -> None:
    with as_system():
        named = Person.objects.filter(pk__in=list(people)).only("id", "name")
        mail_people(
            inquiry.organisation_id,
            Permission.ASK_EARNINGS,
            key=f"inquiry-{about}/{inquiry.pk}",
            first=inquiry.submitted_by,
            subject=subject,
            body=body + _END,
            known=vault.match([sealed_name(row) for row in named]),
        )
