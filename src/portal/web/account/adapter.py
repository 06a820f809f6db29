"""What the sign-in library asks of us: nobody signs up alone, and factors' secrets are sealed."""

import secrets
from base64 import b64decode, b64encode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the access desk after verification, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class FactorAdapter(DefaultMFAAdapter):
    """Seals the secrets of second factors, which the library would store in clear."""

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(12)
        return b64encode(nonce + _cipher().encrypt(nonce, text.encode(), b"factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        data = b64decode(encrypted_text)
        return _cipher().decrypt(data[:12], data[12:], b"factor").decode()


def _cipher() -> AESGCM:
    master = b64decode(settings.PORTAL_MASTER_KEY)
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"second factors").derive(master))
