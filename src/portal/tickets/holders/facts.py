"""The accounts of Ticketholders, for pages and services that have judged whether the reader may know of them."""

from typing import NamedTuple
from uuid import UUID

from portal.kernel.links import code_of
from portal.kernel.unit import as_facts, current
from portal.people.models import Account
from portal.tickets.models import HolderAccess

State = HolderAccess.State


class Access(NamedTuple):
    """An account of a Ticketholder as staff and providers see it. `expired`: the invitation is good no longer."""

    row: HolderAccess
    email: str
    organisation_name: str
    expired: bool

    @property
    def open(self) -> bool:
        """Is it waiting for the person's proof?"""
        return self.row.state == State.INVITED and not self.expired

    @property
    def words(self) -> str:
        """The state in words."""
        if self.row.state == State.INVITED and self.expired:
            return "invitation expired"
        return State(self.row.state).label

    @property
    def code(self) -> str:
        """What is told to the person on another way than the e-mail; empty once it opens nothing."""
        return code_of(code_key(self.row.pk)) if self.open else ""


def code_key(access: UUID) -> str:
    """The key that the code of an invitation follows from."""
    return f"holder-access/{access}"


def accesses_of(person: UUID) -> list[Access]:
    """All accounts that were ever invited to this record, the latest first. One query."""
    real = current().moment.real
    with as_facts():
        rows = HolderAccess.objects.filter(person=person).select_related("account", "organisation")
        return [
            Access(row, row.account.email, row.organisation.name, row.expires_at <= real)
            for row in rows.order_by("-invited_at", "-id")
        ]


def access_of_account(account: UUID) -> HolderAccess | None:
    """The latest access of the person who asks about the own account."""
    with as_facts():
        rows = HolderAccess.objects.filter(account=account).order_by("-invited_at", "-id")
        return rows.first()


def address_in_use(account: Account, person: UUID) -> bool:
    """Is this the account of somebody at work, or of another Ticketholder?"""
    today = current().on
    with as_facts():
        working = account.employments.exclude(ended_on__lte=today).exists()
        others = HolderAccess.objects.filter(account=account, state__in=[State.INVITED, State.BOUND])
        return not account.is_active or working or others.exclude(person=person).exists()
