"""Web servers started as the demo starts its own, and pages fetched from them over connections that stay open."""

import contextlib
import http.client
import time
from collections.abc import Iterator, Mapping

from portal.cluster import static
from portal.cluster.places import state_dir
from portal.cluster.processes import Child
from portal.cluster.web import HOST, Web, choose_port

STEADY = {"Accept-Encoding": "identity"}


def collect_static(environment: Mapping[str, str]) -> None:
    """What the pages' addresses of style sheets and scripts are made from; a clean clone has none yet."""
    collecting = static.start_collecting(dict(environment))
    if collecting:
        collecting.wait()
        static.remember()


@contextlib.contextmanager
def serving(application: str, environment: Mapping[str, str]) -> Iterator[int]:
    """The application on a free port, with the demo's command and options; gives the port."""
    port = choose_port(None, 0, any_other=True)
    web = Web(port, dict(environment))
    command = [application if ":application" in word else word for word in web.child.command]
    log = state_dir() / "log" / f"bench-{application.partition('.')[0]}.log"
    web.child = Child(application, command, dict(environment), log)
    try:
        web.child.start()
        web.wait_until_healthy()
        yield port
    finally:
        web.child.stop()


class Reader:
    """Somebody signed in, with one connection."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=30)
        self._headers = {"Cookie": cookie, **STEADY}

    def get(self, path: str) -> int:
        """The size of the page in bytes. Raises RuntimeError for anything but 200."""
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        size = len(answer.read())
        if answer.status != http.client.OK:
            raise RuntimeError(f"{path} answered {answer.status}")
        return size

    def seconds(self, path: str) -> float:
        """How long the page took, from asking to its last byte."""
        began = time.perf_counter()
        self.get(path)
        return time.perf_counter() - began
