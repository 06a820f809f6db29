"""Sealing the trail: blocks of committed entries, hashed over their stored text, chained, signed, and put outside.

A block takes the entries of all transactions in [from, until). `until` is the oldest transaction still
running, so no entry can appear in a block that is sealed already. Whoever removes or changes an entry would
have to sign a new chain, and the checkpoints outside the database would still tell.
"""

import hashlib
import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from portal.kernel.models import TrailBlock

_GENESIS = bytes(32)
_ENTRIES = """
select jsonb_build_array(id, unit, at, recorded_at, kind, actor, account, organisation, subject_kind, subject,
    people, page, purpose, detail, transaction)::text
from kernel_trailentry where transaction >= %s and transaction < %s order by transaction, id
"""


class Fault(NamedTuple):
    """What verification found wrong, in a sentence."""

    block: int | None
    says: str


def seal(at: datetime) -> TrailBlock | None:
    """Seal what has been committed since the last block; None when there is nothing. Runs in a worker's unit."""
    _one_sealer_at_a_time()
    last = TrailBlock.objects.order_by("-until_transaction").first()
    start = last.until_transaction if last else 0
    until = _oldest_running()
    digest, entries = _digest(start, until)
    if not entries:
        return None
    previous = bytes(last.digest) if last else _GENESIS
    block = TrailBlock(
        from_transaction=start,
        until_transaction=until,
        entries=entries,
        digest=digest,
        previous=previous,
        signature=_key().sign(_signed(start, until, entries, digest, previous)),
        sealed_at=at,
    )
    block.save(force_insert=True)
    return block


def publish(block: TrailBlock, folder: Path) -> Path:
    """Put a block's checkpoint outside the database; the same block always writes the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{block.until_transaction:020d}.json"
    path.write_text(
        json.dumps(
            {
                "from": block.from_transaction,
                "until": block.until_transaction,
                "entries": block.entries,
                "digest": bytes(block.digest).hex(),
                "previous": bytes(block.previous).hex(),
                "signature": bytes(block.signature).hex(),
            },
            indent=1,
        )
    )
    return path


def verify(folder: Path) -> Iterator[Fault]:
    """Every fault of the sealed trail: hashes, chain, signatures, and the checkpoints outside."""
    outside = {int(path.stem): json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}
    public = _key().public_key()
    previous, start = _GENESIS, 0
    for block in TrailBlock.objects.order_by("until_transaction"):
        digest, entries = _digest(block.from_transaction, block.until_transaction)
        if block.from_transaction != start or bytes(block.previous) != previous:
            yield Fault(block.pk, f"block {block.pk} does not follow the one before it")
        if digest != bytes(block.digest) or entries != block.entries:
            yield Fault(
                block.pk, f"block {block.pk} holds {entries} entries that are not the {block.entries} sealed"
            )
        signed = _signed(
            block.from_transaction,
            block.until_transaction,
            block.entries,
            bytes(block.digest),
            bytes(block.previous),
        )
        try:
            public.verify(bytes(block.signature), signed)
        except InvalidSignature:
            yield Fault(block.pk, f"block {block.pk} is not signed by the trail's key")
        checkpoint = outside.pop(block.until_transaction, None)
        if checkpoint is not None and checkpoint["digest"] != bytes(block.digest).hex():
            yield Fault(block.pk, f"block {block.pk} is not the one its checkpoint outside names")
        previous, start = bytes(block.digest), block.until_transaction
    for until in outside:
        yield Fault(None, f"the block up to transaction {until}, named by a checkpoint outside, is gone")


def unsealed_since() -> datetime | None:
    """When the oldest entry that no block holds was written; None when all are sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(recorded_at) from kernel_trailentry where transaction >="
            " (select coalesce(max(until_transaction), 0) from kernel_trailblock)"
        )
        oldest: datetime | None = cursor.fetchone()[0]
    return oldest


def _one_sealer_at_a_time() -> None:
    # Blocks only grow and grant no lock on their rows, so the lock is one of its own.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('portal trail sealer'))")


def _oldest_running() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _digest(start: int, until: int) -> tuple[bytes, int]:
    digest, entries = hashlib.sha256(), 0
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [start, until])
        for (text,) in cursor:
            digest.update(text.encode() + b"\n")
            entries += 1
    return digest.digest(), entries


def _signed(start: int, until: int, entries: int, digest: bytes, previous: bytes) -> bytes:
    return f"{start}/{until}/{entries}/".encode() + digest + previous


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b64decode(settings.PORTAL_TRAIL_KEY))
