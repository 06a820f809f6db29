"""One file at a time: numbers without gaps, and no two readers at the same rows."""

from django.db import connection


def one_at_a_time() -> None:
    """Wait until this unit is the only one that reads or writes files of the record; held until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('exchange', 0))")
