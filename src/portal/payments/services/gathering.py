"""Making a payment run: what is owed and may be paid out today, one deposit a provider (rows E5, E10)."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db import models

from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.results import Answer, Done, NotAllowed
from portal.kernel.sets import insert_rows
from portal.kernel.unit import as_system, current
from portal.payments.models import Deposit, KeptBack, PaymentRun, RunLine
from portal.payments.owed import Owed, identified, standings, take_owed
from portal.payments.recoveries import open_recoveries
from portal.payments.run_moves import BEING_MADE, OWED, may_move, move_named
from portal.payments.services.run_steps import make_move, one_at_a_time, take_run
from portal.policy.core import Outcome
from portal.policy.paying import Kept, kept_back, may_be_paid

NOTHING = "Nothing is owed now that may be paid out. The list shows what waits, and for what."


class _Plan(NamedTuple):
    """What a run is made of, not yet written: deposits, their lines, what is kept back of them."""

    deposits: list[Deposit]
    lines: list[RunLine]
    kept: list[KeptBack]


def gather() -> Answer:
    """Gather everything that is owed and may be paid out into a run; one run at a time."""
    refused = may_move(OWED, move_named("gather"), current().actor)
    if refused is not None:
        return NotAllowed(refused.sentence)
    one_at_a_time()
    being_made = PaymentRun.objects.filter(state__in=BEING_MADE).first()
    if being_made is not None:
        return NotAllowed(f"Payment run {being_made.number} is being made. Release or cancel it first.")
    unit = current()
    run = PaymentRun(id=new_id(), number=new_number("RN"), made_on=unit.on, made_at=unit.at)
    with as_system():
        plan = _plan(run)
    if not plan.deposits:
        return NotAllowed(NOTHING)
    make_move(run, move_named("gather"), detail=_counts(plan))
    _write(plan)
    return Done(run.pk, run.number, run.state)


def gather_again(*, run: UUID, version: int) -> Answer:
    """Make an open run anew: with what was granted since, without who may not be paid any more."""
    one_at_a_time()
    row = take_run(run, version, "gather-again")
    if not isinstance(row, PaymentRun):
        return row
    with as_system():
        for model in (KeptBack, RunLine, Deposit):
            model._default_manager.filter(run=row).delete()
        plan = _plan(row)
    if plan.deposits:
        make_move(row, move_named("gather-again"), detail=_counts(plan))
        _write(plan)
        return Done(row.pk, row.number, row.state)
    make_move(row, move_named("cancel"), text="Nothing was left to pay when it was gathered again.")
    return Done(row.pk, row.number, row.state, NOTHING)


def _plan(run: PaymentRun) -> _Plan:
    """Everything owed is locked; deposits come in the order of the providers' numbers."""
    unit = current()
    owed = sorted(take_owed(), key=lambda one: (one.organisation, one.award))
    by_provider = {key: list(part) for key, part in groupby(owed, lambda one: one.organisation)}
    known = standings(by_provider, unit.on)
    able = [key for key in by_provider if may_be_paid(known.get(key), unit.on).outcome is Outcome.GRANT]
    recoveries = open_recoveries(able)
    plan = _Plan([], [], [])
    for place, (organisation, ein, uei) in enumerate(identified(able), start=1):
        lines = by_provider[organisation.pk]
        total = sum(one.cents for one in lines)
        kept = kept_back(total, recoveries.get(organisation.pk, ()))
        held = sum(one.cents for one in kept)
        deposit = Deposit(
            id=new_id(),
            number=new_number("DP"),
            run=run,
            organisation=organisation,
            place=place,
            ein=ein,
            uei=uei,
            claims=len(lines),
            owed_cents=total,
            kept_cents=held,
            net_cents=total - held,
        )
        plan.deposits.append(deposit)
        plan.lines.extend(_lines(deposit, lines))
        plan.kept.extend(_kept(deposit, kept))
    return plan


def _lines(deposit: Deposit, owed: Sequence[Owed]) -> list[RunLine]:
    return [
        RunLine(
            id=new_id(),
            deposit=deposit,
            run_id=deposit.run_id,
            organisation_id=deposit.organisation_id,
            award_id=one.award,
            cents=one.cents,
        )
        for one in owed
    ]


def _kept(deposit: Deposit, kept: Sequence[Kept]) -> list[KeptBack]:
    return [
        KeptBack(
            id=new_id(),
            deposit=deposit,
            run_id=deposit.run_id,
            organisation_id=deposit.organisation_id,
            recovery_id=UUID(one.recovery),
            cents=one.cents,
        )
        for one in kept
    ]


def _write(plan: _Plan) -> None:
    rows: list[models.Model] = [*plan.deposits, *plan.lines, *plan.kept]
    with as_system():
        insert_rows(rows)


def _counts(plan: _Plan) -> dict[str, int]:
    return {
        "deposits": len(plan.deposits),
        "payments": len(plan.lines),
        "net_cents": sum(one.net_cents for one in plan.deposits),
    }
