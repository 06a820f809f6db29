"""`python -m portal.cluster start|stop|status|url|packages [--name demo]`."""

import argparse
import sys

from portal.cluster import binaries
from portal.cluster.errors import ClusterError
from portal.cluster.server import Cluster, cluster


def _start(server: Cluster) -> int:
    started = server.start()
    print(f"{'started' if started else 'running already'}: {server.admin_url()}")
    return 0


def _stop(server: Cluster) -> int:
    print("stopped" if server.stop() else "was not running")
    return 0


def _status(server: Cluster) -> int:
    running = server.running()
    print(f"{'running' if running else 'stopped'}: {server.home}")
    return 0 if running else 3


def _url(server: Cluster) -> int:
    print(server.admin_url())
    return 0


def _packages(server: Cluster) -> int:
    print(" ".join(binaries.missing_packages(binaries.unpack(server.home.parent))))
    return 0


ACTIONS = {"start": _start, "stop": _stop, "status": _status, "url": _url, "packages": _packages}


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, 3 if `status` finds it stopped, 1 with a sentence if something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m portal.cluster", description="The built-in PostgreSQL.")
    parser.add_argument("action", choices=sorted(ACTIONS))
    parser.add_argument("--name", default="demo", help="which one: demo, test, ... (default demo)")
    chosen = parser.parse_args(arguments)
    try:
        return ACTIONS[chosen.action](cluster(chosen.name))
    except (ClusterError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
