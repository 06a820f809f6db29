"""Somebody at a browser window. Every page that comes is looked at: errors, accessibility, a narrow screen."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, FilePayload, Locator, Page, Response

from tests.journeys.looked import Looked

NARROW = 320
PATIENCE_SECONDS = 20
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[A-Z]{2}-[0-9A-Z-]+")
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll('main *, header *, footer *, nav *')].filter(
    (one) => one.getBoundingClientRect().right > room + 1 && !one.closest('.usa-table-container--scrollable'));
  return [`page ${document.documentElement.scrollWidth} px`,
    ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 160))];
}"""


# Its pieces of text, a space between: cells of a table stand side by side without one.
PIECES = """(one) => {
  const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), pieces = [];
  while (walk.nextNode()) pieces.push(walk.currentNode.data);
  return pieces.join(' ');
}"""
# What `look` reads, in one question to the browser.
_SEEN = """() => ({
  h1: document.querySelectorAll('h1').length,
  told: document.querySelectorAll('[data-portal-problems]').length,
  title: document.title,
  titles: [...document.querySelectorAll('h1, h2, .usa-tag, .usa-error-message')].map((one) => one.textContent),
})"""
_ASKED = json.dumps({"runOnly": RULES, "resultTypes": ["violations"], "selectors": False})
_JUDGE = f"{Axe().axe_script};\naxe.run({_ASKED}).then((found) => found.violations)"


class Hands(Protocol):
    """How somebody works a page: with a pointer, or by keyboard alone."""

    def use(self, target: Locator) -> None: ...

    def tick(self, target: Locator) -> None: ...

    def write(self, target: Locator, text: str) -> None: ...

    def choose(self, target: Locator, label: str) -> None: ...

    def attach(self, target: Locator, file: FilePayload) -> None: ...


