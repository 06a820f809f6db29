"""Where backups lie: one folder, sealed files only. Names sort by time."""

import os
from base64 import b64decode, b64encode
from pathlib import Path

from portal.cluster.errors import ClusterError
from portal.cluster.places import state_dir


def folder() -> Path:
    """The backups' folder: PORTAL_BACKUP_DIR, else `backups` in the state folder."""
    place = Path(os.environ.get("PORTAL_BACKUP_DIR") or state_dir() / "backups")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def key() -> bytes:
    """The key backups are sealed with: PORTAL_BACKUP_KEY (base64 of 32 bytes), else one made once and kept in a file.

    Raises ClusterError for a key of the wrong length.
    """
    given = os.environ.get("PORTAL_BACKUP_KEY")
    if not given:
        path = state_dir() / "backup.key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(b64encode(os.urandom(32)).decode())
        given = path.read_text()
    found = b64decode(given)
    if len(found) != 32:
        raise ClusterError("PORTAL_BACKUP_KEY must be the base64 of 32 bytes: openssl rand -base64 32")
    return found


def bases() -> list[Path]:
    """Sealed copies of the whole server, oldest first."""
    return sorted(folder().glob("*.base"))


def segment(name: str) -> Path:
    """Where a sealed segment of the log lies."""
    return folder() / "log" / f"{name}.sealed"
