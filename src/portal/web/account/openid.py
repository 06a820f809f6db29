"""OpenID Connect with one provider: code flow, PKCE S256, private_key_jwt, and every check of the ID token.

OpenID Connect Core 1.0 (3.1.3.7) and RFC 7636, 7523. Nothing is taken from the provider but who it is: issuer and
subject, how strong the sign-in was (acr) and when it was (auth_time).
"""

import base64
import hmac
import json
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.cache import cache

_WAIT_SECONDS = 5
_KEPT_SECONDS = 3600
_LEEWAY_SECONDS = 30
_OLDEST_TOKEN_SECONDS = 600
_ASSERTION_SECONDS = 60
_MOST_BYTES = 500_000
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]


class Unreachable(Exception):
    """The provider does not answer, or not as the standard says."""


class Refused(Exception):
    """What the provider sent does not prove who this is. `why` is a word for trail and page, never a claim."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Claims:
    """What an ID token has proved."""

    issuer: str
    subject: str
    acr: str
    auth_time: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What one sign-in asks the provider; `state`, `nonce` and `verifier` are known to this session alone."""

    state: str
    nonce: str
    verifier: str


def new_question() -> Question:
    """Three fresh secrets."""
    return Question(*(secrets.token_urlsafe(32) for _ in range(3)))


def address_of(question: Question, back: str) -> str:
    """Where the browser is sent. The provider must ask who it is, whatever sign-in it still has."""
    challenge = base64.urlsafe_b64encode(sha256(question.verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": settings.PORTAL_PROVIDER_CLIENT,
        "redirect_uri": back,
        "scope": "openid",
        "state": question.state,
        "nonce": question.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "acr_values": " ".join(settings.PORTAL_PROVIDER_ACR),
        "max_age": "0",
        "prompt": "login",
    }
    return f"{_configuration()['authorization_endpoint']}?{urlencode(asked)}"


def exchange(code: str, question: Question, back: str, real: datetime) -> Claims:
    """Trade the code for an ID token and judge it. Raises Refused or Unreachable."""
    endpoint = _configuration()["token_endpoint"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": question.verifier,
        "client_id": settings.PORTAL_PROVIDER_CLIENT,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": _assertion(endpoint, real),
    }
    answer = _fetch(endpoint, urlencode(form).encode())
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise Refused("no-token")
    return judge(token, question.nonce, real)


def judge(token: str, nonce: str, real: datetime) -> Claims:
    """Every check of an ID token. Raises Refused with the first that fails."""
    try:
        claims = jwt.decode(
            token,
            _key_of(token),
            algorithms=ALGORITHMS,
            audience=settings.PORTAL_PROVIDER_CLIENT,
            issuer=settings.PORTAL_PROVIDER_ISSUER,
            leeway=_LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce", "auth_time", "acr"]},
        )
    except jwt.PyJWTError as fault:
        raise Refused(type(fault).__name__) from None
    if not hmac.compare_digest(str(claims["nonce"]), nonce):
        raise Refused("nonce")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != settings.PORTAL_PROVIDER_CLIENT:
        raise Refused("azp")
    if real.timestamp() - int(claims["iat"]) > _OLDEST_TOKEN_SECONDS:
        raise Refused("iat")
    if claims["acr"] not in settings.PORTAL_PROVIDER_ACR:
        raise Refused("acr")
    at = int(claims["auth_time"])
    if at > real.timestamp() + _LEEWAY_SECONDS:
        raise Refused("auth-time")
    return Claims(str(claims["iss"]), str(claims["sub"]), claims["acr"], datetime.fromtimestamp(at, UTC))


def _key_of(token: str) -> Any:
    """The provider's key that the token names; keys not known yet are asked for once."""
    header = jwt.get_unverified_header(token)
    for again in (False, True):
        for key in _keys(again=again).keys:
            if key.public_key_use in (None, "sig") and key.key_id == header.get("kid"):
                return key.key
    raise jwt.InvalidKeyError


def _keys(*, again: bool) -> jwt.PyJWKSet:
    try:
        return jwt.PyJWKSet.from_dict(_fetched("keys", _configuration()["jwks_uri"], again=again))
    except jwt.PyJWKSetError:
        raise Unreachable("keys") from None


def _configuration() -> dict[str, Any]:
    issuer = settings.PORTAL_PROVIDER_ISSUER
    found = _fetched("configuration", f"{issuer.rstrip('/')}/.well-known/openid-configuration", again=False)
    if found.get("issuer") != issuer:
        raise Unreachable("the configuration names another issuer")
    return found


def _fetched(what: str, address: str, *, again: bool) -> dict[str, Any]:
    key = f"portal.provider.{what}:{sha256(address.encode()).hexdigest()[:32]}"
    kept = None if again else cache.get(key)
    if kept is None:
        kept = _fetch(address)
        cache.set(key, kept, timeout=_KEPT_SECONDS)
    return dict(kept)


def _fetch(address: str, form: bytes | None = None) -> dict[str, Any]:
    """JSON from the provider. A code it does not take is a refusal; whatever else is wrong, it is unreachable."""
    if urlsplit(address).scheme != "https" and not settings.PORTAL_SYNTHETIC:
        raise Unreachable("not https")
    request = urllib.request.Request(address, data=form, headers={"Accept": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_WAIT_SECONDS) as answer:  # noqa: S310
            found = json.loads(answer.read(_MOST_BYTES))
    except urllib.error.HTTPError as error:
        if form is not None and error.code in (400, 401):
            raise Refused("code") from None
        raise Unreachable(f"answered {error.code}") from None
    except (OSError, ValueError) as error:
        raise Unreachable(type(error).__name__) from None
    if not isinstance(found, dict):
        raise Unreachable("no JSON object")
    return found


def _assertion(endpoint: str, real: datetime) -> str:
    """Who we are, signed with our key, for this one request (private_key_jwt)."""
    key = load_pem_private_key(settings.PORTAL_PROVIDER_KEY.encode(), password=None)
    client = settings.PORTAL_PROVIDER_CLIENT
    claims = {
        "iss": client,
        "sub": client,
        "aud": endpoint,
        "jti": secrets.token_urlsafe(24),
        "iat": int(real.timestamp()),
        "exp": real + timedelta(seconds=_ASSERTION_SECONDS),
    }
    algorithm = "RS256" if isinstance(key, RSAPrivateKey) else "ES256"
    header = {"kid": settings.PORTAL_PROVIDER_KEY_ID} if settings.PORTAL_PROVIDER_KEY_ID else None
    return jwt.encode(claims, key, algorithm=algorithm, headers=header)  # type: ignore[arg-type]
