"""Production: HTTPS only, every key from the environment, nothing synthetic."""

import os

from portal.config.settings.base import *  # noqa: F403

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("PORTAL_BEHIND_PROXY") == "1" else None
)
# Rate limits by address count the client's, not the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("PORTAL_BEHIND_PROXY") == "1" else 0
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

_MISSING = [
    name
    for name in ("PORTAL_SECRET_KEY", "PORTAL_MASTER_KEY", "PORTAL_SSN_KEY", "PORTAL_TRAIL_KEY")
    if not os.environ.get(name)
]
if _MISSING:
    raise RuntimeError(f"production needs {', '.join(_MISSING)} in the environment")
