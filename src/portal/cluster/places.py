"""Where things lie: the repository, its state, the servers' data and sockets."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")


def state_dir() -> Path:
    """Folder for everything the portal writes while it runs (`PORTAL_STATE_DIR`, default `var/`)."""
    return Path(os.environ.get("PORTAL_STATE_DIR") or REPOSITORY / "var").resolve()


def state_key() -> str:
    """Eight characters that tell this state folder from every other on the machine."""
    return hashlib.sha256(str(state_dir()).encode()).hexdigest()[:8]


def default_socket_dir(name: str = "demo") -> Path:
    """Folder of the server's socket, the `host` of a connection.

    In the temporary folder because a socket's path may have 107 bytes at most, wherever the
    repository lies.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a cluster: small letters, digits and - only")
    return Path("/tmp") / f"ticket-portal-{state_key()}-{name}"  # noqa: S108 (made 0700, its owner is checked)


def fallback_dirs() -> list[Path]:
    """Where the servers' files go if another user cannot pass to the state folder."""
    key = state_key()
    return [
        Path("/var/lib/ticket-portal") / key / "postgres",
        Path(tempfile.gettempdir()) / f"ticket-portal-state-{key}" / "postgres",
    ]