class Someone:
    """One person at one window. Controls are found as people find them: by the words on them."""

    def __init__(self, page: Page, url: str, hands: Hands, looked: Looked) -> None:
        self.page, self.url, self.hands, self.looked = page, url, hands, looked
        self.scripts = True
        browser = page.context.browser
        self.engine = browser.browser_type.name if browser else ""
        self.status = 0
        self.problems: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("response", self._answered)

    # Going on

    def open(self, path: str) -> None:
        with self._arriving():
            self.page.goto(f"{self.url}{path}")

    def again(self) -> None:
        with self._arriving():
            self.page.reload()

    def again_here(self) -> None:
        """The page as it is kept, not the answer to what was last sent."""
        # To the same address with a place on the page a browser would only scroll.
        self.open(self.path.partition("#")[0])

    def until(self, words: str) -> None:
        """Look again until the page says so, as people do who wait for the worker."""
        end = time.monotonic() + PATIENCE_SECONDS
        while words not in self.text:
            assert time.monotonic() < end, f"“{words}” does not come: {self.text[:2000]}"
            time.sleep(0.2)
            self.again_here()

    def follow(self, words: str, *, within: str = "main") -> None:
        with self._arriving():
            self.hands.use(self.page.locator(within).get_by_role("link", name=words).first)

    def go(self, words: str) -> None:
        """By the menu, which is folded where it would push the page down."""
        menu = self.page.locator("[data-portal-menu]")
        if not menu.get_by_role("link").first.is_visible():
            self.hands.use(menu.locator("summary"))
        with self._arriving():
            self.hands.use(menu.get_by_role("link", name=words))

    def press(self, words: str, *, within: str = "main") -> None:
        with self._arriving():
            self.hands.use(self.page.locator(within).get_by_role("button", name=words).first)

    def strike(self, words: str, *, times: int = 1) -> None:
        """Click, or click twice as hands do that learned it elsewhere, and do not wait for what comes."""
        self.main.get_by_role("button", name=words).click(click_count=times, no_wait_after=True)

    def arrive(self, part: str) -> None:
        """Wait for an address with this part, and look at the page."""
        self.page.wait_for_url(f"**{part}**", wait_until="load")
        self.look()

    # Filling in

    def tick(self, words: str, *, nth: int = 0) -> None:
        """A check box or radio button. What is ticked already is left alone, as people do."""
        box = self.main.get_by_role("checkbox", name=words).or_(self.main.get_by_role("radio", name=words))
        if not box.nth(nth).is_checked():
            self.hands.tick(box.nth(nth))

    def write(self, label: str, text: str, *, nth: int = 0) -> None:
        self.hands.write(self.main.get_by_role("textbox", name=label).nth(nth), text)

    def write_secret(self, label: str, text: str) -> None:
        """A password has no role that assistive technology could name."""
        self.hands.write(self.main.get_by_label(label), text)

    def choose(self, label: str, option: str, *, nth: int = 0) -> None:
        self.hands.choose(self.main.get_by_role("combobox", name=label).nth(nth), option)

    def attach(
        self, label: str, name: str, content: bytes, kind: str = "application/pdf", nth: int = 0
    ) -> None:
        field = self.main.get_by_label(label).nth(nth)
        self.hands.attach(field, {"name": name, "mimeType": kind, "buffer": content})

    def unfold(self, words: str, *, nth: int = 0) -> None:
        self.hands.use(self.main.locator("summary").filter(has_text=words).nth(nth))

    # Reading

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    @property
    def text(self) -> str:
        """All that stands on the page, folded or not, spaces made one."""
        return " ".join((self.main.text_content() or "").split())

    @property
    def session_key(self) -> str:
        """The cookie of the sign-in at this window."""
        found = {one["name"]: one["value"] for one in self.page.context.cookies(self.url)}
        return found["portal_session"]

    def fetch(self, words: str) -> bytes:
        """The file behind a link."""
        href = self.main.get_by_role("link", name=words).first.get_attribute("href")
        answer = self.page.request.get(f"{self.url}{href}")
        assert answer.status == 200, f"{href}: {answer.status}"
        return answer.body()

    def row(self, words: str) -> str:
        """The cells of the first row of a table in which these words stand, a space between."""
        pieces = self.main.get_by_role("row").filter(has_text=words).first.evaluate(PIECES)
        return " ".join(pieces.split())

    def numbers(self, prefix: str) -> list[str]:
        """The numbers of that kind on the page, in their order."""
        return list(dict.fromkeys(re.findall(rf"\b{prefix}-[0-9A-Z-]+", self.main.evaluate(PIECES))))

    # Looking at what came

    @contextmanager
    def _arriving(self) -> Iterator[None]:
        with self.page.expect_navigation(wait_until="load") as arrived:
            yield
        response: Response | None = arrived.value
        self.status = response.status if response else 0
        self.look()

    def look(self) -> None:
        """Judge the page as it stands, once for each page, state and way of looking."""
        assert self.status < 500, f"{self.path}: {self.status}"
        seen = self.page.evaluate(_SEEN)
        assert seen["h1"] == 1, f"{self.path} has not one h1"
        marks = seen["title"].count("Error: ")
        assert seen["told"] <= 1, f"{self.path} says twice what is wrong"
        assert marks == 1 or not (marks or seen["told"]), f"{self.path}: title “{seen['title']}”"
        if self.looked.first(
            self.engine, _plain(self.path), self.status, self.scripts, tuple(map(_plain, seen["titles"]))
        ):
            self._narrow()
            self._accessible()
        assert not self.problems, f"{self.path}: {self.problems}"

    def _narrow(self) -> None:
        before = self.page.viewport_size
        assert before is not None
        self.page.set_viewport_size({"width": NARROW, "height": before["height"]})
        wide = self.page.evaluate(TOO_WIDE)
        self.page.set_viewport_size(before)
        self.problems += [f"wider than {NARROW} px: {one}" for one in wide]

    def _accessible(self) -> None:
        # axe runs as a script of the page. What the server sends is the same with and without.
        if not self.scripts:
            return
        for violation in self.page.evaluate(_JUDGE):
            nodes = [
                f"{node['html'][:160]} ({node['failureSummary'][:200]})" for node in violation["nodes"][:3]
            ]
            self.problems.append(f"axe {violation['id']}: {violation['help']}: {nodes}")

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium reports a page's own 4xx here too; which status a page should have is for the test to say.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.problems.append(f"{response.status} for {response.url}")


def _plain(text: str) -> str:
    return " ".join(NUMBERS.sub("#", text).split())
