"""The database's own walls: what holds when the application's scopes are off."""

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections

from portal.config.walls import TABLES
from portal.kernel.actor import SYSTEM
from portal.kernel.database.declared import Owned
from portal.kernel.database.roles import LOGIN_ROLES, WALL_ROLES, derived_password
from portal.policy.roles import Role
from portal.tickets.models import Assignment, Person, Ticket

pytestmark = [pytest.mark.row("I1")]


def rows(sql: str, parameters: list[object] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def sign_in(alias: str, login: str) -> psycopg.Connection:
    """A session of this login; the embedded server asks for no password, any other does."""
    where = connections[alias].settings_dict
    return psycopg.connect(
        host=where["HOST"],
        port=where["PORT"] or None,
        dbname=where["NAME"],
        user=login,
        password=derived_password(settings.PORTAL_MASTER_KEY, login),
        connect_timeout=2,
    )


def test_every_table_is_declared_once(database):
    declared = [table.name for table in TABLES]
    with connections["owner"].cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        existing = {name for (name,) in cursor.fetchall()}
    assert len(declared) == len(set(declared))
    assert set(declared) == existing


def test_every_table_has_row_security_forced(database):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
            " and not (relrowsecurity and relforcerowsecurity)"
        )
        assert cursor.fetchall() == [("procrastinate_jobs",)]


def test_the_table_of_jobs_is_closed_by_its_grants(database):
    """Its rows belong to nobody, and the worker has to be told with which of them a new one collides."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select distinct grantee, privilege_type from information_schema.role_table_grants"
            " where table_name = 'procrastinate_jobs' and grantee <> 'portal_owner'"
        )
        granted: dict[str, set[str]] = {}
        for role, privilege in cursor.fetchall():
            granted.setdefault(role, set()).add(privilege)
    everything = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert granted == {"portal_work": everything, "portal_loader": everything, "portal_facts": {"SELECT"}}


def test_the_login_role_inherits_nothing_and_owns_nothing(database):
    with pytest.raises(DatabaseError, match="permission denied"):
        rows("select * from tickets_person")
    connection.close()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select rolname, rolinherit, rolbypassrls, rolsuper from pg_roles where rolname = any(%s)",
            [[*WALL_ROLES, *LOGIN_ROLES]],
        )
        for name, inherits, bypasses, is_super in cursor.fetchall():
            assert (inherits, is_super) == (False, False), name
            assert bypasses == (name == "portal_loader"), name
        cursor.execute("select distinct tableowner from pg_tables where schemaname = 'public'")
        assert cursor.fetchall() == [("portal_owner",)]


def test_no_wall_role_can_sign_in(database):
    for role in WALL_ROLES:
        with pytest.raises(psycopg.OperationalError, match=f'"{role}"'):
            sign_in("default", role)


def test_the_keys_database_is_closed_to_all_but_the_vault(database):
    for login in set(LOGIN_ROLES) - {"portal_vault", "portal_owner"}:
        with sign_in("keys", login) as session:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute("select * from data_key")


def test_an_organisation_sees_only_its_own_rows_with_no_scope_at_all(world, unit_as):
    mine, theirs = world.organisation("Mine"), world.organisation("Theirs")
    my_person, my_ticket, my_assignment = world.holder(mine)
    world.holder(theirs)
    clerk = world.actor(world.account(mine, [Role.EN_PAYMENTS_CLERK]))
    with unit_as(clerk, reading=True):
        assert [p.id for p in Person.objects.all()] == [my_person.id]
        assert [t.id for t in Ticket.objects.all()] == [my_ticket.id]
        assert [a.id for a in Assignment.objects.all()] == [my_assignment.id]
        assert rows("select organisation_id from providers_provider") == [(mine.id,)]


def test_sight_that_has_ended_shows_nothing(world, unit_as):
    mine = world.organisation()
    person, _, _ = world.holder(mine)
    with connections["loader"].cursor() as cursor:
        cursor.execute("update tickets_sight set until_on = '2025-12-15' where person_id = %s", [person.id])
    clerk = world.actor(world.account(mine, [Role.EN_PAYMENTS_CLERK]))
    with unit_as(clerk, reading=True):
        assert list(Person.objects.all()) == []


def test_earnings_on_the_agencys_record_are_no_rows_of_the_provider(world, unit_as):
    mine = world.organisation()
    person, _, _ = world.holder(mine)
    world.earnings(person, "2025-03", 1700)
    given = world.earnings(person, "2025-04", 1710, source="pay-slip", given_to=mine)
    clerk = world.actor(world.account(mine, [Role.EN_PAYMENTS_CLERK]))
    with unit_as(clerk, reading=True):
        assert rows("select id from earnings_earningsmonth") == [(given.id,)]


@pytest.mark.parametrize(
    "table",
    [t.name for t in TABLES if t.tracked and not t.append_only and t.name.startswith("tickets_")],
)
def test_a_change_without_an_actor_is_refused(database, table):
    with connections["owner"].cursor() as cursor:
        # Another test may have said who it is on this connection.
        cursor.execute("reset portal.actor")
        with pytest.raises(DatabaseError, match="needs an actor"):
            cursor.execute(f"delete from {table}")


@pytest.mark.parametrize("table", [t.name for t in TABLES if t.append_only])
def test_what_only_grows_refuses_even_the_owner(database, table):
    for change in (f"delete from {table}", f"truncate {table} cascade"):
        with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError, match="only grows"):
            cursor.execute("select set_config('portal.actor', 'test', false)")
            cursor.execute(change)


def test_no_role_may_change_what_only_grows(database):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select table_name, grantee, privilege_type from information_schema.role_table_grants"
            " where privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE') and grantee like 'portal%'"
            " and grantee not in ('portal_owner', 'portal_loader')"
        )
        granted = cursor.fetchall()
    grows = {table.name for table in TABLES if table.append_only}
    assert granted
    assert [row for row in granted if row[0] in grows or row[2] == "TRUNCATE"] == []


def test_the_facts_role_reads_all_and_writes_nothing(database):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select table_name, privilege_type from information_schema.role_table_grants where grantee = 'portal_facts'"
        )
        granted = cursor.fetchall()
    assert {privilege for _, privilege in granted} == {"SELECT"}
    assert {table for table, _ in granted} == {table.name for table in TABLES}


def test_a_reading_unit_cannot_write(world, unit_as):
    world.holder(world.organisation())
    with pytest.raises(DatabaseError, match="read-only transaction"):
        with unit_as(SYSTEM, reading=True):
            rows("select portal_enqueue('q', 't', 'x', '{}', null)")


def test_tables_of_people_and_organisations_name_the_column_that_owns(database):
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            if table.owned is Owned.HOUSE:
                assert table.column == ""
                continue
            cursor.execute(
                "select data_type from information_schema.columns where table_name = %s and column_name = %s",
                [table.name, table.column],
            )
            assert cursor.fetchone() == ("uuid",), table.name
