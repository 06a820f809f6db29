"""Secret links in mails: the secret is computed when the mail leaves, and stands nowhere before (ADR 0009).

A stored mail holds `SECRET` in its place. Whoever reads the database, its backups or the jobs learns nothing
that opens a link: the secret follows from the mail's key under a key that is in no database, and rows keep
only its hash.
"""

import hmac
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from portal.kernel.numbers import ALPHABET, READ_AS

_CODE_LENGTH = 8
SECRET = "[[secret]]"  # noqa: S105 -- where it goes, not what it is


def secret_of(key: str) -> str:
    """The secret of the link in the mail of this key: 43 letters, digits, hyphens and underscores."""
    made = hmac.new(_key(), key.encode(), sha256).digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(secret: str) -> bytes:
    """What a row keeps of a secret."""
    return sha256(secret.encode()).digest()


def code_of(key: str) -> str:
    """The code of this key that is told on another way than the link, to be read out: “7K4M-2Q9X”, 40 bits."""
    made = hmac.new(_key(), f"code {key}".encode(), sha256).digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in made[:_CODE_LENGTH])
    return f"{letters[:4]}-{letters[4:]}"


def read_code(text: str) -> str:
    """A code as somebody typed it, in its one written form; what cannot be one is right nowhere."""
    letters = "".join(c for c in text.upper() if c.isalnum()).translate(READ_AS)
    return f"{letters[:4]}-{letters[4:]}"


def filled(body: str, key: str) -> str:
    """The mail's text as it leaves."""
    return body.replace(SECRET, secret_of(key)) if SECRET in body else body


def _key() -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"links in mails").derive(b64decode(settings.PORTAL_MASTER_KEY))
