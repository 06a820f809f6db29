"""The identity provider of the tests, as a process of its own, and a person at it."""

import json
import re
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

STRONG = "http://idmanagement.gov/ns/assurance/aal/2"
WEAK = "http://idmanagement.gov/ns/assurance/aal/1"
CLIENT = "ticket-portal"
ADDRESS = "http://testserver"
BACK = "/account/sign-in/provider/answer/"
_SCRIPT = Path(__file__).with_name("provider.mjs")


class IdentityProvider:
    """A provider at `issuer` that knows the portal by its public key."""

    def __init__(self, issuer: str, key: EllipticCurvePrivateKey) -> None:
        self.issuer, self.key = issuer, key

    @property
    def pem(self) -> str:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def settings(self) -> dict[str, Any]:
        """What the portal is set up with to use it."""
        return {
            "PORTAL_PROVIDER_ISSUER": self.issuer,
            "PORTAL_PROVIDER_CLIENT": CLIENT,
            "PORTAL_PROVIDER_KEY": self.pem,
            "PORTAL_PROVIDER_KEY_ID": "portal",
            "PORTAL_PROVIDER_NAME": "Example ID",
            "PORTAL_PROVIDER_ACR": [STRONG],
        }


@contextmanager
def identity_provider(address: str = ADDRESS) -> Iterator[IdentityProvider]:
    """Run one for a portal at this address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    key = generate_private_key(SECP256R1())
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()))
    client = {
        "client_id": CLIENT,
        "redirect_uris": [f"{address}{BACK}"],
        "response_types": ["code"],
        "grant_types": ["authorization_code"],
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": {"keys": [{**public, "kid": "portal", "use": "sig", "alg": "ES256"}]},
    }
    told = json.dumps({"port": port, "client": client, "acrs": [STRONG, WEAK]})
    command = ["node", str(_SCRIPT), told]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            lines = iter(process.stdout.readline, "") if process.stdout else iter(())
            if not any(line.strip() == "ready" for line in lines):
                assert process.stderr
                raise RuntimeError(process.stderr.read())
            yield IdentityProvider(f"http://localhost:{port}", key)
        finally:
            process.kill()


class Visitor(urllib.request.HTTPRedirectHandler):
    """A person's browser at the provider: follows its pages until it is sent back to the portal."""

    def __init__(self, back: str = f"{ADDRESS}{BACK}") -> None:
        self.back = back
        self.opener = urllib.request.build_opener(self, urllib.request.HTTPCookieProcessor(CookieJar()))
        self.returned = ""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if newurl.startswith(self.back):
            self.returned = newurl.removeprefix(ADDRESS)
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def sign_in(self, address: str, name: str, acr: str = STRONG) -> str:
        """Go there, sign in where asked, and say to which address one is sent back."""
        self.returned = ""
        page = self._open(address)
        if not self.returned:
            action = unescape(re.findall(r'action="([^"]+)"', page)[0])
            self._open(urljoin(address, action), urlencode({"name": name, "acr": acr}).encode())
        return self.returned

    def _open(self, address: str, form: bytes | None = None) -> str:
        try:
            with self.opener.open(address, form, timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            if self.returned:
                return ""
            raise AssertionError(f"{error.code}: {error.read().decode()[:800]}") from None
