"""The application's scopes off: what row-level security alone gives a provider's role, table by table.

Whose a row is stands here by hand: a wrong declaration in a room's walls.py is seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import override_settings

from portal.config.walls import TABLES
from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.unit import open_unit
from portal.nation.cast import BRIGHT_PATH
from portal.nation.load import load
from portal.people.models import Account
from portal.policy.core import Month
from portal.providers.models import Hold
from portal.tickets.models import RefusedLookUp, Termination
from tests.authorization.casework import enter_casework
from tests.authorization.program import FORMER, OTHER, OWN, SUCCESSOR, Program
from tests.authorization.progress import enter_progress
from tests.authorization.providers import enter_record
from tests.server import TestDatabase
from tests.world import World

pytestmark = [pytest.mark.row("I1", "A10", "L7")]

CASEWORK = (
    *("case", "intake", "handoff", "contactnote", "goalsdiscussion", "notefile"),
    *("noterow", "vrfile", "vrrow", "phasebasis", "signedform", "signature", "plancopy", "certification"),
)
# The column that names the organisation a row belongs to.
OF_AN_ORGANISATION = {
    "kernel_draft": "organisation",
    "kernel_submission": "organisation",
    "kernel_duty": "organisation",
    "kernel_storedfile": "organisation",
    "kernel_oncekey": "organisation",
    "people_apikey": "organisation_id",
    "people_employment": "organisation_id",
    "people_designation": "organisation_id",
    "providers_provider": "organisation_id",
    "providers_agreement": "provider_id",
    "providers_hold": "provider_id",
    "providers_election": "provider_id",
    "providers_enrolment": "provider_id",
    "providers_affiliate": "provider_id",
    "providers_certifiedcounsellor": "provider_id",
    "providers_earliersubmission": "organisation_id",
    "providers_assignmentright": "provider_id",
    "tickets_sight": "organisation_id",
    "tickets_assignment": "organisation_id",
    "tickets_refusedlookup": "organisation",
    "tickets_assignabilityfile": "organisation_id",
    "tickets_assignabilitycheck": "organisation_id",
    "tickets_ticketstep": "organisation_id",
    "tickets_unassignment": "organisation_id",
    "tickets_vrcase": "organisation_id",
    **{f"casework_{name}": "organisation_id" for name in CASEWORK},
    "integrity_planreview": "organisation_id",
    "integrity_reviewfinding": "organisation_id",
    "progress_progressreview": "organisation_id",
    "progress_progressnotice": "organisation_id",
    "progress_progressreply": "organisation_id",
    "earnings_earningsmonth": "given_to_id",
    **dict.fromkeys(("earnings_evidence", "earnings_inquiry", "earnings_inquiryrow"), "organisation_id"),
    "payments_paymentrequest": "organisation_id",
    **dict.fromkeys(
        (
            *("payments_deposit", "payments_runline", "payments_recovery", "payments_keptback"),
            *("payments_repayment", "payments_canceledrepayment", "payments_costclaim"),
        ),
        "organisation_id",
    ),
    "payments_requeststep": "organisation",
    "payments_determination": "organisation",
    "payments_award": "organisation_id",
    "payments_ledgerentry": "organisation_id",
    "payments_requestfile": "organisation_id",
    "payments_requestrow": "organisation_id",
    "support_paperitem": "organisation_id",
}
# The column of the person it is about: seen by providers the person is or was assigned to.
OF_A_PERSON = {"tickets_person": "id", "tickets_ticket": "person_id", "tickets_termination": "person_id"}
# They say nothing of a Ticketholder, and who reads them could read them all.
OF_EVERYBODY = {"people_organisation", "earnings_employer", "kernel_announcement", "kernel_closure"}
# Written by a provider's people and never read by them.
ONLY_WRITTEN = {"kernel_trailentry"}

GRANTED = {table.name: table for table in TABLES if table.org}
NOT_GRANTED = sorted(table.name for table in TABLES if not table.org)
OWNED = sorted({*OF_AN_ORGANISATION, *OF_A_PERSON})


class Askers:
    """Two providers: one of the small program, with every kind of row, and one of the synthetic nation."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.one = program.world.actor(program.accounts["en-administrator"])
        account = Account.objects.using("loader").get(email="administrator@bright-path.example.org")
        self.two = program.world.actor(account)
        assert self.two.organisation_name == BRIGHT_PATH

    @property
    def both(self) -> tuple[Actor, Actor]:
        return self.one, self.two


