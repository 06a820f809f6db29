"""A Ticketholder's own database role, with every scope of the application off: one person's rows, and no others."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from portal.casework.models import Case as CaseFile
from portal.casework.models import SignedForm
from portal.config.walls import TABLES
from portal.kernel.actor import Actor, Wall
from portal.kernel.clock import now
from portal.kernel.database.declared import READ, Owned, Table, by_organisation
from portal.kernel.database.walls import statements
from portal.kernel.unit import open_unit
from portal.tickets.models import Assignment, Termination
from tests.authorization.casework import signed_plan
from tests.authorization.program import FORMER, OWN, Program
from tests.authorization.progress import enter_progress
from tests.world import LONG_AGO, Month

pytestmark = [pytest.mark.row("A10", "H1", "I1")]

# Written by hand: the column that names the person, of every table that Ticketholders are granted.
OF_THE_PERSON = {
    "tickets_person": "id",
    "tickets_ticket": "person_id",
    "tickets_ticketstep": "person_id",
    "tickets_assignment": "person_id",
    "tickets_vrcase": "person_id",
    "tickets_termination": "person_id",
    "casework_signedform": "person_id",
    "casework_signature": "person_id",
    "casework_plancopy": "person_id",
    "progress_progressreview": "person_id",
    "progress_progressnotice": "person_id",
    "progress_progressreply": "person_id",
}
# Names of organisations: no secret, and who has one's Ticket is told by name.
OF_EVERYBODY = {"people_organisation"}
ONLY_WRITTEN = {"kernel_trailentry"}
GRANTED = {table.name: table for table in TABLES if table.holder}


class Holders:
    """One Ticketholder who was with two providers, and what there is of others."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.person = program.cases["EN", FORMER].person
        self.account = program.world.holder_account(self.person, program.ours)
        self.actor = program.world.holder_actor(self.account)
        for serial, person in enumerate((self.person, program.cases["SVRA", OWN].person), start=90):
            case = CaseFile.objects.using("loader").filter(person=person)[0]
            # What the program has of it may not be signed yet.
            SignedForm.objects.using("loader").filter(case=case).update(state="withdrawn", in_force_from=None)
            signed_plan(program.world, case)
            enter_progress(program.world, Assignment.objects.using("loader").get(pk=case.pk), serial)
            program.world.vr_case(person, program.agency, opened_on=Month.parse("2024-01").first)
            ticket = person.tickets.using("loader").get()
            program.world.ticket_step(ticket, "assign", Month.parse("2025-01").first, to=("EN", "in-use"))
            program.world.add(
                Termination(
                    ticket=ticket,
                    person=person,
                    month=Month.parse("2025-11"),
                    cause="medical-cessation",
                    recorded_at=LONG_AGO,
                )
            )


@pytest.fixture(scope="module")
def holders(program: Program) -> Holders:
    return Holders(program)


@contextmanager
def wearing(actor: Actor) -> Iterator[Any]:
    with open_unit(actor, now(), reading=False, page="test"), connection.cursor() as cursor:
        yield cursor
        transaction.set_rollback(True)


def everything(table: str) -> dict[str, Any]:
    """Where each row stands, and whose it is."""
    with connections["loader"].cursor() as cursor:
        cursor.execute(f"select ctid::text, {OF_THE_PERSON[table]} from {table}")
        return dict(cursor.fetchall())


def test_every_table_a_ticketholder_is_granted_is_spoken_of_here() -> None:
    assert set(GRANTED) == {*OF_THE_PERSON, *OF_EVERYBODY, *ONLY_WRITTEN}


@pytest.mark.parametrize("table", sorted(OF_THE_PERSON))
def test_a_ticketholder_sees_exactly_the_own_rows(holders: Holders, table: str) -> None:
    rows = everything(table)
    own = {place for place, person in rows.items() if person == holders.person.pk}
    with wearing(holders.actor) as cursor:
        cursor.execute(f"select ctid::text from {table}")
        assert {place for (place,) in cursor.fetchall()} == own
    assert own
    assert set(rows) - own, f"{table} has no row of anybody else"


@pytest.mark.parametrize("table", sorted(OF_THE_PERSON))
def test_who_is_nobody_sees_nothing(holders: Holders, table: str) -> None:
    with wearing(Actor(wall=Wall.HOLDER, name="nobody", account=holders.account.pk)) as cursor:
        cursor.execute(f"select 1 from {table}")
        assert cursor.fetchall() == []


@pytest.mark.parametrize("table", sorted(name for name, table in GRANTED.items() if table.holder == READ))
def test_what_is_read_can_be_neither_changed_nor_removed(holders: Holders, table: str) -> None:
    for statement in (
        f"update {table} set id = id",
        f"delete from {table}",
        f"insert into {table} default values",
    ):
        with wearing(holders.actor) as cursor, pytest.raises(DatabaseError, match="permission denied"):
            cursor.execute(statement)


@pytest.mark.parametrize("table", sorted(table.name for table in TABLES if not table.holder))
def test_a_table_that_is_not_granted_is_closed(holders: Holders, table: str) -> None:
    with wearing(holders.actor) as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute(f"select 1 from {table}")


def test_every_grant_is_one_this_file_knows(holders: Holders) -> None:
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "select c.relname, a.privilege_type from pg_class c, aclexplode(c.relacl) a"
            " where c.relkind in ('r', 'v', 'm', 'p') and c.relnamespace = 'public'::regnamespace"
            " and a.grantee = 'portal_holder'::regrole::oid"
        )
        found = set(cursor.fetchall())
    assert found == {(name, verb.upper()) for name, table in GRANTED.items() for verb in table.holder}


def test_a_table_of_organisations_opens_to_ticketholders_by_the_column_of_the_person_only() -> None:
    table = by_organisation("x", holder=READ)
    assert table.owned is Owned.ORGANISATION
    with pytest.raises(ValueError, match="names no column"):
        list(statements(table))
    named = Table("x", Owned.ORGANISATION, "organisation_id", holder=READ, holder_column="person_id")
    assert any("to portal_holder using (person_id = " in line for line in statements(named))


def test_the_own_case_is_not_that_of_the_provider(holders: Holders) -> None:
    """The provider that has the Ticket now is seen by its people; the Ticketholder has no organisation at all."""
    assert holders.actor.organisation is None
    assert holders.program.cases["EN", OWN].person.pk != holders.person.pk
