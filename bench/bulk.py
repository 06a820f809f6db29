"""Determinations in sets, beside COPY + INSERT ... SELECT of the same rows into the same tables.

The yardstick knows every row beforehand, as the text COPY reads, and has only to write: the same role, walls,
triggers and constraints, in one transaction. What is above it is gathering facts, judging, and making rows.
"""

import os
from collections import Counter
from statistics import median

os.environ["PORTAL_PROCESS"] = "worker"

import django

django.setup()

from django.db import connection  # noqa: E402
from psycopg import sql  # noqa: E402

from bench import ground  # noqa: E402
from bench.measure import as_the_worker, in_turn, ratio, wall  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from portal.kernel.actor import SYSTEM  # noqa: E402
from portal.kernel.clock import now  # noqa: E402
from portal.kernel.unit import open_unit  # noqa: E402
from portal.payments.services.determine_many import AT_ONCE, determine_many  # noqa: E402

REPEATS = 7
# The last request of each Ticket that ended in no refusal, set back to the moment it was submitted.
CHOSEN = """
create temporary table chosen as select distinct on (ticket_id) id from payments_paymentrequest
    where state not in ('denied', 'withdrawn', 'reversed') order by ticket_id, submitted_at desc, id desc
"""
# What a determination writes, in the order in which rows point at one another; and which of it is of the chosen.
OF_REQUEST = "request_id in (table chosen)"
WRITTEN = {
    "payments_requeststep": OF_REQUEST,
    "kernel_duty": "subject in (table chosen)",
    "kernel_storeddecision": "subject in (table chosen)",
    "payments_determination": OF_REQUEST,
    "payments_award": OF_REQUEST,
    "payments_ledgertransaction": f"award_id in (select id from payments_award where {OF_REQUEST})",
    "payments_ledgerentry": "transaction_id in (select id from payments_ledgertransaction where award_id in"
    f" (select id from payments_award where {OF_REQUEST}))",
    "payments_qualitysample": "determination_id in"
    f" (select id from payments_determination where {OF_REQUEST})",
    "earnings_earningsmonth": "recorded_by = 'system'",
    "kernel_mail": "true",
    "kernel_trailentry": "page = 'bench'",
}
STATE = "id, state, version, denial_code, amount_cents, decided_on"
UNDO = """
update payments_paymentrequest set state = 'submitted', version = 0, denial_code = '', amount_cents = null,
    decided_on = null where id in (table chosen);
update earnings_earningsmonth set superseded_at = null where superseded_at >= %s;
delete from procrastinate_jobs
"""


class Table:
    """The rows that one run wrote into a table, as COPY reads them."""

    def __init__(self, admin: ground.psycopg.Connection, name: str, condition: str) -> None:
        self.name = name
        found = admin.execute(
            "select column_name from information_schema.columns where table_name = %s"
            " and column_default is null and is_identity = 'NO' order by ordinal_position",
            [name],
        ).fetchall()
        self.columns = sql.SQL(", ").join(sql.Identifier(row[0]) for row in found)
        query = sql.SQL("copy (select {} from {} where {}) to stdout").format(
            self.columns,
            sql.Identifier(name),
            sql.SQL(condition),  # type: ignore[arg-type]
        )
        with admin.cursor() as cursor, cursor.copy(query) as copy:
            self.text = b"".join(bytes(part) for part in copy)
        self.count = self.text.count(b"\n")

    def stage(self, cursor: object) -> sql.Identifier:
        held = sql.Identifier("pg_temp", f"same_{self.name}")
        run, copier = cursor.execute, cursor.cursor.copy  # type: ignore[attr-defined]
        run(
            sql.SQL("create temporary table {} on commit drop as select {} from {} with no data").format(
                held, self.columns, sql.Identifier(self.name)
            )
        )
        with copier(sql.SQL("copy {} ({}) from stdin").format(held, self.columns)) as copy:
            copy.write(self.text)
        return held


class Ground:
    """The chosen requests, and the way back to before they were determined."""

    def __init__(self) -> None:
        self.admin = ground.admin(ground.NATION)
        self.admin.execute("set session_replication_role = replica")
        self.admin.execute(CHOSEN)
        self.ids = [row[0] for row in self.admin.execute("table chosen").fetchall()][:AT_ONCE]
        self.reset()

    def reset(self) -> None:
        for name, condition in reversed(WRITTEN.items()):
            self.admin.execute(f"delete from {name} where {condition}")  # type: ignore[arg-type]
        for statement in UNDO.split(";"):
            held = [now().at.date()] if "%s" in statement else None
            self.admin.execute(statement, held)  # type: ignore[arg-type]

    def determine(self) -> dict[object, str]:
        with open_unit(SYSTEM, now(), reading=False, page="bench", purpose="bench"):
            return dict(determine_many(self.ids))

    def rows(self) -> tuple[list[Table], Table]:
        written = [Table(self.admin, name, condition) for name, condition in WRITTEN.items()]
        states = Table(self.admin, "payments_paymentrequest", "id in (table chosen)")
        return [table for table in written if table.count], states


def write_same(tables: list[Table], states: Table) -> None:
    """The yardstick."""
    with open_unit(SYSTEM, now(), reading=False, page="bench", purpose="bench"):
        with connection.cursor() as cursor:
            for table in tables:
                held = table.stage(cursor)
                cursor.execute(
                    sql.SQL("insert into {0} ({1}) select {1} from {2}").format(
                        sql.Identifier(table.name), table.columns, held
                    )
                )
            cursor.execute(
                sql.SQL(
                    "update payments_paymentrequest as own set (state, version, denial_code, amount_cents,"
                    " decided_on) = (held.state, held.version, held.denial_code, held.amount_cents,"
                    " held.decided_on) from {} as held where own.id = held.id"
                ).format(states.stage(cursor))
            )


def main() -> None:
    as_the_worker()
    place = Ground()
    states = Counter(place.determine().values())
    tables, requests = place.rows()
    rows = sum(table.count for table in tables) + requests.count

    def timed(work: ground.Any) -> ground.Any:
        def anew() -> float:
            place.reset()
            return wall(work)()

        return anew

    taken = in_turn(
        {"ours": timed(place.determine), "theirs": timed(lambda: write_same(tables, requests))}, REPEATS
    )
    ours, theirs = median(taken["ours"]), median(taken["theirs"])
    count = requests.count
    write(
        Line(
            "determinations in sets, facts to trail",
            f"{count / ours:,.0f}/s ({ours * 1000:.0f} ms)",
            f"{count / theirs:,.0f}/s ({theirs * 1000:.0f} ms)",
            ratio(taken["ours"], taken["theirs"]),
        )
    )
    outcome = ", ".join(f"{number} {state}" for state, number in states.most_common())
    note(
        f"bulk: {count} requests in one unit ({outcome}), {rows:,} rows in {len(tables) + 1} tables, mails among "
        "them; the yardstick has every row ready as text and only writes it, through the same walls."
    )


if __name__ == "__main__":
    main()
