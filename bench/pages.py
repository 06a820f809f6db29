"""Signed-in pages beside a bare signed-in Django page of 25 rows, over HTTP connections that stay open."""

import os
from statistics import median

import django

django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connections  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import ground  # noqa: E402
from bench.measure import in_turn, ratio  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from bench.servers import Reader, collect_static, serving  # noqa: E402
from portal.kernel.clock import now  # noqa: E402
from portal.nation.personas import PERSONAS  # noqa: E402
from portal.nation.signed_in import sign_into  # noqa: E402
from portal.payments.models import PaymentRequest  # noqa: E402
from portal.people.models import Account  # noqa: E402

REPEATS, WARM = 150, 30
LIST_GOAL, RECORD_GOAL, QUERIES_GOAL = 1.5, 2.0, 12
# The first of the provider's payments clerks: whose organisation has more than a page of each list.
CLERK = next(persona for persona in PERSONAS if persona.roles == ("en-payments-clerk",))
_NO_QUERY = ("BEGIN", "COMMIT")


def signed_in() -> str:
    """The key of a session that has passed both factors."""
    account = Account.objects.using("loader").get(email=CLERK.email)
    session = SessionStore()
    sign_into(session, account, now().real)
    return str(session.session_key)


def paths() -> dict[str, tuple[str, float]]:
    """The pages with their goals; the records are those of somebody with a middling number of requests."""
    of_clerk = PaymentRequest.objects.using("loader").filter(organisation__name=CLERK.organisation)
    people = list(of_clerk.values("person__number").annotate(n=Count("id")).order_by("n", "person__number"))
    person = people[len(people) // 2]["person__number"]
    request = of_clerk.filter(person__number=person).order_by("-submitted_on", "number").first()
    assert request is not None
    return {
        "list of Ticketholders": ("/ticketholders/", LIST_GOAL),
        "list of payment requests": ("/requests/", LIST_GOAL),
        "record of a payment request": (f"/requests/{request.number}/", RECORD_GOAL),
        "record of a Ticketholder": (f"/ticketholders/{person}/", RECORD_GOAL),
    }


def queries(path: str, key: str) -> int:
    """Statements over all connections for one page; BEGIN and COMMIT are not counted."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies["portal_session"] = key
    client.get(path)
    watched = [CaptureQueriesContext(connections[alias]) for alias in connections]
    for one in watched:
        one.__enter__()
    client.get(path)
    for one in watched:
        one.__exit__(None, None, None)
    return sum(query["sql"] not in _NO_QUERY for one in watched for query in one.captured_queries)


def main() -> None:
    collect_static(os.environ)
    ground.drop(ground.BARE)
    with ground.admin() as admin:
        admin.execute(f"create database {ground.BARE}")
    bare = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.bare.settings", "BENCH_BARE": ground.BARE}
    [bare_key] = ground.run(bare, "bench.bare.fill")
    key, chosen = signed_in(), paths()
    counts = {name: queries(path, key) for name, (path, _) in chosen.items()}
    connections.close_all()
    with (
        serving("portal.config.wsgi:application", os.environ) as ours,
        serving("bench.bare.wsgi:application", bare) as theirs,
    ):
        portal, yardstick = Reader(ours, f"portal_session={key}"), Reader(theirs, f"sessionid={bare_key}")
        sizes = {name: portal.get(path) for name, (path, _) in chosen.items()}
        bare_size = yardstick.get("/cases/")
        for name, (path, goal) in chosen.items():
            taken = in_turn(
                {
                    "ours": lambda path=path: portal.seconds(path),  # type: ignore[misc]
                    "theirs": lambda: yardstick.seconds("/cases/"),
                },
                REPEATS,
                warm=WARM,
            )
            found = ratio(taken["ours"], taken["theirs"])
            ours_ms, theirs_ms = (median(taken[side]) * 1000 for side in ("ours", "theirs"))
            write(Line(name, f"{ours_ms:.1f} ms", f"{theirs_ms:.1f} ms", found, score=found, goal=goal))
            count = counts[name]
            write(Line("  its queries", str(count), score=count, goal=QUERIES_GOAL))
    shown = ", ".join(f"{name} {size / 1000:.0f} kB" for name, size in sizes.items())
    note(
        f"pages: {shown}; bare page {bare_size / 1000:.0f} kB. Times are of a client on the same machine; queries "
        "are statements over all connections but BEGIN and COMMIT; the role put on and off around what is read as "
        "facts is sent with it and counted with it. Both sides prepare statements and check kept connections alike."
    )


if __name__ == "__main__":
    main()
