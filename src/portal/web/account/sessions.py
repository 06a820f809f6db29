"""How long a sign-in lasts, and whether it passed the second factor. Stamps are seconds of real time."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

SIGNED_IN = "portal_signed_in"
SEEN = "portal_seen"
FACTOR = "portal_factor"
SIGN_IN = "portal_sign_in"
# When the person last proved who it is, by the whole sign-in or again before something sensitive.
PROVED = "portal_proved"
# From which browser the sign-in came, and from which network the person last proved who it is.
BROWSER = "portal_browser"
NETWORK = "portal_network"
# A stamp is a row written over `side`; once a minute is exact enough for a quarter of an hour.
_SAVED_EVERY = 60
_EARLY = 5


class Ended(StrEnum):
    """Why a sign-in no longer counts; the sign-in page says so in words."""

    IDLE = "idle"
    LIMIT = "limit"
    ELSEWHERE = "elsewhere"
    MOVED = "moved"
    UNKNOWN = "again"


class Place(NamedTuple):
    """Where a request comes from, as far as it is looked at: the kind of browser and the network.

    No browser is any: for sessions that a test or benchmark makes for whatever opens the pages.
    """

    browser: str | None
    network: str


def begin(session: SessionBase, real: datetime, sign_in: UUID, place: Place) -> None:
    """Stamp a sign-in that has just happened, with its row."""
    session[SIGNED_IN] = session[SEEN] = session[PROVED] = int(real.timestamp())
    session[SIGN_IN] = str(sign_in)
    session[BROWSER], session[NETWORK] = place


def pass_factor(session: SessionBase, account: UUID) -> None:
    """Note that this account's second factor was passed in this session."""
    session[FACTOR] = str(account)


def passed_factor(session: SessionBase, account: UUID) -> bool:
    """Was this account's second factor passed in this session?"""
    return session.get(FACTOR) == str(account)


def is_living(session: SessionBase, sign_in: UUID | None) -> bool:
    """Is this session the account's one living sign-in?"""
    return sign_in is not None and session.get(SIGN_IN) == str(sign_in)


def ended(session: SessionBase, real: datetime, browser: str) -> Ended | None:
    """Why the sign-in has ended, or None; a living one is stamped as seen, at most once a minute.

    A session's key that comes from another kind of browser was taken from the first one.
    """
    signed_in, seen, at = session.get(SIGNED_IN), session.get(SEEN), int(real.timestamp())
    if not isinstance(signed_in, int) or not isinstance(seen, int):
        return Ended.UNKNOWN
    if at - signed_in >= settings.PORTAL_SESSION_LIMIT_SECONDS:
        return Ended.LIMIT
    if at - seen >= settings.PORTAL_SESSION_IDLE_SECONDS:
        return Ended.IDLE
    if session.get(BROWSER) not in (None, browser):
        return Ended.MOVED
    if at - seen >= _SAVED_EVERY:
        session[SEEN] = at
    return None


def stay(session: SessionBase, real: datetime) -> None:
    """Stamp a sign-in as seen at once: its owner has said so."""
    session[SEEN] = int(real.timestamp())


class Left(NamedTuple):
    """How many seconds a sign-in goes on: `idle` if nothing more is done, `limit` whatever is done.

    A few seconds less than the door grants, so that the page can still keep what was typed.
    """

    idle: int
    limit: int


def left(session: SessionBase, real: datetime) -> Left:
    """What is left of a living sign-in."""
    at = int(real.timestamp())
    limit = session[SIGNED_IN] + settings.PORTAL_SESSION_LIMIT_SECONDS - at
    idle = session[SEEN] + settings.PORTAL_SESSION_IDLE_SECONDS - at
    return Left(max(min(idle, limit) - _EARLY, 0), max(limit - _EARLY, 0))


def prove(session: SessionBase, real: datetime, network: str) -> None:
    """The person has proved once more who it is, at `real` from this network: the session gets a new key."""
    session.cycle_key()
    session[PROVED], session[NETWORK] = int(real.timestamp()), network


def fresh(session: SessionBase, real: datetime, seconds: int, network: str) -> bool:
    """Did the person prove within the last `seconds`, from this very network, who it is?"""
    proved = session.get(PROVED)
    lately = isinstance(proved, int) and int(real.timestamp()) - proved < seconds
    return lately and session.get(NETWORK) == network
