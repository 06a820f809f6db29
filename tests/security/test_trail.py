"""The trail against somebody who holds the database: what is cut off its end is missed by what lies outside."""

import time

import pytest
from django.db import connections

from portal.kernel.actor import SYSTEM
from portal.kernel.jobs import seal_trail
from portal.kernel.trail import note
from portal.kernel.trail.sealing import verify

pytestmark = [pytest.mark.row("I1")]


def sealed_outside(folder, blocks):
    """A transaction that runs anywhere on the server holds a seal back; it is tried again, as the worker does."""
    for _ in range(200):
        seal_trail(0)
        if len(list(folder.glob("*.json"))) == blocks:
            return
        time.sleep(0.05)
    raise AssertionError(f"{blocks} checkpoints were expected outside")


def test_the_workers_own_sealing_leaves_checkpoints_outside_the_database(
    unit_as, database, settings, tmp_path
):
    settings.PORTAL_CHECKPOINTS_DIR = tmp_path
    for blocks in (1, 2):
        with unit_as(SYSTEM):
            note("something-happened")
        sealed_outside(tmp_path, blocks)
    with unit_as(SYSTEM, reading=True):
        assert list(verify(tmp_path)) == []
    # A superuser cuts the last block off, with its entries: what is left is whole in itself.
    admin = database.admins[0]
    admin.execute(
        "delete from kernel_trailentry where transaction >= (select max(from_transaction) from kernel_trailblock)"
    )
    admin.execute("delete from kernel_trailblock where id = (select max(id) from kernel_trailblock)")
    connections["default"].close()
    with unit_as(SYSTEM, reading=True):
        faults = [fault.says for fault in verify(tmp_path)]
    assert len(faults) == 1 and faults[0].endswith("is gone")
