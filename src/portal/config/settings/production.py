"""Production: HTTPS only, every key from the environment, nothing synthetic."""

import os
from base64 import b64decode
from binascii import Error

from portal.config.settings.base import *  # noqa: F403

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("PORTAL_BEHIND_PROXY") == "1" else None
)
# Rate limits by address count the client's, not the proxy's. Only addresses that our own proxies wrote count.
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("PORTAL_PROXIES") or ("1" if os.environ.get("PORTAL_BEHIND_PROXY") == "1" else "0")
)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers keep such a cookie for this host alone, and take it over HTTPS only.
SESSION_COOKIE_NAME = "__Host-portal_session"
CSRF_COOKIE_NAME = "__Host-portal_form"

_KEYS = ("PORTAL_SECRET_KEY", "PORTAL_MASTER_KEY", "PORTAL_SSN_KEY", "PORTAL_TRAIL_KEY")


def _bytes(name: str) -> int:
    """How long a key is; 0 where it is no base64."""
    try:
        return len(b64decode(os.environ[name], validate=True))
    except Error:
        return 0


_MISSING = [name for name in _KEYS if not os.environ.get(name)]
if _MISSING:
    raise RuntimeError(f"production needs {', '.join(_MISSING)} in the environment")
# A shorter master key would be taken, and seal with AES-128.
_WRONG = [name for name in _KEYS[1:] if _bytes(name) != 32]
if _WRONG:
    raise RuntimeError(f"{', '.join(_WRONG)} must be the base64 of 32 bytes: openssl rand -base64 32")
if len({os.environ[name] for name in _KEYS}) != len(_KEYS):
    raise RuntimeError(f"{', '.join(_KEYS)} must differ: whoever learns one must not have another")
