"""Payment runs, and what they pay to whom; the walls say which rows the reader gets (rows E5, E7, E10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.payments.models import Deposit, KeptBack, PaymentRequest, PaymentRun, RunLine, RunStep
from portal.payments.run_moves import STATE_WORDS, Move, open_moves
from portal.policy.core import Month


class RunRow(NamedTuple):
    """A run with its totals, in whole cents."""

    run: PaymentRun
    deposits: int
    payments: int
    net_cents: int

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.run.state]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run with its deposits and steps, and what the reader can do with it."""

    row: RunRow
    kept_cents: int
    answered: int
    deposits: Page[Deposit]
    steps: list[RunStep]
    moves: list[Move]


class ClaimLine(NamedTuple):
    """One granted payment in a deposit."""

    deposit: Deposit
    request_number: str
    ticket_number: str
    kind_words: str
    month: Month
    cents: int


class KeptLine(NamedTuple):
    """What is kept back of a deposit for one recovery."""

    number: str
    request_number: str
    kind_words: str
    month: Month
    reason: str
    cents: int


@dataclass(frozen=True, slots=True)
class Remittance:
    """A deposit, what it pays, and what was kept back of it."""

    deposit: Deposit
    lines: Page[ClaimLine]
    kept: list[KeptLine]


class PaidWith(NamedTuple):
    """The deposit a request is or was last paid with; `on` is None until the Treasury has answered."""

    number: str
    state: str
    on: date | None


_ANSWERED = (Deposit.State.PAID, Deposit.State.RETURNED)


def runs(*, page: int = 1, size: int = 25) -> Page[RunRow]:
    """All runs, the newest first."""
    found = read(PaymentRun.objects.order_by("-made_at", "-id"), page, size)
    return found.map(_with_totals)


def being_made() -> str:
    """The number of the run that is being made; "" where there is none."""
    rows = PaymentRun.objects.filter(state__in=[PaymentRun.State.OPEN, PaymentRun.State.PROPOSED])
    return rows.values_list("number", flat=True).first() or ""


def run_record(number: str, *, page: int = 1, size: int = 25) -> RunRecord | None:
    """A run by its number; None where there is none."""
    run = PaymentRun.objects.filter(number=number).first()
    if run is None:
        return None
    steps = list(RunStep.objects.filter(run=run).order_by("version", "at"))
    people = [one.by for one in steps if one.by != "system"]
    rows = Deposit.objects.filter(run=run)
    sums = rows.aggregate(
        deposits=Count("pk"), payments=Sum("claims"), net=Sum("net_cents"), kept=Sum("kept_cents")
    )
    return RunRecord(
        RunRow(run, sums["deposits"], sums["payments"] or 0, sums["net"] or 0),
        sums["kept"] or 0,
        rows.filter(state__in=_ANSWERED).count(),
        read(rows.select_related("organisation").order_by("place"), page, size),
        steps,
        open_moves(run.state, current().actor, people[-1] if people else None),
    )


def remittances(*, page: int = 1, size: int = 25) -> Page[Deposit]:
    """The reader's deposits that were paid or came back, the newest first."""
    return read(_answered().order_by("-answered_on", "-id"), page, size)


def remittance(number: str, *, page: int = 1, size: int = 25) -> Remittance | None:
    """One deposit in the reader's scope; None outside it."""
    deposit = _answered().filter(number=number).first()
    if deposit is None:
        return None
    lines = read(_lines([deposit]), page, size).map(lambda rows: [_claim(row) for row in rows])
    return Remittance(deposit, lines, _kept(deposit))


def paid_claims(deposit: str = "") -> list[ClaimLine]:
    """Every granted payment in the reader's deposits, for a file; of one deposit where a number is given."""
    rows = _answered()
    if deposit:
        rows = rows.filter(number=deposit)
    return [_claim(row) for row in _lines(list(rows))]


def paid_with(request: UUID) -> PaidWith | None:
    """The deposit that pays this request, which was released; None where it was paid outside of runs."""
    rows = RunLine.objects.filter(award__request=request, dropped=False).select_related("deposit")
    row = rows.first()
    return None if row is None else PaidWith(row.deposit.number, row.deposit.state, row.deposit.answered_on)


def _answered() -> QuerySet[Deposit]:
    own = {"organisation": current().actor.organisation}
    return Deposit.objects.filter(state__in=_ANSWERED, **own)


def _lines(deposits: list[Deposit]) -> QuerySet[RunLine]:
    rows = RunLine.objects.filter(deposit__in=deposits)
    return rows.select_related("deposit", "award__request", "award__ticket").order_by(
        "-deposit__answered_on", "deposit_id", "award__month", "award_id"
    )


def _with_totals(rows: Sequence[PaymentRun]) -> list[RunRow]:
    sums = {
        row["run"]: (row["deposits"], row["payments"], row["net"])
        for row in Deposit.objects.filter(run__in=rows)
        .order_by()
        .values("run")
        .annotate(deposits=Count("pk"), payments=Sum("claims"), net=Sum("net_cents"))
    }
    return [RunRow(run, *sums.get(run.pk, (0, 0, 0))) for run in rows]


def _claim(row: RunLine) -> ClaimLine:
    award = row.award
    return ClaimLine(
        row.deposit,
        award.request.number if award.request else "",
        award.ticket.number,
        str(PaymentRequest.Kind(award.kind).label),
        award.month,
        row.cents,
    )


def _kept(deposit: Deposit) -> list[KeptLine]:
    rows = KeptBack.objects.filter(deposit=deposit).select_related("recovery__award__request")
    return [
        KeptLine(
            row.recovery.number,
            row.recovery.award.request.number if row.recovery.award.request else "",
            str(PaymentRequest.Kind(row.recovery.award.kind).label),
            row.recovery.award.month,
            row.recovery.reason,
            row.cents,
        )
        for row in rows.order_by("recovery__opened_at", "id")
    ]
