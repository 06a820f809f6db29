"""Who one can be in the demo. The list is `personas.json`, which the sign-in page of a demo reads too."""

import hashlib
import hmac
import json
from base64 import b32encode
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("personas.json")
CLEARED_UNTIL = date(2027, 6, 30)
TRAINED_ON = date(2025, 6, 2)
USED_ON = date(2025, 12, 12)
_STEP_SECONDS, _DIGITS = 30, 6


@dataclass(frozen=True, slots=True)
class Persona:
    """One person at work. `waits` says what there is to do; the rest is what the access gate looks at."""

    key: str
    name: str
    email: str
    roles: tuple[str, ...]
    organisation: str
    waits: str
    clearance_until: date
    trained_on: date
    used_on: date
    verified: bool
    second_factor: bool


@dataclass(frozen=True, slots=True)
class HolderPersona:
    """A Ticketholder one can be: invited by `organisation`, `of` which made-up life, proved already or not."""

    key: str
    name: str
    email: str
    organisation: str
    of: str
    state: str
    waits: str


def _persona(row: dict[str, Any]) -> Persona:
    return Persona(
        key=row["key"],
        name=row["name"],
        email=row["email"],
        roles=tuple(row["roles"]),
        organisation=row["organisation"],
        waits=row["waits"],
        clearance_until=_day(row, "clearance_until", CLEARED_UNTIL),
        trained_on=_day(row, "trained_on", TRAINED_ON),
        used_on=_day(row, "used_on", USED_ON),
        verified=row.get("verified", True),
        second_factor=row.get("second_factor", True),
    )


def _day(row: dict[str, Any], name: str, otherwise: date) -> date:
    return date.fromisoformat(row[name]) if name in row else otherwise


_DATA = json.loads(FILE.read_text())
PASSWORD: str = _DATA["password"]
PERSONAS: tuple[Persona, ...] = tuple(_persona(row) for row in _DATA["personas"])
HOLDERS: tuple[HolderPersona, ...] = tuple(
    HolderPersona(**{name: value for name, value in row.items() if name != "roles"})
    for row in _DATA["holders"]
)


def totp_secret(email: str) -> str:
    """The secret of a synthetic account's authenticator app, base32: known to everyone, protects nothing."""
    return b32encode(hashlib.sha1(f"synthetic authenticator of {email}".encode()).digest()).decode()  # noqa: S324


def totp_code(email: str, real: datetime) -> str:
    """The code the app would show at that real instant (RFC 6238: SHA-1, 30 seconds, 6 digits)."""
    key = hashlib.sha1(f"synthetic authenticator of {email}".encode()).digest()  # noqa: S324
    digest = hmac.new(key, int(real.timestamp() // _STEP_SECONDS).to_bytes(8), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4]) & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"
