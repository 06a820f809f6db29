"""Sealing and opening.

A ciphertext is: version (1 byte), key ID (16), nonce (12), AES-256-GCM text and tag. Its associated data is
the column and the row it stands in, so it opens nowhere else.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.kernel.unit import current
from portal.kernel.vault.keys import KeyDestroyed, keys_by_id, keys_for

IDENTITY = "identity"
FILE = "file"
_VERSION = b"\x01"
_DESTROYED = "(destroyed)"


class Sealed(NamedTuple):
    """A sealed value, the place it stands in ("tickets_person.name/<id>") and the person it is about.

    Without a person it can be matched and never shown.
    """

    data: bytes
    place: str
    person: UUID | None = None


def place(table: str, column: str, row: UUID | str) -> str:
    """The associated data that binds a ciphertext to its cell."""
    return f"{table}.{column}/{row}"


def seal(kind: str, subject: UUID, where: str, text: str) -> bytes:
    """Seal a text under the subject's key, bound to its cell."""
    return seal_many(kind, [(subject, where, text)])[0]


def seal_many(kind: str, values: Sequence[tuple[UUID, str, str]]) -> list[bytes]:
    """Seal many texts (subject, cell, text) with a constant number of queries for their keys."""
    keys = keys_for(kind, (subject for subject, _, _ in values))
    return [_encrypt(*keys[subject], where, text.encode()) for subject, where, text in values]


def seal_file(subject: UUID, where: str, content: bytes) -> bytes:
    """Seal a file's bytes under the provider's file key."""
    key_id, key = keys_for(FILE, [subject])[subject]
    return _encrypt(key_id, key, where, content)


def open_file(data: bytes, where: str, person: UUID) -> bytes:
    """Open a sealed file and note the look."""
    content = _decrypt(data, where, keys_by_id([_key_id(data)]))
    if content is None:
        raise KeyDestroyed("this file was destroyed under the retention rules")
    current().looked_at.add(person)
    return content


def show(values: Iterable[Sealed]) -> list[str]:
    """Open texts for a reader, in order, with at most one query; every person among them has been looked at.

    Raises ValueError where it is not said whom one of them is about.
    """
    wanted = list(values)
    people = {value.person for value in wanted}
    if None in people:
        raise ValueError("what is shown must say whom it is about")
    current().looked_at |= people  # type: ignore[arg-type]
    return _open(wanted)


def match(values: Iterable[Sealed]) -> list[str]:
    """Open texts in memory to search, sort or send; nobody is shown them."""
    return _open(list(values))


def _open(values: list[Sealed]) -> list[str]:
    keys = keys_by_id(_key_id(value.data) for value in values)
    opened = (_decrypt(value.data, value.place, keys) for value in values)
    return [_DESTROYED if text is None else text.decode() for text in opened]


def _key_id(data: bytes) -> bytes:
    if data[:1] != _VERSION:
        raise InvalidTag
    return bytes(data[1:17])


def _encrypt(key_id: UUID, key: bytes, where: str, content: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return _VERSION + key_id.bytes + nonce + AESGCM(key).encrypt(nonce, content, where.encode())


def _decrypt(data: bytes, where: str, keys: Mapping[bytes, bytes]) -> bytes | None:
    key = keys.get(_key_id(data))
    if key is None:
        return None
    return AESGCM(key).decrypt(data[17:29], data[29:], where.encode())
