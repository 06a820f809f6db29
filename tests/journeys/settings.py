"""What the portal runs with under the journeys: the tests' settings, mail as files, static files as they lie."""

from portal.config.settings.test import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": STATE_DIR / "mail"},  # noqa: F405
    }
}
