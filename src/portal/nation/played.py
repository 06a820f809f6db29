"""One request of the synthetic past on its way, and what stands in that way."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from portal.nation.asks import Ask
from portal.nation.book import Stage, Worker
from portal.nation.known import Knowledge, award_row
from portal.nation.lives import Life
from portal.payments.claims import Claim
from portal.payments.judging import Judged, amount_of, paid_month
from portal.payments.moves import move_named

ONCE_A_MONTH = ("P2", "OUTCOME")


@dataclass(slots=True)
class Played:
    """One request on its way: the life it is about, what the records say, and its stages so far."""

    life: Life
    knowledge: Knowledge
    ask: Ask
    claim: Claim
    clerk: Worker
    stages: list[Stage] = field(default_factory=list)
    denial_code: str = ""
    cents: int | None = None
    decided_on: date | None = None

    @property
    def state(self) -> str:
        return move_named(self.stages[-1].move).to


def grant(knowledge: Knowledge, judged: Judged, claim: Claim, on: date) -> SimpleNamespace:
    """The award's row, counted within its kind on the Ticket, and known from now on."""
    month = paid_month(judged.decision, claim.claim_month)
    row = award_row(claim.organisation, claim.asks, month, amount_of(judged.decision) or 0, on)
    taken = {r.ordinal for r in knowledge.awards if r.kind == claim.asks and r.reversed_on is None}
    row.ordinal = next(n for n in range(1, len(taken) + 2) if n not in taken)
    knowledge.awards.append(row)
    return row


def can_be_approved(judged: Judged, played: Played) -> bool:
    """Can an analyst approve it: is there an amount, and nothing paid for the same milestone or month?"""
    asks, month = played.claim.asks, paid_month(judged.decision, played.claim.claim_month)
    taken = [row for row in played.knowledge.awards if row.reversed_on is None]
    if asks in ONCE_A_MONTH:
        clash = any(row.kind in ONCE_A_MONTH and row.month == month for row in taken)
    else:
        clash = any(row.kind == asks for row in taken)
    return bool(amount_of(judged.decision)) and not clash


def has_twin(claim: Claim, knowledge: Knowledge) -> bool:
    """Has the provider the same claim open or paid (DEN-07)?"""
    same = (claim.asks, claim.claim_month, claim.organisation)
    return any(
        (row.asks, row.claim_month, row.organisation_id) == same
        for row in knowledge.requests
        if row.final not in ("denied", "withdrawn", "reversed")
    )
