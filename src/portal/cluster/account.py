"""Which user runs a server: PostgreSQL refuses root, so root hands it to another one."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from portal.cluster.errors import ClusterError

STAND_INS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the machine; `other` if it is not the one running this process."""

    name: str
    uid: int
    gid: int
    other: bool

    def run(
        self,
        command: Sequence[str],
        *,
        output: IO[bytes] | int = subprocess.DEVNULL,
        timeout: float = 120,
    ) -> int:
        """Run `command` as this user, away from the terminal; its exit code.

        Never with a pipe: a server it leaves behind would inherit it and hold the reader for ever.
        """
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=clean_environment(),
            start_new_session=True,
            umask=0o077,
            timeout=timeout,
            check=False,
            user=self.uid if self.other else None,
            group=self.gid if self.other else None,
            extra_groups=[] if self.other else None,
        ).returncode

    def can_use(self, folder: Path) -> bool:
        """Whether this user can pass to `folder`; asked of the system, which also knows ACLs and mounts."""
        try:
            return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]) == 0
        except (OSError, subprocess.SubprocessError):
            return False

    def take(self, path: Path, mode: int) -> None:
        """Make this user the owner of `path`, with `mode`."""
        if self.other:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def clean_environment() -> dict[str, str]:
    """What a server may know of our environment: nothing that changes its dates, sorting or libraries."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@cache
def server_account() -> Account:
    """The user that runs servers: this one, or for root the first of `STAND_INS` there is.

    Raises ClusterError if root finds nobody to hand over to.
    """
    uid = os.geteuid()
    if uid != 0:
        return Account(name=str(uid), uid=uid, gid=os.getegid(), other=False)
    for name in STAND_INS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid, other=True)
    raise ClusterError(
        "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. "
        "Make one (useradd --system postgres) or run the command as an ordinary user."
    )
