"""A morning at 1,000 and at 100,000 assigned Tickets with the same number due: home page, worklists, nightly jobs."""

import os
import sys
from collections.abc import Callable
from statistics import median

# What is asked for as `jobs` runs as the worker does.
if sys.argv[1:] == ["jobs"]:
    os.environ["PORTAL_PROCESS"] = "worker"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from bench import ground  # noqa: E402
from bench.caseload import cast_and_workers, grow, open_cases, signed_in  # noqa: E402
from bench.measure import in_turn, ratio, wall  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from bench.servers import Reader, collect_static, serving  # noqa: E402
from portal.casework import jobs as casework  # noqa: E402
from portal.kernel import jobs as kernel  # noqa: E402
from portal.payments import jobs as payments  # noqa: E402
from portal.tickets import jobs as tickets  # noqa: E402

FEW, MANY = 1_000, 100_000
FEW_THERE, MANY_THERE = "bench_morning_few", "bench_morning_many"
REPEATS, WARM, SEED, NIGHTS = 40, 10, 2_000, 15
GOAL = 1.2
PAGES = {
    "home page": "/",
    "contacts due this month": "/contacts/due/",
    "attempts still to be made": "/contacts/attempts/",
    "Tickets to unassign": "/contacts/unassign/",
    "Tickets without a payment": "/contacts/stale/",
}
JOBS: dict[str, Callable[[int], None]] = {
    "job: Tickets whose last day has passed": casework.settle_ended,
    "job: extensions that have ended": tickets.look_for_ended,
    "job: requests that may be mended": payments.look_for_mended,
    "job: what waits for the scanner": payments.look_for_scanned,
    "job: what waits to be sent": kernel.look_for_waiting,
}
# Tickets on which nothing is due yet, of the provider whose morning it is. Nothing of them is read, so what is sealed
# of them need not open.
CROWD = """
create temporary table crowd as select n, gen_random_uuid() as person, gen_random_uuid() as ticket,
    gen_random_uuid() as file from generate_series(1, {count}) as n;
create temporary table mine as select c.organisation_id as organisation, date '{today}' as today
    from casework_case c where c.number = '{number}';
insert into tickets_person (id, number, name, ssn, birth_date)
    select person, 'crowd-' || n, decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex')
    from crowd;
insert into tickets_ticket (id, number, sequence, assignment_state, use_state, person_id)
    select ticket, 'crowd-' || n, 1, 'en', 'in-use', person from crowd;
insert into tickets_sight (id, person_id, organisation_id, from_on)
    select gen_random_uuid(), person, organisation, today - 400 from crowd, mine;
insert into tickets_assignment (id, ticket_id, person_id, organisation_id, system, provider_signed_on,
        holder_signed_on, entered_on, assigned_on, payment_base_on, recorded_at)
    select file, ticket, person, organisation, 'outcome-milestone', today - 400, today - 400, today - 400, today - 400,
        today - 400, now() from crowd, mine;
insert into casework_case (id, number, name, opened_on, opened_by_name, opened_at, closed_why, version, organisation_id,
        person_id)
    select file, 'crowd-' || n, decode(md5(n::text), 'hex'), today - 420, 'Somebody', now(), '', 0, organisation, person
    from crowd, mine;
insert into kernel_duty (id, kind, subject, organisation, person, opened_at, due_on, claimed_by_name, diary_reason,
        version)
    select gen_random_uuid(), kind, file, organisation, person, now(), today + days + n % 40, '', '', 0
    from crowd, mine, (values ('contact-due', 40), ('stale-ticket', 600), ('goals-date-passed', 100)) as k (kind, days);
"""


def enlarge() -> None:
    """The same morning among so many more Tickets."""
    ground.copy(MANY_THERE, FEW_THERE)
    number = open_cases().order_by("number").first().number
    connections.close_all()
    text = CROWD.format(count=MANY - FEW, number=number, today=settings.PORTAL_TODAY)
    with ground.admin(MANY_THERE) as admin:
        admin.execute("set session_replication_role = replica")
        for statement in filter(str.strip, text.split(";\n")):
            admin.execute(statement)  # type: ignore[arg-type]
        admin.execute("vacuum analyze")


def fill() -> None:
    """A provider's 1,000 Tickets, with what is due on them."""
    cast, workers = cast_and_workers()
    grow(FEW - open_cases().count(), SEED, cast, workers)
    print(signed_in(workers))


def nights() -> None:
    """Each job at both sizes in turn; the process is the worker's."""
    for name, job in JOBS.items():
        taken = in_turn(
            {"many": lambda job=job: _night(MANY_THERE, job), "few": lambda job=job: _night(FEW_THERE, job)},  # type: ignore[misc]
            NIGHTS,
            warm=2,
        )
        _line(name, median(taken["many"]), median(taken["few"]), ratio(taken["many"], taken["few"]))


def _night(database: str, job: Callable[[int], None]) -> float:
    _point(database)
    for connection in connections.all():
        connection.ensure_connection()
    return wall(lambda: job(0))()


def _point(database: str) -> None:
    """Let this process work in another database."""
    for connection in connections.all():
        connection.close()
        keys = "_keys" if connection.alias == "keys" else ""
        connection.settings_dict["NAME"] = f"{database}{keys}"


def _line(name: str, many: float, few: float, score: float) -> None:
    write(Line(name, f"{many * 1000:.1f} ms", f"{few * 1000:.1f} ms", score, score=score, goal=GOAL))


def main() -> None:
    collect_static(os.environ)
    ground.copy(FEW_THERE, ground.NATION)
    few = {**os.environ, "PORTAL_DATABASE": FEW_THERE}
    [key] = ground.run(few, "bench.morning", "fill")
    _point(FEW_THERE)
    enlarge()
    many = {**os.environ, "PORTAL_DATABASE": MANY_THERE}
    with (
        serving("portal.config.wsgi:application", many) as there,
        serving("portal.config.wsgi:application", few) as here,
    ):
        busy, calm = (Reader(port, f"portal_session={key}") for port in (there, here))
        for name, path in PAGES.items():
            taken = in_turn(
                {"many": lambda path=path: busy.seconds(path), "few": lambda path=path: calm.seconds(path)},  # type: ignore[misc]
                REPEATS,
                warm=WARM,
            )
            _line(name, median(taken["many"]), median(taken["few"]), ratio(taken["many"], taken["few"]))
    sys.stdout.write("\n".join(["", *ground.run(few, "bench.morning", "jobs"), ""]))
    for database in (FEW_THERE, MANY_THERE):
        ground.drop(database)
    note(
        f"morning: one provider's {FEW:,} assigned Tickets are the yardstick of the same among {MANY:,}, on whose others"
        " nothing is due yet."
    )


if __name__ == "__main__":
    {"": main, "fill": fill, "jobs": nights}["".join(sys.argv[1:])]()
