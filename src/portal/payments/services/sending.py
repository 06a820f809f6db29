"""The file of a released run, written to the object store by the worker: once, or twice the same (row E10)."""

import hashlib
from uuid import UUID

from portal.kernel.objects import store
from portal.kernel.unit import current
from portal.payments.models import Deposit, PaymentRun
from portal.payments.run_file.layout import content
from portal.payments.run_moves import move_named
from portal.payments.services.run_steps import make_move
from portal.payments.services.settling import close_answered, paid

State = PaymentRun.State


def send(*, run: UUID) -> str | None:
    """Write the file of a released run; the run's state now, None where there is none. Run by the worker, as the system.

    The file is put down before the unit commits: a worker killed in between writes the same bytes again.
    """
    row = PaymentRun.objects.select_for_update().filter(pk=run).first()
    if row is None or row.state != State.RELEASED:
        return None if row is None else row.state
    deposits = list(Deposit.objects.filter(run=row).order_by("place"))
    file = content(row, deposits)
    store().put(row.pk, file)
    row.file_sha256, row.sent_on = hashlib.sha256(file).hexdigest(), current().on
    make_move(row, move_named("send"), detail={"sha256": row.file_sha256})
    # Nothing is paid of these, so nobody answers: what is owed and what is kept back cancel out.
    nothing = [one for one in deposits if not one.net_cents]
    for one in nothing:
        one.state, one.answered_on = Deposit.State.PAID, current().on
    paid(nothing)
    close_answered([row.pk])
    return row.state


def unsent() -> list[UUID]:
    """Released runs whose file is not there."""
    return list(PaymentRun.objects.filter(state=State.RELEASED).values_list("pk", flat=True))


def file_of(run: PaymentRun) -> bytes | None:
    """The file of a run as it was sent; None while it is not."""
    return store().get(run.pk) if run.file_sha256 else None
