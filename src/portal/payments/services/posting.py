"""Postings to the ledger: two lines each, under a key that makes the same event one transaction."""

from collections.abc import Iterable
from typing import NamedTuple, Self
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.made import made
from portal.kernel.sets import insert_rows
from portal.kernel.unit import current
from portal.payments.models import Award, LedgerEntry, LedgerTransaction, PaymentRequest

Account = LedgerEntry.Account
Posted = tuple[LedgerTransaction, list[LedgerEntry]]


class Posting(NamedTuple):
    """One event of money: so many cents from the account `credit` to the account `debit`."""

    key: str
    says: str
    organisation: UUID
    debit: Account
    credit: Account
    cents: int
    award: UUID | None = None

    def back(self, key: str, says: str) -> Self:
        """The opposite event: the same cents the other way."""
        return self._replace(key=key, says=says, debit=self.credit, credit=self.debit)


def entered(one: Posting) -> Posted:
    """The transaction with its lines, not yet written."""
    unit = current()
    transaction = made(
        LedgerTransaction,
        id=new_id(),
        key=one.key,
        award_id=one.award,
        says=one.says,
        on=unit.on,
        at=unit.at,
        by=unit.actor.label,
    )
    return transaction, [
        made(
            LedgerEntry,
            id=new_id(),
            transaction=transaction,
            account=account,
            organisation_id=one.organisation,
            cents=cents,
        )
        for account, cents in ((one.debit, one.cents), (one.credit, -one.cents))
    ]


def post_many(postings: Iterable[Posting]) -> None:
    """Write them, in sets. Written as the system.

    Raises IntegrityError where one of the events is posted already.
    """
    found = [entered(one) for one in postings]
    insert_rows([transaction for transaction, _ in found])
    insert_rows([line for _, lines in found for line in lines])


def what_for(award: Award) -> str:
    """What an award pays, as "Phase 1 Milestone 1 for February 2025"."""
    return f"{PaymentRequest.Kind(award.kind).label} for {award.month}"
