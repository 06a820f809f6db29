"""Sealing the secrets of second factors, which the sign-in library would store in clear."""

import secrets
from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_BOUND_TO = b"factor"


def seal_factor(text: str) -> str:
    """Seal a factor's secret for the sign-in library's table; base64 text."""
    nonce = secrets.token_bytes(12)
    return b64encode(nonce + _cipher().encrypt(nonce, text.encode(), _BOUND_TO)).decode()


def open_factor(sealed: str) -> str:
    """The secret again. Raises InvalidTag when the text was changed or sealed under another master key."""
    data = b64decode(sealed)
    return _cipher().decrypt(data[:12], data[12:], _BOUND_TO).decode()


def _cipher() -> AESGCM:
    master = b64decode(settings.PORTAL_MASTER_KEY)
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"second factors").derive(master))