@pytest.fixture(scope="module")
def askers(
    test_database: TestDatabase, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Askers]:
    with django_db_blocker.unblock(), override_settings(PORTAL_FILES_DIR=tmp_path_factory.mktemp("files")):
        test_database.empty()
        load(0.02, 1)
        world = World()
        world.serial = count(500)  # past the numbers that the nation gave
        program = Program(world)
        _rows_nobody_made(program)
        yield Askers(program)
        test_database.empty()


def _rows_nobody_made(program: Program) -> None:
    """A hold, a refused look-up, a termination and casework, for us and for another provider."""
    for serial, organisation, relation in ((90, program.ours, OWN), (91, program.theirs, OTHER)):
        enter_record(program.world, organisation)
        program.world.add(
            Hold(provider_id=organisation.pk, from_on=date(2025, 12, 1), reason="Bank account changed")
        )
        program.world.add(
            RefusedLookUp(
                account=new_id(), organisation=organisation.pk, at=datetime(2025, 12, 1, tzinfo=UTC)
            )
        )
        person = program.cases["EN", relation].person
        # Somebody else's file: those of the program have a plan that is signed already.
        _, _, assignment = program.world.holder(organisation)
        enter_casework(program.world, assignment)
        enter_progress(program.world, assignment, serial)
        program.world.add(
            Termination(
                ticket=person.tickets.using("loader").get(),
                person=person,
                month=Month.parse("2025-11"),
                cause="medical-cessation",
                recorded_at=datetime(2025, 12, 1, tzinfo=UTC),
            )
        )


@contextmanager
def wearing(actor: Actor) -> Iterator[Any]:
    """A cursor of the provider's own role in a writing unit, as the edge opens it; nothing stays."""
    with open_unit(actor, now(), reading=False, page="test"), connection.cursor() as cursor:
        yield cursor
        transaction.set_rollback(True)


def past_the_walls(sql: str, *parameters: object) -> list[Any]:
    with connections["loader"].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def places(rows: list[Any]) -> set[str]:
    return {place for (place,) in rows}


def theirs_by_right(table: str, actor: Actor) -> set[str]:
    """Where the rows stand that this organisation may see."""
    if column := OF_AN_ORGANISATION.get(table):
        return places(
            past_the_walls(f"select ctid::text from {table} where {column} = %s", actor.organisation)
        )
    return places(
        past_the_walls(
            f"select ctid::text from {table} where {OF_A_PERSON[table]} in"
            " (select person_id from tickets_assignment where organisation_id = %s)",
            actor.organisation,
        )
    )


def test_every_table_a_provider_is_granted_is_spoken_of_here() -> None:
    spoken_of = {*OF_AN_ORGANISATION, *OF_A_PERSON, *OF_EVERYBODY, *ONLY_WRITTEN}
    assert set(GRANTED) == spoken_of


@pytest.mark.parametrize("table", OWNED)
def test_a_provider_sees_exactly_its_own_rows(askers: Askers, table: str) -> None:
    everything = places(past_the_walls(f"select ctid::text from {table}"))
    seen = {}
    for actor in askers.both:
        with wearing(actor) as cursor:
            cursor.execute(f"select ctid::text from {table}")
            seen[actor.name] = places(cursor.fetchall())
        assert seen[actor.name] == theirs_by_right(table, actor), actor.organisation_name
        assert everything - seen[actor.name], f"{table} has no row of anybody else"
    assert any(seen.values()), f"{table} has no row of one's own"


@pytest.mark.parametrize("table", sorted(ONLY_WRITTEN))
def test_what_is_only_written_is_not_read(askers: Askers, table: str) -> None:
    assert past_the_walls(f"select 1 from {table} limit 1")
    with wearing(askers.one) as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute(f"select * from {table}")


@pytest.mark.parametrize("table", sorted(OF_EVERYBODY))
def test_what_everybody_may_read_a_provider_cannot_change(askers: Askers, table: str) -> None:
    # An employer that nobody named before is added with the earnings.
    added = {"insert"} if table == "earnings_employer" else set()
    assert set(GRANTED[table].org) == {"select", *added}
    for statement in (f"update {table} set id = id", f"delete from {table}"):
        with wearing(askers.one) as cursor, pytest.raises(DatabaseError, match="permission denied"):
            cursor.execute(statement)


@pytest.mark.parametrize("table", NOT_GRANTED)
def test_a_table_that_is_not_granted_is_closed(askers: Askers, table: str) -> None:
    for statement in (f"select * from {table}", f"delete from {table}"):
        with wearing(askers.one) as cursor, pytest.raises(DatabaseError, match="permission denied"):
            cursor.execute(statement)


