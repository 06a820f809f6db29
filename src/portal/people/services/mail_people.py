"""The same mail to each of an organisation's people whom it concerns."""

from collections.abc import Iterable
from uuid import UUID

from portal.kernel.mailing import write_mail
from portal.kernel.unit import current
from portal.people.reached import employed, readers
from portal.policy.roles import Permission


def mail_people(
    organisation: UUID,
    permission: Permission,
    *,
    key: str,
    subject: str,
    body: str,
    first: UUID | None = None,
    known: Iterable[str] = (),
) -> None:
    """Mail `first`, while employed there, or all who hold the permission. Written as the system.

    `key` makes it one mail a reader; `known` are names it must not hold.
    """
    known = tuple(known)
    for reader in readers(employed([organisation], current().on), permission, first):
        write_mail(
            key=f"{key}/{reader.account}",
            account=reader.account,
            address=reader.address,
            subject=subject,
            body=body,
            known=known,
        )
