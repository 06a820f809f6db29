"""Static files are collected and compressed only when one of them changed: it takes many seconds."""

import hashlib
from pathlib import Path

from portal.cluster.environment import python
from portal.cluster.places import REPOSITORY, state_dir
from portal.cluster.processes import Child
from portal.cluster.progress import say


def start_collecting(environment: dict[str, str]) -> Child | None:
    """Start it beside other work, None if all is up to date; wait for it, then call `remember`."""
    if _stamp().exists() and _stamp().read_text() == fingerprint():
        return None
    say("compressing style sheets, scripts and pictures (only when they changed)")
    command = [python(), "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    child = Child("collecting static files", command, environment, state_dir() / "log" / "static.log")
    child.start()
    return child


def remember() -> None:
    """Note that what is collected is what is there now."""
    _stamp().parent.mkdir(parents=True, exist_ok=True)
    _stamp().write_text(fingerprint())


def fingerprint() -> str:
    """Changes with name, size or time of any static file, and with the libraries' versions."""
    source = REPOSITORY / "src" / "portal"
    folders = [REPOSITORY / "assets", *sorted(path for path in source.rglob("static") if path.is_dir())]
    files = [REPOSITORY / "uv.lock", *(path for folder in folders for path in sorted(folder.rglob("*")))]
    digest = hashlib.sha256()
    for path in files:
        if path.is_file():
            found = path.stat()
            digest.update(f"{path.relative_to(REPOSITORY)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _stamp() -> Path:
    return state_dir() / "run" / "static.stamp"
