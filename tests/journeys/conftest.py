"""One portal and one browser for all journeys of a process; a window of their own for everybody in them."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.journeys.hands import Keyboard, Pointer
from tests.journeys.looked import Looked
from tests.journeys.program import Program
from tests.journeys.someone import Someone

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
# Nothing is shown: one process less is kept busy.
FLAGS += ["--in-process-gpu", "--disable-software-rasterizer"]
PATIENCE = 15_000
_SCRIPTS = re.compile(r"\.js(\?|$)")


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
def driver(running: Program) -> Iterator[Playwright]:
    """What moves the browsers."""
    # The browser's driver runs an event loop in this thread, where Django would refuse to ask the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Debian's Chromium without a screen."""
    program = os.environ.get("PORTAL_CHROMIUM", "/usr/bin/chromium-headless-shell")
    chromium = driver.chromium.launch(executable_path=program, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="package")
def firefox(driver: Playwright) -> Iterator[Browser]:
    """Debian's Firefox, as it is, over WebDriver BiDi (ADR 10)."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    launched = driver.firefox.launch(channel="moz-firefox", executable_path=program)
    yield launched
    launched.close()


@pytest.fixture(scope="package")
def looked_at(running: Program, testrun_uid: str) -> Looked:
    """Pages judged already in this run."""
    return Looked(Path(settings.STATE_DIR) / f"looked-at-{testrun_uid}")


@pytest.fixture
def portal(running: Program, browser: Browser, django_db_blocker: Any) -> Iterator[Program]:
    """The running portal, with this process's connections on its database."""
    with django_db_blocker.unblock(), running.at():
        yield running


@pytest.fixture
def window(portal: Program, browser: Browser, looked_at: Looked) -> Iterator[Callable[..., Someone]]:
    """`window(account)` is that person's browser, signed in; without an account a visitor's.

    `width` in CSS pixels; `scale` is the zoom; `scripts=False` switches JavaScript off; `keyboard=True` puts the
    pointer away; `engine` is another browser than Chromium.
    """
    contexts: list[BrowserContext] = []

    def open_one(
        account: Any = None,
        *,
        width: int = 1280,
        scale: int = 1,
        scripts: bool = True,
        keyboard: bool = False,
        engine: Browser = browser,
    ) -> Someone:
        context = engine.new_context(
            viewport={"width": width, "height": 800},
            device_scale_factor=scale,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if engine is not browser and not scripts:
            # Over WebDriver BiDi scripts cannot be switched off; all of ours are files, which then do not come.
            context.route(_SCRIPTS, lambda route: route.abort())
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


@pytest.fixture
def shoot() -> Callable[[Someone, str], None]:
    """Keeps what is on the screen where somebody wants to look at it."""
    folder = os.environ.get("PORTAL_PICTURES")

    def taken(someone: Someone, name: str) -> None:
        if folder:
            someone.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return taken
