"""Look-up by SSN among the people of the synthetic program, and among a hundred times as many."""

from collections.abc import Callable
from statistics import median

import django

django.setup()

from django.db import connections  # noqa: E402
from psycopg import sql  # noqa: E402

from bench import ground  # noqa: E402
from bench.measure import in_turn, ratio, wall  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from portal.kernel import vault  # noqa: E402
from portal.kernel.actor import Actor, Wall  # noqa: E402
from portal.kernel.clock import now  # noqa: E402
from portal.kernel.unit import open_unit  # noqa: E402
from portal.kernel.vault import Sealed  # noqa: E402
from portal.kernel.vault.sealing import place  # noqa: E402
from portal.payments.services.look_up import Found, look_up  # noqa: E402
from portal.people.models import Employment  # noqa: E402
from portal.policy.roles import Role  # noqa: E402
from portal.tickets.models import Assignment, Person  # noqa: E402

PEOPLE = 1_200_000
REPEATS, EACH = 15, 100
# People who are there to be passed over: nothing of them is read, so what is sealed of them need not open.
CROWD = """
create temporary table crowd as select n, gen_random_uuid() as id from generate_series(1, %(count)s) as n;
insert into tickets_person (id, number, name, ssn, birth_date)
    select id, 'crowd-' || n, decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex')
    from crowd;
create temporary table house as select id, row_number() over (order by id) - 1 as place from people_organisation;
insert into tickets_sight (id, person_id, organisation_id, from_on)
    select gen_random_uuid(), crowd.id, house.id, date '2024-01-01'
    from crowd join house on house.place = crowd.n % (select count(*) from house) where crowd.n % 35 = 0;
"""
INDEX = "insert into ssn_index (digest, person) select sha256(n::text::bytea), gen_random_uuid()" + (
    " from generate_series(1, %(count)s) as n"
)


def enlarge(there: int) -> None:
    """A copy of the synthetic program in which `PEOPLE` stand in the tables and in the index of SSNs."""
    ground.copy(ground.LARGE, ground.NATION)
    for name, statements in ((ground.LARGE, CROWD), (f"{ground.LARGE}_keys", INDEX)):
        with ground.admin(name) as admin:
            admin.execute("set session_replication_role = replica")
            for statement in filter(str.strip, statements.split(";")):
                held = sql.SQL(statement).format() if "%" not in statement else None  # type: ignore[arg-type]
                values = {"count": PEOPLE - there}
                admin.execute(held or statement.replace("%(count)s", str(values["count"])))  # type: ignore[arg-type]
            admin.execute("vacuum analyze")


def ticketholders() -> tuple[Actor, list[str]]:
    """A clerk and the SSNs of the people the clerk's organisation has a Ticket of."""
    employment = next(
        row
        for row in Employment.objects.using("loader").select_related("account", "organisation").order_by("id")
        if Role.EN_PAYMENTS_CLERK in row.roles
    )
    held = Assignment.objects.using("loader").filter(organisation=employment.organisation, superseded_at=None)
    people = Person.objects.using("loader").filter(pk__in=held.values("person"))
    with open_unit(_actor(employment), now(), reading=True, page="bench"):
        digits = vault.match(
            [Sealed(row.ssn, place("tickets_person", "ssn", row.pk), row.pk) for row in people]
        )
    return _actor(employment), digits


def _actor(employment: Employment) -> Actor:
    organisation = employment.organisation
    return Actor(
        wall=Wall.ORGANISATION,
        name=employment.account.name,
        account=employment.account.id,
        organisation=organisation.id,
        organisation_name=organisation.name,
        roles=frozenset(Role(role) for role in employment.roles),
    )


def looking(database: str, actor: Actor, digits: list[str]) -> Callable[[], float]:
    """Times `EACH` look-ups, each in a unit of its own as a page would make them, in this database."""
    own = {}
    for alias in connections:
        own[alias] = connections[alias].copy()
        own[alias].settings_dict["NAME"] = f"{database}_keys" if alias == "keys" else database

    def look() -> None:
        for turn in range(EACH):
            with open_unit(actor, now(), reading=False, page="bench"):
                if not isinstance(look_up(ssn=digits[turn % len(digits)]), Found):
                    raise RuntimeError("somebody who is there was not found")

    def timed() -> float:
        for alias, one in own.items():
            connections[alias] = one
        return wall(look)()

    return timed


def main() -> None:
    actor, digits = ticketholders()
    there = Person.objects.using("loader").count()
    connections.close_all()
    enlarge(there)
    things = {name: looking(name, actor, digits) for name in (ground.LARGE, ground.NATION)}
    taken = in_turn(things, REPEATS)
    large, small = (median(taken[name]) / EACH * 1000 for name in (ground.LARGE, ground.NATION))
    found = ratio(taken[ground.LARGE], taken[ground.NATION])
    write(Line(f"look-up by SSN, {PEOPLE:,} people", f"{large:.2f} ms", f"{small:.2f} ms", found))
    note(
        f"lookup: the whole service with its entry in the trail, committed; the yardstick is the same among {there:,}."
    )
    connections.close_all()


if __name__ == "__main__":
    main()
