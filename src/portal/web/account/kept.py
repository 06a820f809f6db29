"""What was typed is kept when a page must first ask who it is: sealed, for half an hour, for that person alone.

It lies in the shared cache under a random name, sealed with the account and the address it was sent to; nothing
of it is in the session, the address or the browser. Files are not kept, and the page says so.
"""

import json
import secrets
from base64 import b64decode, b64encode
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

_SECONDS = 30 * 60
_MOST_BYTES = 300_000
# Never kept: what proves who somebody is.
_LEFT_OUT = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "present", "code", "credential"}
)


class Kept(NamedTuple):
    """What was sent, and where to. `files` tells that files were sent with it, which are not kept."""

    path: str
    fields: list[tuple[str, str]]
    files: bool


def keep(request: HttpRequest, account: UUID) -> str:
    """Keep what was posted; the address where its sender finds it again, or the way home where it is too much."""
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in _LEFT_OUT
        for value in values
    ]
    text = json.dumps([request.get_full_path(), fields, bool(request.FILES)])
    if len(text) > _MOST_BYTES:
        return reverse("home")
    name, nonce = secrets.token_urlsafe(24), secrets.token_bytes(12)
    sealed = nonce + _cipher().encrypt(nonce, text.encode(), _bond(name, account))
    cache.set(_place(name), b64encode(sealed).decode(), timeout=_SECONDS)
    return reverse("account-kept", args=[name])


def find(name: str, account: UUID) -> Kept | None:
    """What this person sent; None for anybody else, and once the half hour is over."""
    stored = cache.get(_place(name))
    if stored is None:
        return None
    sealed = b64decode(stored)
    try:
        text = _cipher().decrypt(sealed[:12], sealed[12:], _bond(name, account))
    except InvalidTag:
        return None
    path, fields, files = json.loads(text)
    return Kept(path, [(field, value) for field, value in fields], files)


def _cipher() -> AESGCM:
    master = b64decode(settings.PORTAL_MASTER_KEY)
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"what was typed").derive(master))


def _bond(name: str, account: UUID) -> bytes:
    return f"{name}/{account}".encode()


def _place(name: str) -> str:
    return f"portal.kept:{name}"
