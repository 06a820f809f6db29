"""What demo and tests share: the synthetic program on its own date, with keys that protect nothing real."""

from base64 import b64encode
from datetime import date
from hashlib import sha256

from portal.config.settings.base import *  # noqa: F403


def _synthetic_key(name: str) -> str:
    return b64encode(sha256(f"synthetic program, no real people: {name}".encode()).digest()).decode()


SECRET_KEY = _synthetic_key("django")
PORTAL_MASTER_KEY = _synthetic_key("master")
PORTAL_SSN_KEY = _synthetic_key("ssn")
PORTAL_TRAIL_KEY = _synthetic_key("trail")
DATABASES = databases(PORTAL_MASTER_KEY)  # noqa: F405
PORTAL_TODAY = date(2025, 12, 15)
PORTAL_SYNTHETIC = True
# Whoever plays all the personas copies codes from the screen, and types them when the half minute is over.
MFA_TOTP_TOLERANCE = 1
PORTAL_PERSONAS = ROOT / "src" / "portal" / "nation" / "personas.json"  # noqa: F405
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": STATE_DIR / "mail"},  # noqa: F405
    }
}
