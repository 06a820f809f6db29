"""One portal and one browser for all journeys of a process; a window of their own for everybody in them."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.journeys.hands import Keyboard, Pointer
from tests.journeys.program import Program
from tests.journeys.someone import Someone

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
PATIENCE = 15_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def running(worker_id: str, django_db_blocker: Any) -> Iterator[Program]:
    """The whole portal on a database of its own, with the synthetic program in it."""
    with tempfile.TemporaryDirectory(prefix="portal-journeys-") as folder, django_db_blocker.unblock():
        program = Program(worker_id, Path(folder))
        try:
            program.start()
            yield program
        finally:
            program.stop()


@pytest.fixture(scope="package")
def browser(running: Program) -> Iterator[Browser]:
    """Debian's Chromium without a screen."""
    # The browser's driver runs an event loop in this thread, where Django would refuse to ask the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        program = os.environ.get("PORTAL_CHROMIUM", "/usr/bin/chromium")
        chromium = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def looked_at() -> set[tuple[Any, ...]]:
    """Pages judged already, so that each is judged once."""
    return set()


@pytest.fixture
def portal(running: Program, browser: Browser, django_db_blocker: Any) -> Iterator[Program]:
    """The running portal, with this process's connections on its database."""
    with django_db_blocker.unblock(), running.at():
        yield running


@pytest.fixture
def window(
    portal: Program, browser: Browser, looked_at: set[tuple[Any, ...]]
) -> Iterator[Callable[..., Someone]]:
    """`window(account)` is that person's browser, signed in; without an account a visitor's.

    `width` in CSS pixels; `scale` is the zoom; `scripts=False` switches JavaScript off; `keyboard=True` puts the
    pointer away.
    """
    contexts: list[BrowserContext] = []

    def open_one(
        account: Any = None,
        *,
        width: int = 1280,
        scale: int = 1,
        scripts: bool = True,
        keyboard: bool = False,
    ) -> Someone:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            device_scale_factor=scale,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if account is not None:
            key = portal.signed_in(account)
            context.add_cookies([{"name": "portal_session", "value": key, "url": portal.url}])
        page = context.new_page()
        someone = Someone(page, portal.url, Keyboard(page) if keyboard else Pointer(), looked_at)
        someone.scripts = scripts
        return someone

    yield open_one
    for context in contexts:
        context.close()
