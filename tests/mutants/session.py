"""How pytest is run here, in a process of its own that ends with the answer."""

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from portal.cluster.testrun import WITHOUT_DJANGO

SECONDS = 90
"""Processor time after which a change counts as killed: it made something endless."""
MEMORY = 4 * 1024**3

ENDLESS = "ran without an end"
NOT_LOADED = "could not be loaded"


class Watch:
    """A pytest plugin that notes the first test that fails."""

    def __init__(self) -> None:
        self.failed: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.failed is None:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.failed is None:
            self.failed = NOT_LOADED


def prepare() -> None:
    """The same few examples every time, and no time spent on making a failing one smaller."""
    settings.register_profile(
        "mutants",
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
    os.environ["PORTAL_EXAMPLES"] = "25"
    os.environ["PORTAL_TICKET_MONTHS"] = "10000"
    sys.dont_write_bytecode = True


def run(paths: list[str], plugins: list[Any], *extra: str) -> int:
    """pytest on these paths; its exit code."""
    quiet = ["-q", "-s", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore"]
    return int(pytest.main([*quiet, *WITHOUT_DJANGO, *extra, *paths], plugins=plugins))


def apart(work: Callable[[], str], output: Path | None = None, *, limited: bool = True) -> str:
    """What `work` answers in a forked process; its output is thrown away, or kept in a file.

    A process that uses up its time is `ENDLESS`; one that dies otherwise is an error, except a limited one, which
    the change has killed.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        code = 1
        try:
            if limited:
                resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
                resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            sink = os.open(output or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(sink, 1)
            os.dup2(sink, 2)
            os.write(writing, work().encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read().decode()
    status = os.waitpid(process, 0)[1]
    if status == 0:
        return answer
    if limited:
        return ENDLESS if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else NOT_LOADED
    raise RuntimeError("pytest itself failed" + (f": {output.read_text()}" if output else ""))
