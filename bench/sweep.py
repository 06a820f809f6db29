"""A sweep of claims nobody asked for, as many as that of November 2016, beside COPY + INSERT ... SELECT of its rows.

The synthetic program, made large enough, forgets every payment request; the sweep then finds what could be claimed.
The yardstick has every row ready as the text COPY reads, and only writes it: the same role, walls, triggers and
constraints, in one transaction.
"""

import multiprocessing
from collections import Counter

from django.db import connections

from bench.bulk import Table, connection, ground, open_unit, sql  # first, for it sets Django up as a worker
from bench.measure import as_the_worker, wall
from bench.report import Line, note, write
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.payments import jobs
from portal.payments.models import PaymentRequest, Sweep, SweepSlice
from portal.policy.sweep import VERSION

CLAIMS, GOAL, SECONDS = 16_550, 3, 30
# What a sweep writes, in the order in which rows point at one another.
WRITTEN = {
    "kernel_storeddecision": "rule in ('payment', 'sweep')",
    "payments_sweepprovider": "true",
    "payments_paymentrequest": "true",
    "payments_sweepfinding": "true",
    "payments_requeststep": "true",
    "payments_determination": "true",
    "kernel_duty": "kind in ('decide-payment', 'answer-return', 'decide-at-ssa')",
    "payments_award": "true",
    "payments_ledgertransaction": "true",
    "payments_ledgerentry": "true",
    "payments_qualitysample": "true",
    "kernel_mail": "true",
    "kernel_trailentry": "true",
}
FORGOTTEN = (
    *("payments_keptback", "payments_recovery", "payments_runline", "payments_deposit"),
    *("payments_runstep", "payments_answerrow", "payments_answerfile", "payments_paymentrun"),
    *("payments_requestrow", "payments_requestfile", "payments_sweepslice", "procrastinate_jobs"),
    *(name for name in reversed(WRITTEN) if name != "kernel_storeddecision"),
)


def forget(admin: ground.psycopg.Connection, *, sweeps: bool = True) -> None:
    """As if nobody had ever asked for a payment."""
    for name in FORGOTTEN:
        admin.execute(f"delete from {name}")  # type: ignore[arg-type]
    admin.execute("delete from kernel_storeddecision where rule in ('payment', 'sweep')")
    if sweeps:
        admin.execute("delete from payments_sweep")


def found() -> list[str]:
    """A sweep up to its slices, which are the whole work."""
    with open_unit(SYSTEM, now(), reading=False, page="bench", purpose="bench") as unit:
        sweep = Sweep(
            number=new_number("SW"),
            as_of=unit.on,
            rules=VERSION,
            started_by=new_id(),
            started_by_name="The lead",
            started_at=unit.at,
            stepped_at=unit.at,
        )
        sweep.save(force_insert=True)
    jobs.sweep(str(sweep.pk), "system")
    return [str(key) for key in SweepSlice.objects.using("loader").values_list("pk", flat=True)]


def work(pieces: list[str]) -> None:
    for piece in pieces:
        jobs.sweep_slice(piece, "system")


def work_in_two(pieces: list[str]) -> None:
    """Two worker processes, each with every other slice."""
    connections.close_all()
    forking = multiprocessing.get_context("fork")
    workers = [forking.Process(target=work, args=(pieces[place::2],)) for place in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a worker failed")


def write_same(tables: list[Table]) -> None:
    """The yardstick."""
    with (
        open_unit(SYSTEM, now(), reading=False, page="bench", purpose="bench"),
        connection.cursor() as cursor,
    ):
        for table in tables:
            cursor.execute(
                sql.SQL("insert into {0} ({1}) select {1} from {2}").format(
                    sql.Identifier(table.name), table.columns, table.stage(cursor)
                )
            )


def main() -> None:
    as_the_worker()
    admin = ground.admin(ground.NATION)
    admin.execute("set session_replication_role = replica")
    taken = {}
    for name, working in (("two", work_in_two), ("one", work)):
        forget(admin)
        admin.execute("vacuum analyze")
        pieces = found()
        taken[name] = wall(lambda pieces=pieces, working=working: working(pieces))()
    count = PaymentRequest.objects.using("loader").count()
    states = Counter(PaymentRequest.objects.using("loader").values_list("state", flat=True))
    tables = [table for name, where in WRITTEN.items() if (table := Table(admin, name, where)).count]
    forget(admin, sweeps=False)
    admin.execute("vacuum analyze")
    theirs = wall(lambda: write_same(tables))()
    seconds = taken["two"] * CLAIMS / count
    write(
        Line(
            "sweep, one worker: judged, posted, told",
            f"{count / taken['one']:,.0f}/s",
            f"{count / theirs:,.0f}/s",
            taken["one"] / theirs,
            taken["one"] / theirs,
            GOAL,
        )
    )
    write(
        Line(
            f"  {CLAIMS:,} claims, two workers",
            f"{seconds:.0f} s",
            score=seconds,
            goal=SECONDS,
            unit=" s",
        )
    )
    outcome = ", ".join(f"{number:,} {state}" for state, number in states.most_common())
    note(
        f"sweep: {count:,} claims ({outcome}), {sum(table.count for table in tables):,} rows in {len(tables)} tables, "
        f"{taken['one']:.1f} s by one worker and {taken['two']:.1f} s by two; seconds are reckoned for {CLAIMS:,}. The "
        "yardstick has every row ready as text and only writes it, through the same walls, in one transaction."
    )
    connections.close_all()


if __name__ == "__main__":
    main()
