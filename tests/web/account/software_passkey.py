"""A passkey in software: the same bytes as a real one, and wrong ones where a test wants them."""

import json
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

HOST, ORIGIN = "localhost", "http://localhost"
_PRESENT, _VERIFIED, _NEW = 0x01, 0x04, 0x40


class SoftwarePasskey:
    """One key, for one host."""

    def __init__(self) -> None:
        self.key = generate_private_key(SECP256R1())
        self.id = secrets.token_bytes(16)
        self.owner = ""
        self.count = 0

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer the options of a registration."""
        public = self.key.public_key().public_numbers()
        self.owner = options["publicKey"]["user"]["id"]
        cose = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)}
        known = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor.encode(cose)
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(_PRESENT | _VERIFIED | _NEW) + known}
        said = self._said("webauthn.create", options, ORIGIN)
        answer = {"clientDataJSON": _text(said), "attestationObject": _text(cbor.encode(attested))}
        return self._credential(answer) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def sign(
        self, options: dict[str, Any], *, origin: str = ORIGIN, verified: bool = True, host: str = HOST
    ) -> dict[str, Any]:
        """Answer the options of a sign-in."""
        self.count += 1
        data = self._data(_PRESENT | (_VERIFIED if verified else 0), host)
        said = self._said("webauthn.get", options, origin)
        signature = self.key.sign(data + sha256(said).digest(), ECDSA(SHA256()))
        return self._credential(
            {
                "clientDataJSON": _text(said),
                "authenticatorData": _text(data),
                "signature": _text(signature),
                "userHandle": self.owner,
            }
        )

    def _data(self, flags: int, host: str = HOST) -> bytes:
        return sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _said(self, kind: str, options: dict[str, Any], origin: str) -> bytes:
        said = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": origin}
        return json.dumps(said).encode()

    def _credential(self, answer: dict[str, Any]) -> dict[str, Any]:
        name = _text(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": answer,
            "clientExtensionResults": {},
        }


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