def a_foreign_row(table: str, actor: Actor) -> str:
    """Where a row of somebody else stands."""
    return min(places(past_the_walls(f"select ctid::text from {table}")) - theirs_by_right(table, actor))


@pytest.mark.parametrize("table", OWNED)
def test_nothing_can_be_written_for_another_provider(askers: Askers, table: str) -> None:
    """A copy of another provider's row, as that provider would write it."""
    actor = askers.one
    place = a_foreign_row(table, actor)
    ((columns, row),) = past_the_walls(
        f"select (select string_agg(quote_ident(key), ', ') from jsonb_object_keys(to_jsonb(t)) as key),"
        f" to_jsonb(t)::text from {table} t where ctid = %s::tid",
        place,
    )
    says = "row-level security" if "insert" in GRANTED[table].org else "permission denied"
    with wearing(actor) as cursor, pytest.raises(DatabaseError, match=says):
        cursor.execute(
            f"insert into {table} ({columns}) select {columns} from jsonb_populate_record(null::{table}, %s::jsonb)",
            [row],
        )


@pytest.mark.parametrize("table", OWNED)
def test_another_providers_row_can_be_neither_changed_nor_removed(askers: Askers, table: str) -> None:
    actor = askers.one
    column = OF_AN_ORGANISATION.get(table) or OF_A_PERSON[table]
    place = a_foreign_row(table, actor)
    update = f"update {table} set {column} = {column} where ctid = %s::tid"
    if "update" in GRANTED[table].org:
        with wearing(actor) as cursor:
            cursor.execute(update, [place])
            assert cursor.rowcount == 0
    else:
        with wearing(actor) as cursor, pytest.raises(DatabaseError, match="permission denied"):
            cursor.execute(update, [place])
    with wearing(actor) as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute(f"delete from {table} where ctid = %s::tid", [place])


@pytest.mark.parametrize("table", sorted(name for name, one in GRANTED.items() if "update" in one.org))
def test_a_row_of_ones_own_cannot_be_given_away(askers: Askers, table: str) -> None:
    actor, column = askers.one, OF_AN_ORGANISATION[table]
    theirs = askers.program.theirs.pk
    with wearing(actor) as cursor:
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone()[0]
    with wearing(actor) as cursor, pytest.raises(DatabaseError, match="row-level security"):
        cursor.execute(f"update {table} set {column} = %s", [theirs])


def test_who_came_after_us_is_seen_no_more_than_a_stranger(askers: Askers) -> None:
    """The person stays in sight after leaving; what the next provider does with them does not come into it."""
    program = askers.program
    former, successor = program.cases["EN", FORMER], program.cases["EN", SUCCESSOR]
    with wearing(askers.one) as cursor:
        cursor.execute("select id from tickets_person where id = %s", [former.person.pk])
        assert cursor.fetchall() == [(former.person.pk,)]
        cursor.execute("select number from payments_paymentrequest where person_id = %s", [former.person.pk])
        numbers = {number for (number,) in cursor.fetchall()}
    assert numbers == {former.open.number, former.returned.number, former.denied.number}
    assert successor.open.number not in numbers


def test_sight_that_has_ended_shows_nobody(askers: Askers) -> None:
    person = askers.program.cases["EN", FORMER].person.pk
    with connections["loader"].cursor() as cursor:
        for until, seen in (("2025-12-15", 0), ("2025-12-16", 1)):
            cursor.execute(
                "update tickets_sight set until_on = %s where person_id = %s and organisation_id = %s",
                [until, person, askers.one.organisation],
            )
            with wearing(askers.one) as walled:
                walled.execute("select count(*) from tickets_person where id = %s", [person])
                assert walled.fetchone()[0] == seen
        cursor.execute("update tickets_sight set until_on = null where person_id = %s", [person])


def test_without_an_organisation_nothing_is_seen(askers: Askers) -> None:
    nobody = Actor(wall=askers.one.wall, name="Nobody", account=askers.one.account)
    for table in OWNED:
        with wearing(nobody) as cursor:
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone()[0] == 0, table


def test_every_grant_is_one_this_file_knows(askers: Askers) -> None:
    """What the database says the role may do, against the declarations: nothing was granted beside them."""
    found = past_the_walls(
        "select c.relname, a.privilege_type from pg_class c, aclexplode(c.relacl) a"
        " where c.relkind in ('r', 'v', 'm', 'p') and c.relnamespace = 'public'::regnamespace"
        " and a.grantee in (0, 'portal_org'::regrole::oid)"
    )
    declared = {(name, verb.upper()) for name, table in GRANTED.items() for verb in table.org}
    assert set(found) == declared
