"""Django made ready for the command line and for the web process."""

import gc
import os

import django


def load() -> None:
    """Set Django up on the settings that PORTAL_SETTINGS names (the demo's by default).

    What it loads stays until the process ends: to look through it for garbage takes a tenth of the start.
    """
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", os.environ.get("PORTAL_SETTINGS", "portal.config.settings.demo")
    )
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
