"""Somebody at WebKit's own browser: Debian's MiniBrowser on a screen of its own, driven as the W3C has it."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Remote, WebKitGTKOptions
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import Select, WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from tests.journeys.someone import PATIENCE_SECONDS, PIECES, TOO_WIDE

HEIGHT = 800
# The window's own bar of buttons is wider than a phone.
_SMALL_BAR = "* { min-width: 0; padding: 0; margin: 0; font-size: 4px; -gtk-icon-transform: scale(0.1); }"


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees; its name. MiniBrowser cannot do without one."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1700x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


@contextmanager
def webkit(folder: Path, *, width: int, scale: int = 1, scripts: bool = True) -> Iterator[Remote]:
    """The browser, new, with a window so many CSS pixels wide."""
    style = folder / "gtk-3.0" / "gtk.css"
    style.parent.mkdir(exist_ok=True)
    style.write_text(_SMALL_BAR)
    (program,) = Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")
    options = WebKitGTKOptions()
    options.binary_location = str(program)
    options.add_argument("--automation")
    options.add_argument(f"--enable-javascript={str(scripts).lower()}")
    with screen() as display:
        environment = {**os.environ, "DISPLAY": display, "GDK_SCALE": str(scale)}
        environment["XDG_CONFIG_HOME"] = str(folder)
        service = Service("/usr/bin/WebKitWebDriver", env=environment)
        service.start()
        # With a limit: a driver that stops answering would be waited for without end.
        config = ClientConfig(service.service_url, timeout=3 * PATIENCE_SECONDS)
        driver = Remote(service.service_url, options=options, client_config=config)
        try:
            driver.set_window_size(width, HEIGHT)
            WebDriverWait(driver, PATIENCE_SECONDS).until(lambda one: _view(one) == [width, scale])
            yield driver
        finally:
            driver.quit()
            service.stop()


class SomeoneAtWebKit:
    """One person at one window, with those words of `Someone` that the clerk's way needs."""

    def __init__(self, driver: Remote, url: str) -> None:
        self.driver, self.url = driver, url

    # Going on

    def open(self, path: str) -> None:
        self.driver.get(f"{self.url}{path}")
        self.look()

    def follow(self, words: str, *, within: str = "main") -> None:
        self._leave(self._named(f"{within} a", words))

    def go(self, words: str) -> None:
        menu = self.driver.find_element(By.CSS_SELECTOR, "[data-portal-menu]")
        if not menu.find_element(By.TAG_NAME, "a").is_displayed():
            menu.find_element(By.TAG_NAME, "summary").click()
        self.follow(words, within="[data-portal-menu]")

    def press(self, words: str) -> None:
        self._leave(self._named("main button", words))

    # Filling in

    def tick(self, words: str) -> None:
        box = self._named("main input[type=checkbox], main input[type=radio]", words)
        if not box.is_selected():
            self.driver.find_element(By.CSS_SELECTOR, f"label[for='{box.get_attribute('id')}']").click()
        assert box.is_selected(), "a click on the label should tick the box"

    def write(self, label: str, text: str) -> None:
        field = self._named("main input:not([type=hidden]), main textarea", label)
        field.clear()
        field.send_keys(text)

    write_secret = write

    def choose(self, label: str, option: str) -> None:
        Select(self._named("main select", label)).select_by_visible_text(option)

    def unfold(self, words: str) -> None:
        self._named("main summary", words).click()

    # Reading

    @property
    def heading(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "h1").text

    @property
    def path(self) -> str:
        return self.driver.current_url.removeprefix(self.url)

    @property
    def text(self) -> str:
        main = self.driver.find_element(By.TAG_NAME, "main")
        return " ".join(str(main.get_property("textContent")).split())

    def numbers(self, prefix: str) -> list[str]:
        main = self.driver.find_element(By.TAG_NAME, "main")
        text = self.driver.execute_script(f"return ({PIECES})(arguments[0])", main)
        return list(dict.fromkeys(re.findall(rf"\b{prefix}-[0-9A-Z-]+", text)))

    # What is behind the words

    def _named(self, selector: str, words: str) -> WebElement:
        """The first of these whose name, as assistive technology has it, holds the words."""
        names = []
        for one in self.driver.find_elements(By.CSS_SELECTOR, selector):
            names.append(one.accessible_name)
            if words.lower() in names[-1].lower():
                return one
        raise AssertionError(f"{self.path}: no “{words}” among {names}")

    def _leave(self, control: WebElement) -> None:
        """Use it, and wait for the page that comes."""
        page = self.driver.find_element(By.TAG_NAME, "html")
        control.click()
        WebDriverWait(self.driver, PATIENCE_SECONDS).until(staleness_of(page))
        self.look()

    def look(self) -> None:
        """One heading, and nothing wider than the window."""
        assert len(self.driver.find_elements(By.TAG_NAME, "h1")) == 1, f"{self.path} has not one h1"
        wide = self.driver.execute_script(f"return ({TOO_WIDE})()")
        assert not wide, f"{self.path} is wider than the window: {wide}"


def _view(driver: Remote) -> list[int]:
    return driver.execute_script("return [innerWidth, devicePixelRatio]")
