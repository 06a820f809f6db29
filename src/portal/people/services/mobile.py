"""A mobile for texted codes, and the codes: hashed, bound to one sign-in, ten minutes, five tries (rows A3, J1)."""

import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.core.cache import cache

from portal.kernel.trail import note, note_apart
from portal.kernel.unit import current
from portal.people.factors import open_factor, seal_factor
from portal.people.models import Mobile
from portal.people.services.factors import added
from portal.people.texting import NotSent, send_text

GOOD_SECONDS = 600
TRIES = 5
AGAIN_SECONDS = 30
_HOUR = 3600
# In an hour: texts to one account, texts to one number whoever asks, codes typed for one account.
TEXTS_AN_HOUR = 6
TEXTS_TO_A_NUMBER = 8
CODES_AN_HOUR = 15
_DIGITS = str.maketrans("", "", "-\u2010\u2011\u2013\u2014. ()\u00a0\u202f/")


class Sent(StrEnum):
    """What became of a wish for a code."""

    SENT = "sent"
    TOO_SOON = "too-soon"
    TOO_MANY = "too-many"
    FAILED = "failed"


class Checked(StrEnum):
    """What became of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    GONE = "gone"
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a code is for. `bond` is a random word that only this sign-in or session knows."""

    account: UUID
    bond: str
    number: str


def plain_number(typed: str) -> str | None:
    """A US number in E.164 form (+1 and ten digits), None where it is none."""
    digits = typed.strip().translate(_DIGITS)
    found = re.fullmatch(r"(?:\+?1)?([2-9][0-9]{2}[2-9][0-9]{6})", digits, re.ASCII)
    return f"+1{found[1]}" if found else None


def number_of(account: UUID) -> str:
    """The account's own mobile; empty where there is none."""
    row = Mobile.objects.filter(account=account).first()
    return open_factor(row.number) if row else ""


def send_code(asked: Asked) -> Sent:
    """Text a new code; the one before is good no longer. A fault of the gateway is noted and told."""
    if not cache.add(f"portal.text.wait:{_place(asked)}", 1, timeout=AGAIN_SECONDS):
        return Sent.TOO_SOON
    places = (
        (f"portal.text.account:{asked.account}", TEXTS_AN_HOUR),
        (f"portal.text.number:{_keyed(asked.number)}", TEXTS_TO_A_NUMBER),
    )
    if not all(_take_place(key, limit, _HOUR) for key, limit in places):
        note_apart(current(), "texts-limited", subject_kind="account", subject=asked.account)
        return Sent.TOO_MANY
    code = f"{secrets.randbelow(1_000_000):06d}"
    try:
        send_text(asked.number, f"{code} is your Ticket Portal security code. It is good for 10 minutes.")
    except NotSent as fault:
        cache.delete(f"portal.text.wait:{_place(asked)}")
        note_apart(
            current(),
            "text-not-sent",
            subject_kind="account",
            subject=asked.account,
            detail={"why": str(fault)},
        )
        return Sent.FAILED
    series = secrets.token_hex(8)
    cache.set(_place(asked), {"series": series, "code": _hashed(asked, series, code)}, timeout=GOOD_SECONDS)
    note_apart(current(), "text-sent", subject_kind="account", subject=asked.account)
    return Sent.SENT


def is_waiting(asked: Asked) -> bool:
    """Has a code been texted to this number in this sign-in that is good still?"""
    return cache.get(_place(asked)) is not None


def check_code(asked: Asked, typed: str) -> Checked:
    """Judge a typed code. Each right one serves once, and five wrong ones spoil it."""
    kept = cache.get(_place(asked))
    if kept is None:
        return Checked.GONE
    series = kept["series"]
    places = (
        (f"portal.text.tries:{series}", TRIES, GOOD_SECONDS),
        (f"portal.text.typed:{asked.account}", CODES_AN_HOUR, _HOUR),
    )
    if not all(_take_place(*place) for place in places):
        cache.delete(_place(asked))
        return Checked.TOO_MANY
    code = typed.strip().replace(" ", "").replace("-", "")
    if not hmac.compare_digest(kept["code"], _hashed(asked, series, code)):
        note_apart(current(), "second-factor-failed", subject_kind="account", subject=asked.account)
        return Checked.WRONG
    cache.delete(_place(asked))
    # Two requests with the same code at once: one of them gets the mark.
    if not cache.add(f"portal.text.used:{series}", 1, timeout=GOOD_SECONDS):
        return Checked.GONE
    return Checked.RIGHT


def register(*, account: UUID, number: str) -> None:
    """Keep a number whose code has come back; another one of the account is replaced."""
    replaced = Mobile.objects.filter(account=account).delete()[0]
    Mobile.objects.create(
        account_id=account,
        number=seal_factor(number),
        last_digits=number[-2:],
        verified_at=current().moment.real,
    )
    note("mobile-registered", subject_kind="account", subject=account, detail={"replaced": bool(replaced)})
    added(account=account, kind="text")


def _take_place(key: str, limit: int, seconds: int) -> bool:
    """Take one of `limit` places, for all processes together; False when all are taken."""
    return any(cache.add(f"{key}.{place}", 1, timeout=seconds) for place in range(limit))


def _place(asked: Asked) -> str:
    return f"portal.text.code:{asked.account}:{_keyed(asked.bond + asked.number)}"


def _hashed(asked: Asked, series: str, code: str) -> str:
    return _keyed(f"{asked.account}/{asked.bond}/{asked.number}/{series}/{code}")


def _keyed(text: str) -> str:
    key = f"texted codes {settings.SECRET_KEY}".encode()
    return hmac.new(key, text.encode(), sha256).hexdigest()
