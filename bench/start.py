"""`script/demo` in a fresh clone until its first page answers: the first time, and once more."""

import http.client
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from bench.report import Line, note, write
from portal.cluster.places import REPOSITORY
from portal.cluster.web import HOST, choose_port

COLD_GOAL, WARM_GOAL = 120, 10
REPEATS_WARM = 3
LONGEST = 600
PAGE = "/account/sign-in/"


def first_page(clone: Path) -> float:
    """Seconds from the command to the sign-in page; the demo is stopped again."""
    port = choose_port(None, 0, any_other=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("VIRTUAL_ENV", None)
    log = clone / "demo.log"
    began = time.monotonic()
    with log.open("ab") as output:
        demo = subprocess.Popen(
            [str(clone / "script" / "demo"), "--port", str(port)],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        while not _answers(port):
            if demo.poll() is not None or time.monotonic() - began > LONGEST:
                raise RuntimeError(f"the demo did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.02)
        return time.monotonic() - began
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(60)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", PAGE)
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        clone = Path(folder) / "clone"
        # The server's own user has to pass through.
        Path(folder).chmod(0o755)
        subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(clone)], check=True)
        cold = first_page(clone)
        warm = sorted(first_page(clone) for _ in range(REPEATS_WARM))[REPEATS_WARM // 2]
    write(Line("script/demo to first page, cold", f"{cold:.1f} s", score=cold, goal=COLD_GOAL, unit=" s"))
    write(Line("script/demo to first page, warm", f"{warm:.1f} s", score=warm, goal=WARM_GOAL, unit=" s"))
    note(
        "start: cold is a fresh clone without environment, packages or data, where the package managers may have "
        "files of earlier installations; warm is the same command again, the median of three."
    )


if __name__ == "__main__":
    main()
