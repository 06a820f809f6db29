"""Progress lines with the seconds since the start, so that waiting people see that something moves."""

import os
import time

# Handed on, so that all processes of one command count from its start.
_began = float(os.environ.setdefault("PORTAL_BEGAN", str(time.time())))


def say(text: str) -> None:
    """Print one line, at once."""
    print(f"[{time.time() - _began:6.1f} s] {text}", flush=True)
