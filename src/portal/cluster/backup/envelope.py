"""A sealed stream: AES-256-GCM in chunks, so that a file of any size opens with constant memory.

Layout: magic (8 bytes), nonce prefix (7), then chunks of at most 1 MiB, each followed by its tag. A chunk's
nonce is prefix, counter (4 bytes) and a last byte that is 1 for the final chunk only: chunks cannot be
reordered, dropped or cut off unnoticed.
"""

import os
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"TPBACK01"
CHUNK = 1 << 20
_TAG = 16


class NotOurs(ValueError):
    """The file is no backup of ours, was cut off or changed, or the key is another one."""


def seal(source: IO[bytes], target: IO[bytes], key: bytes) -> int:
    """Seal everything in `source` into `target`; the number of bytes read."""
    cipher, prefix = AESGCM(key), os.urandom(7)
    target.write(MAGIC + prefix)
    total, counter = 0, 0
    chunk = source.read(CHUNK)
    while True:
        following = source.read(CHUNK)
        target.write(cipher.encrypt(_nonce(prefix, counter, final=not following), chunk, MAGIC))
        total += len(chunk)
        if not following:
            return total
        chunk, counter = following, counter + 1


def opened(source: IO[bytes], key: bytes) -> Iterator[bytes]:
    """The plain chunks of a sealed stream. Raises NotOurs at the first that does not fit."""
    if source.read(len(MAGIC)) != MAGIC:
        raise NotOurs("this file is not one of the portal's backups")
    cipher, prefix, counter = AESGCM(key), source.read(7), 0
    chunk = source.read(CHUNK + _TAG)
    while True:
        following = source.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, counter, final=not following), chunk, MAGIC)
        except InvalidTag:
            raise NotOurs("this backup was changed or cut off, or belongs to another key") from None
        if not following:
            return
        chunk, counter = following, counter + 1


def _nonce(prefix: bytes, counter: int, *, final: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + bytes([final])
