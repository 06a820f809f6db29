"""Mail about reviews: says that something happened under its number, nothing about anybody (row K7)."""

from uuid import UUID

from portal.kernel.mailing import write_mail
from portal.kernel.unit import as_system, current
from portal.people.reached import employed, readers
from portal.policy.roles import Permission

_END = (
    "\n\nSign in to the Ticket Portal to read it.\nThis mail was sent by the portal. Please do not answer it."
)


def tell(organisation: UUID, *, key: str, subject: str, body: str, first: UUID | None = None) -> None:
    """Mail who sent it in, or all who work with Ticketholders there."""
    with as_system():
        at_work = employed([organisation], current().on)
        for reader in readers(at_work, Permission.WORK_CASEWORK, first):
            write_mail(
                key=f"{key}/{reader.account}",
                account=reader.account,
                address=reader.address,
                subject=subject,
                body=body + _END,
                known=(),
            )
