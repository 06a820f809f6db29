"""The environment and the Python that the portal's own processes run with."""

import os
import sys

from portal.cluster.places import state_dir
from portal.cluster.processes import mark

SETTINGS = "portal.config.settings.demo"
# Some machines forbid it to everybody; then each process of ours would compile some 2,000 modules before it starts.
KEEP_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def python() -> str:
    """The interpreter of the project's environment: the one that runs this."""
    return sys.executable


def child_environment(run: str, settings: str = SETTINGS) -> dict[str, str]:
    """Our environment, with what the portal reads made explicit and `run`'s mark; PORTAL_SETTINGS wins."""
    module = os.environ.get("PORTAL_SETTINGS") or settings
    return {
        **{name: value for name, value in os.environ.items() if _is_passed_on(name, value)},
        "PORTAL_SETTINGS": module,
        "DJANGO_SETTINGS_MODULE": module,
        "PORTAL_STATE_DIR": str(state_dir()),
        "PYTHONUNBUFFERED": "1",
        **mark(run),
    }


def _is_passed_on(name: str, value: str) -> bool:
    if name == KEEP_NO_BYTECODE:
        return False
    return bool(value) or not name.startswith("PORTAL_")
