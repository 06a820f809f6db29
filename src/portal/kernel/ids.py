"""Primary keys: UUIDs of version 7 made here, so that a row can be sealed before it is inserted."""

import secrets
import time
import uuid
from collections.abc import Iterable


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits; new rows land at the end of an index."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def array_of(ids: Iterable[uuid.UUID]) -> str:
    """IDs as the text of an array: a list of thousands takes the driver many times as long."""
    return f"{{{','.join([one.hex for one in ids])}}}"


def new_ids(count: int) -> list[str]:
    """Many of them at once, as text: for rows that are written in sets."""
    made = time.time_ns() // 1_000_000 & (2**48 - 1)
    random = secrets.token_hex(10 * count)
    start = f"{made >> 16:08x}-{made & 0xFFFF:04x}-7"
    return [
        f"{start}{r[:3]}-{'89ab'[int(r[3], 16) & 3]}{r[4:7]}-{r[7:19]}"
        for r in (random[at : at + 20] for at in range(0, 20 * count, 20))
    ]
