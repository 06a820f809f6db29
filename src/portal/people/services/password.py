"""Changing one's own password: the one of now is asked for, every other sign-in ends, the person is told (row A3)."""

from enum import StrEnum
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.mailing import write_mail
from portal.kernel.trail import note, note_apart
from portal.kernel.unit import as_system, current
from portal.people.models import Account


class Changing(StrEnum):
    """What became of a wish for another password."""

    CHANGED = "changed"
    WRONG = "wrong"
    SAME = "same"


def change_password(*, account: UUID, present: str, new: str) -> tuple[Changing, Account]:
    """Set a new password where the present one is right. Sessions made with the old one count no longer."""
    row = Account.objects.select_for_update().get(pk=account)
    if not row.check_password(present):
        note_apart(current(), "password-change-failed", subject_kind="account", subject=account)
        return Changing.WRONG, row
    if row.check_password(new):
        return Changing.SAME, row
    row.set_password(new)
    row.save(update_fields=["password"])
    note("password-changed", subject_kind="account", subject=account)
    with as_system():
        write_mail(
            key=f"password/{new_id()}",
            account=account,
            address=row.email,
            subject="Your password was changed",
            body=(
                "Your password for the Ticket Portal was changed.\n\n"
                "If this was not you, tell the Ticket Program Help Desk at once.\n"
            ),
        )
    return Changing.CHANGED, row
