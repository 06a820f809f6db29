"""Doing once what another system asks for under a key of its own, however often and at whatever time it asks."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from portal.kernel.models import OnceKey
from portal.kernel.unit import current


@dataclass(frozen=True, slots=True)
class AskedOtherwise:
    """Something else was asked for under this key before."""


def once[Refused](
    key: str, asked: bytes, do: Callable[[], UUID | Refused]
) -> tuple[UUID, bool] | AskedOtherwise | Refused:
    """What came of the key: its ID, and whether it was made now. A refusal is not kept: the key can be used again.

    `asked` is a digest of what is asked for. Two at once: the second waits for the first.
    """
    unit = current()
    if unit.actor.organisation is None:
        raise PermissionError("a key belongs to an organisation")
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"once/{unit.actor.organisation}/{key}"]
        )
    kept = OnceKey.objects.filter(organisation=unit.actor.organisation, key=key).first()
    if kept is not None:
        return (kept.subject, False) if bytes(kept.asked) == asked else AskedOtherwise()
    made = do()
    if not isinstance(made, UUID):
        return made
    OnceKey(
        organisation=unit.actor.organisation, key=key, asked=asked, subject=made, at=unit.moment.real
    ).save(force_insert=True)
    return made, True
