"""The two processes of the portal: web and worker."""

import errno
import http.client
import socket
import time
from pathlib import Path

from portal.cluster.environment import python
from portal.cluster.errors import ClusterError
from portal.cluster.places import state_dir
from portal.cluster.processes import Child

HOST = "127.0.0.1"
HEALTHY_SECONDS = 60


def choose_port(wanted: int | None, default: int, *, any_other: bool) -> int:
    """A free port: the one wanted, else the default, else (if `any_other`) whichever the system gives.

    Raises ClusterError if it is taken.
    """
    for port in [wanted] if wanted else [default, 0] if any_other else [default]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise
                continue
            return int(probe.getsockname()[1])
    raise ClusterError(f"Port {wanted or default} is taken by another program: choose one with --port.")


class Web:
    """The web server on the loopback address."""

    def __init__(self, port: int, environment: dict[str, str]) -> None:
        self.port = port
        self.url = f"http://{HOST}:{port}"
        program = str(Path(python()).parent / "granian")
        options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--no-ws"]
        options += ["--workers", "2", "--blocking-threads", "2", "--respawn-failed-workers"]
        command = [program, *options, "portal.config.wsgi:application"]
        # Mails with a link name the address that people reach the portal at.
        environment = {"PORTAL_ADDRESS": self.url, **environment}
        self.child = Child("the web server", command, environment, state_dir() / "log" / "web.log")

    def wait_until_healthy(self) -> None:
        """Wait for 200 from /healthz. Raises ClusterError with the end of the log if it does not come."""
        until = time.monotonic() + HEALTHY_SECONDS
        while (answer := self._health()) != http.client.OK:
            if self.child.ended() is not None or time.monotonic() > until:
                raise ClusterError(
                    f"The web server does not answer as it should ({answer}). Its log ends:\n"
                    + self.child.last_words()
                )
            time.sleep(0.1)

    def _health(self) -> int | str:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except OSError as error:
            return str(error)
        finally:
            connection.close()


def worker(environment: dict[str, str]) -> Child:
    """The process that does what must not keep a page waiting: mail, documents, scans, the trail's seals."""
    command = [python(), "manage.py", "worker"]
    environment = {**environment, "PORTAL_PROCESS": "worker"}
    return Child("the worker", command, environment, state_dir() / "log" / "worker.log")
