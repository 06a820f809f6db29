"""`python -m portal.cluster.backup take|ship|list|restore|forget|rehearse`."""

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from portal.cluster.backup import store, work
from portal.cluster.backup.envelope import NotOurs
from portal.cluster.environment import child_environment, python
from portal.cluster.errors import ClusterError
from portal.cluster.places import REPOSITORY
from portal.cluster.server import cluster


def rehearse(at: datetime) -> int:
    """Restore the newest state into a throw-away server and prove with today's keys that it can be read."""
    server = work.restore(f"rehearsal-{os.getpid()}", at, throw_away=True)
    try:
        environment = child_environment("rehearsal") | {"PORTAL_PG_SOCKET": str(server.socket_dir)}
        return subprocess.run(
            [python(), "manage.py", "rehearse_keys"], cwd=REPOSITORY, env=environment, check=False
        ).returncode
    finally:
        work.remove(server)


def act(chosen: argparse.Namespace) -> int:
    """Do what was asked; the exit code."""
    server = cluster(chosen.name, archived=True)
    if chosen.action == "take":
        print(f"taken: {work.take(server)}")
    elif chosen.action == "ship":
        print(f"{work.ship(server)} segments of the log shipped")
    elif chosen.action == "list":
        print(
            "\n".join(f"{path.name}  {path.stat().st_size} bytes" for path in store.bases())
            or "no backup yet"
        )
    elif chosen.action == "restore":
        restored = work.restore(chosen.to, chosen.at)
        print(f"restored as it was at {chosen.at}: PORTAL_PG_SOCKET={restored.socket_dir}")
    elif chosen.action == "forget":
        print(f"{work.forget_before(datetime.now(UTC) - timedelta(days=chosen.days))} backups removed")
    else:
        return rehearse(chosen.at)
    return 0


def instant(text: str) -> datetime:
    """An instant as ISO 8601; UTC where no zone is given."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def main() -> int:
    """Exit code 0, or 1 with a sentence if something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m portal.cluster.backup", description="Encrypted backups.")
    parser.add_argument("action", choices=["take", "ship", "list", "restore", "forget", "rehearse"])
    parser.add_argument("--name", default="demo", help="the server (default demo)")
    parser.add_argument("--to", default="restored", help="restore: name of the new server")
    parser.add_argument(
        "--at", type=instant, default=datetime.now(UTC), help="restore: the instant, default now"
    )
    parser.add_argument("--days", type=int, default=35, help="forget: backups older than this")
    try:
        return act(parser.parse_args())
    except (ClusterError, NotOurs) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
