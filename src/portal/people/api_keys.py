"""Which key a secret is, how often it was used this minute, and the keys an organisation has."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connections

from portal.kernel.links import hash_of
from portal.people.models import ApiKey

CALLS_A_MINUTE = 120
_MINUTE = timedelta(minutes=1)
# One row a key. Written beside the unit: also what only reads is counted, and what is refused.
_COUNT = """
insert into people_apiuse as u (key_id, since, calls) values (%(key)s, %(now)s, 1)
on conflict (key_id) do update set
    since = case when u.since <= %(now)s - interval '1 minute' then %(now)s else u.since end,
    calls = case when u.since <= %(now)s - interval '1 minute' then 1 else u.calls + 1 end
returning since, calls
"""


@dataclass(frozen=True, slots=True)
class TooOften:
    """The key was used as often as it may be in a minute; it may be used again after this many seconds."""

    seconds: int


def key_of(secret: str, now: datetime) -> ApiKey | None:
    """The living key with this secret."""
    found = ApiKey.objects.filter(secret_hash=hash_of(secret), ended_at=None, expires_at__gt=now)
    return found.select_related("organisation").first()


def count_use(key: UUID, now: datetime) -> TooOften | None:
    """Count one use; an answer where there were too many in this minute."""
    with connections["side"].cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "now": now})
        since, calls = cursor.fetchone()
    return (
        None
        if calls <= CALLS_A_MINUTE
        else TooOften(max(1, int((since + _MINUTE - now).total_seconds()) + 1))
    )


def keys(organisation: UUID) -> list[ApiKey]:
    """The organisation's keys, the latest made first, those that have ended too."""
    return list(ApiKey.objects.filter(organisation=organisation).order_by("-made_at"))
