"""Progress lines with the seconds since the start, so that waiting people see that something moves."""

import time

_began = time.monotonic()


def say(text: str) -> None:
    """Print one line, at once."""
    print(f"[{time.monotonic() - _began:6.1f} s] {text}", flush=True)
