"""kill -9 of the worker in the middle of a sweep, again and again: each payment is claimed once (rows K6, I7)."""

import os
import time
from random import Random

import pytest

from portal.kernel.models import Mail
from portal.payments import jobs
from portal.payments.models import Award, Determination, LedgerTransaction, RequestStep, SweepFinding
from portal.payments.services import sweeping
from tests.kills.files import KilledOn
from tests.payments.sweeps import LOADER, claimed, found, started

pytestmark = [pytest.mark.row("K6", "I7")]
KILLS, MORE, SEED = int(os.environ.get("PORTAL_SWEEP_KILLS", "1")), 3, 1


def test_a_worker_killed_while_it_sweeps(desk, database, tmp_path, monkeypatch):
    tickets = 4 * KILLS + MORE
    for _ in range(tickets):
        desk.holder(earned={"2025-02": 1200})
    monkeypatch.setattr(sweeping, "SLICE_SIZE", 1)
    run, random = started(desk), Random(SEED)
    assert len(found(run)) == tickets
    workers = KilledOn(database, tmp_path, run, lambda: jobs.look_for_stuck_sweeps(0))
    for _ in range(KILLS):
        run.refresh_from_db(using=LOADER)
        before = run.tickets_done

        def at_work(one, before=before):
            time.sleep(random.uniform(0, 0.02) if one.tickets_done > before else 0)
            return one.tickets_done > before

        workers.killed(at_work)
    assert 0 < run.tickets_done < tickets
    for _ in range(tickets):
        # A worker that finds a job of the clock waiting stops early; whoever runs the portal starts the next.
        workers.finished()
        if run.state == "done":
            break
    assert (run.state, run.tickets_done) == ("done", tickets)
    requests = claimed()
    assert {one.state for one in requests} == {"approved"}
    assert len(requests) == len({one.ticket_id for one in requests}) == tickets
    for model, each in (
        *((Award, 1), (LedgerTransaction, 1), (Determination, 1), (RequestStep, 2)),
        *((SweepFinding, 1), (Mail, 1)),
    ):
        assert model.objects.using(LOADER).count() == each * tickets, model
