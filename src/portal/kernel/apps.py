import gc
import os

from django.apps import AppConfig

# A unit's rows live until its end: to look for garbage among them, thousands at a time, finds none.
SELDOM = (50_000, 20, 100)


class KernelConfig(AppConfig):
    name = "portal.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        if os.environ.get("PORTAL_PROCESS") == "worker":
            gc.set_threshold(*SELDOM)
