"""Lanes of a file: shares of its rows that several workers bring in side by side.

All rows about one person are in one lane, so they are brought in in their order. A lane has one worker at a time,
whichever of an organisation's files it works on; a worker that is alone takes one lane after the other.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Coalesce, Right

from portal.kernel.sent_files.kinds import Kind
from portal.kernel.sent_files.tables import SentFile

_DIGITS = "0123456789abcdef"
_WAIT = "select true from pg_advisory_xact_lock(hashtextextended(%s, 0))"
_TRY = "select pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


def free_lane(kind: Kind, file: SentFile) -> QuerySet[Any]:
    """The rows that wait in a lane nobody works on; where there is none, those of the first lane once it is free."""
    waiting = kind.rows_of(file).filter(became="")
    if kind.lanes == 1:
        take_lane(kind, file, 0)
        return waiting
    # The last digit of an ID is as good as thrown by dice.
    by_digit = waiting.annotate(digit=Right(Cast(Coalesce("person_id", "id"), TextField()), 1))
    digits = by_digit.values_list("digit", flat=True).distinct()
    left = sorted({_DIGITS.index(digit) % kind.lanes for digit in digits})
    if not left:
        return waiting.none()
    lane = next((one for one in left if _taken(_TRY, kind, file, one)), None)
    if lane is None:
        lane = left[0]
        take_lane(kind, file, lane)
    own: QuerySet[Any] = by_digit.filter(digit__in=list(_DIGITS[lane :: kind.lanes]))
    return own


def take_lane(kind: Kind, file: SentFile, lane: int) -> None:
    """Wait until nobody else works on the lane; held until the unit ends."""
    _taken(_WAIT, kind, file, lane)


def _taken(how: str, kind: Kind, file: SentFile, lane: int) -> bool:
    owner = file.organisation_id if kind.owned else None
    with connection.cursor() as cursor:
        cursor.execute(how, [f"{kind.task}/{owner or ''}/{lane}"])
        return bool(cursor.fetchone()[0])
