"""A counsellor's pages at a caseload of 100 and of 10,000 Tickets, beside the bare page of 25 rows."""

import os
from datetime import date, timedelta
from statistics import median
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connections  # noqa: E402

from bench import ground  # noqa: E402
from bench.measure import in_turn, ratio  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from bench.servers import Reader, collect_static, serving  # noqa: E402
from portal.casework.models import Case  # noqa: E402
from portal.kernel.clock import now  # noqa: E402
from portal.nation.casefiles import CaseFiles  # noqa: E402
from portal.nation.cast import Cast, make_cast  # noqa: E402
from portal.nation.chance import Chance, Numbers  # noqa: E402
from portal.nation.employers import Employers  # noqa: E402
from portal.nation.lives import Life, Status, held_by, new_life  # noqa: E402
from portal.nation.people import Population, seal_people  # noqa: E402
from portal.nation.rows import Rows, loading  # noqa: E402
from portal.nation.signed_in import sign_into  # noqa: E402
from portal.nation.sizes import sizes  # noqa: E402
from portal.nation.ticket_history import history  # noqa: E402
from portal.nation.workers import Workers, make_workers  # noqa: E402
from portal.nation.writer import Writer  # noqa: E402
from portal.people.models import Account  # noqa: E402
from portal.policy.core import Month  # noqa: E402
from portal.policy.roles import Role  # noqa: E402

REPEATS, WARM = 60, 15
LIST_GOAL, RECORD_GOAL = 1.5, 2.0
CASELOADS = (100, 10_000)
# An EN with few Tickets of its own; the seed is another than the program's, so that nobody is made twice.
PROVIDER, SEED, MORE = "Canyon Light Employment", 1, 1_000


class Nowhere(Rows):
    """Rows that are there already: what is made from the program's seed has the same IDs again."""

    def add(self, model: Any, **values: Any) -> None:
        """Nothing."""


def cast_and_workers() -> tuple[Cast, Workers]:
    """The program's organisations and their people, as they were made."""
    rows = Nowhere()
    cast = make_cast(rows, SEED, Numbers(SEED), sizes(1.0))
    return cast, make_workers(rows, SEED, cast)


def grow(count: int, seed: int, cast: Cast, workers: Workers) -> None:
    """So many more Tickets assigned to the provider, each with its file."""
    today: date = settings.PORTAL_TODAY  # type: ignore[assignment]
    chance, numbers = Chance(seed, "caseload"), Numbers(seed)
    with loading() as rows:
        writer = Writer(rows, chance, cast, Employers(Nowhere(), SEED, 12), numbers, today)
        files = CaseFiles(rows, seed, cast, workers, numbers, today)
        lives = []
        for serial, person in enumerate(Population(seed, numbers).take(count)):
            life = new_life(person, chance, numbers)
            life.benefits = [Status("T2", Month.parse("2018-01"))]
            life.held = [held_by(PROVIDER, today - timedelta(days=40 + serial % 1_400))]
            lives.append(life)
        _write(lives, writer, files, cast, today)
        seal_people(rows, [life.person for life in lives])
    with ground.admin(ground.NATION) as connection:
        connection.execute("vacuum analyze")


def _write(lives: list[Life], writer: Writer, files: CaseFiles, cast: Cast, today: date) -> None:
    for life in lives:
        steps = history(life, cast, today)
        writer.write(life)
        files.write(life, steps)
    files.close({})


def signed_in(workers: Workers) -> str:
    """The key of the counsellor's session."""
    [(key, _), *_] = workers.any(PROVIDER, Role.EN_COUNSELLOR)
    session = SessionStore()
    sign_into(session, Account.objects.using("loader").get(pk=key), now().real)
    return str(session.session_key)


def open_cases() -> Any:
    return Case.objects.using("loader").filter(organisation__name=PROVIDER, closed_on=None)


def main() -> None:
    collect_static(os.environ)
    cast, workers = cast_and_workers()
    ground.drop(ground.BARE)
    with ground.admin() as admin:
        admin.execute(f"create database {ground.BARE}")
    bare = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.bare.settings", "BENCH_BARE": ground.BARE}
    [bare_key] = ground.run(bare, "bench.bare.fill")
    key = signed_in(workers)
    for serial, caseload in enumerate(CASELOADS):
        grow(caseload - open_cases().count(), MORE + serial, cast, workers)
        number = open_cases().order_by("number").first().number
        connections.close_all()
        with (
            serving("portal.config.wsgi:application", os.environ) as ours,
            serving("bench.bare.wsgi:application", bare) as theirs,
        ):
            portal, yardstick = Reader(ours, f"portal_session={key}"), Reader(theirs, f"sessionid={bare_key}")
            pages = {
                "list of cases": ("/cases/", LIST_GOAL),
                "list by next contact": ("/cases/?order=due", LIST_GOAL),
                "record of a case": (f"/cases/{number}/", RECORD_GOAL),
            }
            for name, (path, goal) in pages.items():
                _measure(f"{name}, {caseload:,} Tickets", path, goal, portal, yardstick)
    note(
        "caseload: the same pages of one counsellor at both sizes; the ratio may not grow. Finding and ordering by "
        "name open the names of the whole list and are not in these numbers."
    )


def _measure(name: str, path: str, goal: float, portal: Reader, yardstick: Reader) -> None:
    taken = in_turn(
        {"ours": lambda: portal.seconds(path), "theirs": lambda: yardstick.seconds("/cases/")},
        REPEATS,
        warm=WARM,
    )
    found = ratio(taken["ours"], taken["theirs"])
    ours_ms, theirs_ms = (median(taken[side]) * 1000 for side in ("ours", "theirs"))
    write(Line(name, f"{ours_ms:.1f} ms", f"{theirs_ms:.1f} ms", found, score=found, goal=goal))


if __name__ == "__main__":
    main()
