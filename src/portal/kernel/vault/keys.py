"""Data keys: one a person (`identity`) and one a provider's file on a person (`file`), wrapped by the master key."""

import secrets
from base64 import b64decode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connections

from portal.kernel.ids import new_id
from portal.kernel.unit import key_ring

_FILES = UUID("5d7c9a54-2f0e-4c1b-9d3a-0f6f6f6b7e11")


def file_subject(person: UUID, organisation: UUID, assignment: UUID) -> UUID:
    """The one ID of a provider's file on a person under one assignment."""
    return uuid5(_FILES, f"{person}/{organisation}/{assignment}")


class KeyDestroyed(LookupError):
    """The key is gone, and with it the data: disposal has happened."""


@lru_cache(maxsize=4)
def _master(encoded: str) -> AESGCM:
    return AESGCM(b64decode(encoded))


def _cipher() -> AESGCM:
    return _master(settings.PORTAL_MASTER_KEY)


def wrap(key_id: UUID, key: bytes) -> bytes:
    """Seal a data key under the master key, bound to its own ID."""
    nonce = secrets.token_bytes(12)
    return nonce + _cipher().encrypt(nonce, key, key_id.bytes)


def unwrap(key_id: UUID, wrapped: bytes) -> bytes:
    """The data key. Raises InvalidTag when the row was tampered with or moved."""
    return _unwrap(key_id.bytes, wrapped)


def _unwrap(key_id: bytes, wrapped: bytes) -> bytes:
    return _cipher().decrypt(wrapped[:12], wrapped[12:], key_id)


def keys_by_id(ids: Iterable[bytes]) -> Mapping[bytes, bytes]:
    """Data keys by the bytes of their IDs, in one query for those the unit has not fetched before.

    A destroyed key is missing from the answer.
    """
    ring = key_ring()
    wanted = [key_id.hex() for key_id in set(ids) if key_id not in ring]
    if wanted:
        # Bytes on the way in and out: a list by name opens hundreds, and as UUIDs each would be made and read thrice.
        with connections["keys"].cursor() as cursor:
            cursor.execute(
                "select uuid_send(id), wrapped from data_key where id = any(%s::uuid[])",
                ["{" + ",".join(wanted) + "}"],
            )
            ring.update({key_id: _unwrap(key_id, wrapped) for key_id, wrapped in cursor.fetchall()})
    return ring


def keys_for(kind: str, subjects: Iterable[UUID]) -> dict[UUID, tuple[UUID, bytes]]:
    """The key (ID, bytes) of each subject, made where there is none yet. Commits in the keys database at once."""
    wanted = sorted(set(subjects))
    fresh = []
    for subject in wanted:
        key_id = new_id()
        fresh.append((key_id, subject, wrap(key_id, secrets.token_bytes(32))))
    with connections["keys"].cursor() as cursor:
        found = _read(cursor, kind, wanted)
        missing = [row for row in fresh if row[1] not in found]
        if missing:
            cursor.execute(
                "insert into data_key (id, kind, subject, wrapped)"
                " select i, %s, s, w from unnest(%s::uuid[], %s::uuid[], %s::bytea[]) as t(i, s, w)"
                " on conflict (kind, subject) do nothing",
                [kind, [r[0] for r in missing], [r[1] for r in missing], [r[2] for r in missing]],
            )
            found = _read(cursor, kind, wanted)
    return found


def destroy(kind: str, subject: UUID) -> bool:
    """Destroy a subject's key; what was sealed under it can never be read again."""
    key_ring().clear()
    with connections["keys"].cursor() as cursor:
        cursor.execute("delete from data_key where kind = %s and subject = %s", [kind, subject])
        return bool(cursor.rowcount)


def _read(cursor: object, kind: str, subjects: list[UUID]) -> dict[UUID, tuple[UUID, bytes]]:
    cursor.execute(  # type: ignore[attr-defined]
        "select subject, id, wrapped from data_key where kind = %s and subject = any(%s)", [kind, subjects]
    )
    rows = cursor.fetchall()  # type: ignore[attr-defined]
    return {subject: (key_id, unwrap(key_id, bytes(wrapped))) for subject, key_id, wrapped in rows}
