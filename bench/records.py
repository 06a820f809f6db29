"""A file of benefit status of people on Social Security's record: checked, judged, applied; rows a second."""

import io
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.db import connections  # noqa: E402

from bench import ground  # noqa: E402
from bench.measure import as_the_worker, wall  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from portal.exchange.checking import Totals, check  # noqa: E402
from portal.exchange.layouts import STATUS  # noqa: E402
from portal.exchange.models import RecordFile  # noqa: E402
from portal.exchange.services.receive import enter, step  # noqa: E402
from portal.exchange.writing import lines  # noqa: E402
from portal.kernel.actor import SYSTEM  # noqa: E402
from portal.kernel.clock import now  # noqa: E402
from portal.kernel.unit import open_unit  # noqa: E402
from portal.kernel.vault.index import digest  # noqa: E402
from portal.policy.core import Month  # noqa: E402

# How many people the file is about. 12,000,000, the country's, takes the same work on each row.
ROWS = 200_000
SINCE = Month.parse("2024-01")
# People who are there to be found: nothing of them is read but that they are there.
PEOPLE = """
insert into tickets_person (id, number, name, ssn, birth_date)
    select id, 'record-' || id, '\\x00', '\\x00', '\\x00' from known
"""
TABLE = "tickets_benefitperiod"
COLUMNS = "id, person_id, title, kind, exceptions, from_month, until_month, status, stated_on, recorded_at"


def numbers() -> Iterator[str]:
    """Numbers that were never issued."""
    for serial in range(ROWS):
        group, rest = divmod(serial, 90 * 9_000)
        area, last = divmod(rest, 9_000)
        yield f"{910 + area:03d}{20 + group:02d}{1_000 + last:04d}"


def enter_people() -> None:
    """A copy of the synthetic program in which these people are on record, too."""
    ground.copy(ground.LARGE, ground.NATION)
    with ground.admin(f"{ground.LARGE}_keys") as keys, ground.admin(ground.LARGE) as admin:
        keys.execute("create temporary table known (digest bytea, person uuid default gen_random_uuid())")
        with keys.cursor() as cursor, cursor.copy("copy known (digest) from stdin") as copy:
            for number in numbers():
                copy.write_row((digest(number),))
        keys.execute("insert into ssn_index select digest, person from known on conflict do nothing")
        admin.execute("set session_replication_role = replica")
        admin.execute("create temporary table known (id uuid)")
        with (
            keys.cursor().copy("copy (select person from known) to stdout") as out,
            admin.cursor().copy("copy known from stdin") as into,
        ):
            for part in out:
                into.write(part)
        admin.execute(PEOPLE)
        for one in (keys, admin):
            one.execute("vacuum analyze")


def content() -> bytes:
    """The file, as Social Security would send it."""
    plain = {"title": "T2", "benefit": "disabled-worker", "status": "paid", "from_month": SINCE}
    rows = ({"ssn": number, **plain} for number in numbers())
    on = now().on
    return b"".join(lines(Totals(STATUS), 1, on, on, rows))


def take(file: bytes) -> RecordFile:
    """As the worker takes it: checked, entered, batch after batch in a unit each."""
    held = io.BytesIO(file)
    checked = check(STATUS.kind, 1, held, now().on)
    with open_unit(SYSTEM, now(), reading=False, page="bench", purpose="bench"):
        entered = enter(f"{STATUS.kind}-00000001", checked)
    more = True
    while more:
        with open_unit(SYSTEM, now(), reading=False, page="bench", purpose="bench"):
            more = step(file=entered.pk, content=held)
    return RecordFile.objects.using("loader").get(pk=entered.pk)


def copy_bytes(file: bytes) -> float:
    """The same bytes into a table of one column that nothing guards."""
    with ground.admin(ground.LARGE) as admin:
        admin.execute("create table raw (line text)")

        def work() -> None:
            with admin.cursor() as cursor, cursor.copy("copy raw from stdin") as copy:
                copy.write(file)

        seconds = wall(work)()
        admin.execute("drop table raw")
    return seconds


def copy_rows() -> float:
    """The same rows, ready as text, into the same table: its keys, indexes and triggers."""
    with ground.admin(ground.LARGE) as admin:
        recorded: Any = f"copy (select {COLUMNS} from {TABLE} where stated_on is not null) to stdout"
        with admin.cursor() as cursor, cursor.copy(recorded) as copy:
            text = b"".join(bytes(part) for part in copy)
        admin.execute("set session_replication_role = replica")
        admin.execute(f"delete from {TABLE} where stated_on is not null")
        admin.execute(f"vacuum {TABLE}")
        admin.execute("set session_replication_role = origin")

        def work() -> None:
            with admin.transaction():
                admin.execute("select set_config('portal.actor', 'bench', true)")
                admin.execute(
                    f"create temporary table same on commit drop as select {COLUMNS} from {TABLE} with no data"
                )
                with admin.cursor() as cursor, cursor.copy("copy same from stdin") as copy:
                    copy.write(text)
                admin.execute(f"insert into {TABLE} ({COLUMNS}) select {COLUMNS} from same")

        return wall(work)()


def main() -> None:
    as_the_worker()
    enter_people()
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = f"{ground.LARGE}{'_keys' if alias == 'keys' else ''}"
    file = content()
    taken: list[RecordFile] = []
    seconds = wall(lambda: taken.append(take(file)))()
    connections.close_all()
    bare, same = copy_bytes(file), copy_rows()
    (done,) = taken
    # A few have a number of the program's own people, of whom the same may be on record.
    if done.rows_refused or done.rows_changed < 0.99 * ROWS:
        raise RuntimeError(
            f"not every row was taken: {done.rows_changed} of {ROWS}, {done.rows_refused} refused"
        )
    ours = f"{ROWS / seconds:,.0f}/s ({seconds:.1f} s)"
    write(
        Line(
            f"file of benefit status, {ROWS:,} rows, beside the same rows",
            ours,
            f"{ROWS / same:,.0f}/s ({same:.1f} s)",
            seconds / same,
            seconds / same,
            3,
        )
    )
    write(
        Line(
            f"file of benefit status, {ROWS:,} rows, beside its bytes",
            ours,
            f"{ROWS / bare:,.0f}/s ({bare:.1f} s)",
            seconds / bare,
        )
    )
    note(
        f"records: {len(file) / 1e6:,.0f} MB, checked whole first, every number found by its keyed hash in the keys"
        " database, committed in batches with entries in the trail. The yardsticks: COPY and INSERT ... SELECT of the"
        " finished rows into the same table, keys and triggers on; and COPY of the file's bytes into a bare table."
    )


if __name__ == "__main__":
    main()
