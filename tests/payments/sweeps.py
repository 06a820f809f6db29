"""A sweep as a lead starts it and the worker does it, for the tests."""

from typing import Any

from portal.kernel.results import Done
from portal.payments import jobs
from portal.payments.models import PaymentRequest, Sweep, SweepFinding, SweepSlice
from portal.payments.services.sweeps import start_sweep

LOADER = "loader"


def started(desk: Any) -> Sweep:
    """A sweep that nobody has worked on yet."""
    with desk.unit_as(desk.lead):
        answer = start_sweep()
    assert isinstance(answer, Done)
    return sweep(answer.subject)


def sweep(key: Any) -> Sweep:
    return Sweep.objects.using(LOADER).get(pk=key)


def found(run: Sweep) -> list[SweepSlice]:
    """The worker's first job; the slices it has made."""
    jobs.sweep(str(run.pk), "system")
    return slices(run)


def slices(run: Sweep) -> list[SweepSlice]:
    return list(SweepSlice.objects.using(LOADER).filter(sweep=run).order_by("pk"))


def done(desk: Any) -> Sweep:
    """A sweep from its start to its end."""
    run = started(desk)
    worked(found(run))
    return sweep(run.pk)


def worked(pieces: list[SweepSlice]) -> None:
    """The worker's jobs of these slices."""
    for piece in pieces:
        jobs.sweep_slice(str(piece.pk), "system")


def findings(run: Sweep) -> list[tuple[str, str, str]]:
    """What it found: the payment, the month, what became of it."""
    rows = SweepFinding.objects.using(LOADER).filter(sweep=run).order_by("pk")
    return [(row.asks, str(row.claim_month), row.became) for row in rows]


def claimed() -> list[PaymentRequest]:
    """All requests that a sweep has made."""
    return list(PaymentRequest.objects.using(LOADER).filter(origin="sweep").order_by("pk"))
