"""The unit of work and the trail that only grows."""

import json
import time

import pytest
from django.db import connection, connections

from portal.kernel import trail
from portal.kernel.actor import SYSTEM, VISITOR
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import TrailEntry
from portal.kernel.outbox import enqueue
from portal.kernel.trail.sealing import publish, seal, unsealed_since, verify
from portal.kernel.unit import NoUnit, as_facts, as_system, become, current, open_unit
from portal.policy.roles import Role

pytestmark = [pytest.mark.row("I1")]


def entries() -> list[TrailEntry]:
    return list(TrailEntry.objects.using("loader").order_by("id"))


def jobs() -> list[dict[str, object]]:
    with connections["loader"].cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs order by id")
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]


def wearing() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return cursor.fetchone()[0]


def test_there_is_no_unit_unless_one_is_open(database, unit_as):
    with pytest.raises(NoUnit):
        current()
    with unit_as(SYSTEM) as unit:
        assert current() is unit
        with pytest.raises(RuntimeError, match="open already"):
            with open_unit(SYSTEM, now(), reading=True, page=""):
                pass
    with pytest.raises(NoUnit):
        current()


def test_an_exception_rolls_back_the_change_its_trail_and_its_jobs(database, unit_as):
    with pytest.raises(ZeroDivisionError):
        with unit_as(SYSTEM):
            trail.note("something")
            enqueue("portal.some.job", new_id())
            raise ZeroDivisionError
    assert entries() == []
    assert jobs() == []


def test_what_is_noted_apart_survives_a_rollback(database, unit_as):
    with pytest.raises(ZeroDivisionError):
        with unit_as(SYSTEM) as unit:
            trail.note_apart(unit, "look-up-refused")
            raise ZeroDivisionError
    assert [entry.kind for entry in entries()] == ["look-up-refused"]


def test_an_entry_names_who_what_when_and_whom(world, unit_as):
    mine = world.organisation()
    account = world.account(mine, [Role.EN_PAYMENTS_CLERK])
    person, subject = new_id(), new_id()
    with unit_as(world.actor(account)) as unit:
        trail.note(
            "request-submitted", subject_kind="request", subject=subject, people=[person], detail={"n": 1}
        )
    (entry,) = entries()
    assert (entry.kind, entry.account, entry.organisation) == ("request-submitted", account.id, mine.id)
    assert (entry.subject, entry.people, entry.detail, entry.unit) == (subject, [person], {"n": 1}, unit.id)
    assert entry.at == unit.at


def test_the_role_changes_for_facts_and_system_and_comes_back(world, unit_as):
    clerk = world.actor(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))
    with unit_as(clerk):
        assert wearing() == "portal_org"
        with as_facts():
            assert wearing() == "portal_facts"
        with as_system():
            assert wearing() == "portal_worker"
            with as_facts():
                assert wearing() == "portal_facts"
            assert wearing() == "portal_worker"
        assert wearing() == "portal_org"
    assert wearing() == "portal_app"


def by_copy(cursor):
    with cursor.copy("copy (select current_user, current_setting('portal.actor')) to stdout") as copy:
        [row] = copy.rows()
        return row


def by_stream(cursor):
    [row] = cursor.stream("select current_user, current_setting('portal.actor')")
    return row


def by_many(cursor):
    cursor.executemany(
        "select current_user, current_setting('portal.actor'), %s::int", [(1,)], returning=True
    )
    return cursor.fetchone()[:2]


@pytest.mark.parametrize("ask", [by_copy, by_stream, by_many])
def test_whatever_is_asked_first_is_asked_in_the_actors_role(world, unit_as, ask):
    clerk = world.actor(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))
    with unit_as(clerk), connection.cursor() as cursor:
        assert tuple(ask(cursor.cursor)) == ("portal_org", clerk.label)


def test_the_last_actor_of_a_unit_is_the_one_who_asks(world, unit_as):
    clerk = world.actor(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))
    with unit_as(VISITOR) as unit:
        become(unit, clerk)
        assert wearing() == "portal_org"
        become(unit, VISITOR)
        assert wearing() == "portal_entrance"


def test_a_unit_that_asks_nothing_leaves_no_role_to_the_next_statement(world, unit_as):
    with unit_as(SYSTEM):
        pass
    assert wearing() == "portal_app"
    with pytest.raises(ZeroDivisionError):
        with unit_as(SYSTEM):
            raise ZeroDivisionError
    assert wearing() == "portal_app"


def test_the_same_job_for_the_same_subject_waits_once(database, unit_as):
    subject = new_id()
    with unit_as(SYSTEM):
        enqueue("portal.some.job", subject)
        enqueue("portal.some.job", subject)
    assert jobs() == [{"subject": str(subject), "asked_by": "system"}]


def settle(database) -> None:
    """Wait for the transactions of other databases on the server: they hold the sealer back, too."""
    for _ in range(600):
        (settled,) = (
            database.admins[0]
            .execute(
                "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint > max(transaction) from kernel_trailentry"
            )
            .fetchone()
        )
        if settled:
            return
        time.sleep(0.05)
    raise AssertionError("a transaction on this server never ends")


def test_a_sealed_trail_verifies_and_a_removed_or_changed_entry_shows(database, unit_as, tmp_path):
    for kind in ("one", "two", "three"):
        with unit_as(SYSTEM):
            trail.note(kind)
    settle(database)
    with unit_as(SYSTEM):
        block = seal(current().at)
        assert block is not None
        publish(block, tmp_path)
    assert block.entries == 3
    with unit_as(SYSTEM, reading=True):
        assert list(verify(tmp_path)) == []
        assert unsealed_since() is None
    database.admins[0].execute("delete from kernel_trailentry where kind = 'two'")
    with unit_as(SYSTEM, reading=True):
        assert [fault.says for fault in verify(tmp_path)] == [
            f"block {block.pk} holds 2 entries that are not the 3 sealed"
        ]


def test_a_removed_block_is_missed_by_its_checkpoint(database, unit_as, tmp_path):
    with unit_as(SYSTEM):
        trail.note("one")
    settle(database)
    with unit_as(SYSTEM):
        block = seal(current().at)
        publish(block, tmp_path)
    database.admins[0].execute("truncate kernel_trailblock, kernel_trailentry")
    with unit_as(SYSTEM, reading=True):
        (fault,) = verify(tmp_path)
    assert "is gone" in fault.says


def test_an_entry_of_a_running_transaction_is_left_for_the_next_block(database, unit_as, tmp_path):
    with unit_as(SYSTEM):
        trail.note("committed")
    settle(database)
    loader = connections["loader"]
    loader.set_autocommit(False)
    try:
        with loader.cursor() as cursor:
            cursor.execute(
                "insert into kernel_trailentry (unit, at, kind, actor, subject_kind, people, page, purpose, detail)"
                " values (gen_random_uuid(), now(), 'still running', 'x', '', '{}', '', '', '{}')"
            )
        with unit_as(SYSTEM):
            first = seal(current().at)
        loader.commit()
    finally:
        loader.set_autocommit(True)
    settle(database)
    with unit_as(SYSTEM):
        second = seal(current().at)
    assert (first.entries, second.entries) == (1, 1)
    with unit_as(SYSTEM, reading=True):
        assert list(verify(tmp_path)) == []
