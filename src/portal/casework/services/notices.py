"""Mail about cases: says that something happened under its number, nothing about anybody (row K7)."""

from collections.abc import Sequence
from uuid import UUID

from portal.casework import sealing
from portal.casework.models import Case
from portal.kernel import vault
from portal.people.services.mail_people import mail_people
from portal.policy.roles import Permission

_END = (
    "\n\nSign in to the Ticket Portal to read it.\nThis mail was sent by the portal. Please do not answer it."
)


def tell(case: Case, *, key: str, subject: str, body: str) -> None:
    """Mail who opened the case, or all who work with Ticketholders there. Written as the system."""
    tell_provider(
        case.organisation_id, key=key, subject=subject, body=body, first=case.opened_by, about=[case]
    )


def tell_provider(
    organisation: UUID,
    *,
    key: str,
    subject: str,
    body: str,
    first: UUID | None = None,
    about: Sequence[Case] = (),
) -> None:
    """Mail `first`, or all who work with Ticketholders there; names of the cases it is `about` may not be in it."""
    mail_people(
        organisation,
        Permission.WORK_CASEWORK,
        key=key,
        first=first,
        subject=subject,
        body=body + _END,
        known=vault.match([sealing.sealed(case, "name") for case in about]),
    )
