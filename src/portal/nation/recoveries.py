"""Payments that were taken back after they were paid: what is recovered, and the wires that settled it."""

from datetime import date, timedelta

from portal.nation.book import Book, Worker, instant
from portal.nation.chance import Chance, Numbers
from portal.nation.rows import values_of
from portal.payments.models import Award, Recovery, Repayment
from portal.payments.services.posting import Account, Posting, what_for
from portal.policy.corrections import Cause

REASON = "Another provider held the Ticket in this month."
REPAID_AFTER = timedelta(days=14)


class Recoveries:
    """Opens what is recovered. `runs` are the days of payment runs, which would keep back what is open then."""

    def __init__(
        self,
        book: Book,
        chance: Chance,
        numbers: Numbers,
        today: date,
        runs: tuple[date, ...],
        analyst: Worker,
        lead: Worker,
    ) -> None:
        self.book, self.chance, self.numbers, self.today = book, chance, numbers, today
        self.runs, self.analyst, self.lead = runs, analyst, lead

    def settled_by_wire(self, on: date) -> bool:
        """Is what is taken back on this day paid back before the first run, or opened after the last one?"""
        return on + REPAID_AFTER < self.runs[0] or on > self.runs[-1]

    def open(self, award: Award) -> None:
        """Recover an award that was paid and reversed; it is paid back by wire where there has been time."""
        opened_on = award.reversed_on
        if opened_on is None:
            raise ValueError("nothing was taken back")
        row = Recovery(
            id=self.chance.id(),
            number=self.numbers.next("RC"),
            organisation_id=award.organisation_id,
            award_id=award.pk,
            cents=award.amount_cents,
            cause=Cause.WRONG_PROVIDER.value,
            reason=REASON,
            opened_on=opened_on,
            opened_at=instant(opened_on, 3),
            opened_by=self.lead.label,
            opened_by_name=self.lead.name,
        )
        self.book.rows.add(Recovery, **values_of(row))
        says = f"Reversed: {what_for(award)}"
        accounts = Account.RECEIVABLE, Account.PROGRAM_COST
        self._post(award, f"reversal/{award.pk}", says, accounts, opened_on, self.lead)
        if opened_on + REPAID_AFTER <= self.today:
            self._repaid(award, row, opened_on + REPAID_AFTER)

    def _repaid(self, award: Award, recovery: Recovery, on: date) -> None:
        row = Repayment(
            id=self.chance.id(),
            recovery_id=recovery.pk,
            organisation_id=award.organisation_id,
            cents=recovery.cents,
            how=Repayment.How.WIRE,
            reference=f"FW {on:%Y-%m-%d} {recovery.number}",
            received_on=on,
            on=on,
            at=instant(on, 3),
            by=self.analyst.label,
            by_name=self.analyst.name,
        )
        self.book.rows.add(Repayment, **values_of(row))
        says = f"Paid back by wire for recovery {recovery.number}"
        accounts = Account.CASH, Account.RECEIVABLE
        self._post(award, f"repayment/{row.pk}", says, accounts, on, self.analyst)

    def _post(
        self, award: Award, key: str, says: str, accounts: tuple[Account, Account], on: date, by: Worker
    ) -> None:
        posting = Posting(key, says, award.organisation_id, *accounts, award.amount_cents, award.pk)
        self.book.post(posting, instant(on, 3), by)
