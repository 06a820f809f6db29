"""Working a page with a pointer, or with a keyboard alone."""

from playwright.sync_api import ElementHandle, FilePayload, Locator, Page

MOST_TABS = 150
_HAS_FOCUS = "(wanted) => document.activeElement === wanted"
_SAME_GROUP = (
    "(wanted) => document.activeElement.type === 'radio' && document.activeElement.name === wanted.name"
)
# A check box of the design system stands off the screen; the ring is drawn on its label.
_LOST = """(() => {
  const one = document.activeElement, next = one.nextElementSibling;
  if (one === document.body) return '';
  const drawn = (one, part) => {
    const style = getComputedStyle(one, part);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  };
  const ring = drawn(one, null) || (next && next.tagName === 'LABEL' && (drawn(next, '::before') || drawn(next, null)));
  if (!ring) return 'nothing shows that this has the focus: ' + one.outerHTML.slice(0, 200);
  const box = (one.matches('.usa-checkbox__input, .usa-radio__input') ? next : one).getBoundingClientRect();
  if (box.bottom > 0 && box.top < innerHeight && box.width > 0) return '';
  return 'this has the focus and is out of sight: ' + one.outerHTML.slice(0, 200);
})()"""
# One question a stop: what is wrong with it, and is it where one wants to be.
_STOP = "(wanted) => [%s, (%s)(wanted)]"
_AT_TARGET = _STOP % (_LOST, _HAS_FOCUS)
_AT_GROUP = _STOP % (_LOST, _SAME_GROUP)


class Pointer:
    """Clicks where a person would: on the label of a check box, which is what one sees of it."""

    def use(self, target: Locator) -> None:
        target.click()

    def tick(self, target: Locator) -> None:
        target.page.locator(f"label[for='{target.get_attribute('id')}']").first.click(
            position={"x": 12, "y": 12}
        )
        assert target.is_checked(), "a click on the label should tick the box"

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def choose(self, target: Locator, label: str) -> None:
        target.select_option(label=label)

    def attach(self, target: Locator, file: FilePayload) -> None:
        target.set_input_files([file])


class Keyboard:
    """Tab, arrows, Space, Enter. Each stop on the way has to show where one is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def use(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        if target.get_attribute("type") == "radio":
            self._reach_group(target)
        else:
            self._reach(target)
            self.page.keyboard.press("Space")
        assert target.is_checked(), "the key should tick the box"

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, target: Locator, label: str) -> None:
        self._reach(target)
        self.page.keyboard.type(label)

    def attach(self, target: Locator, file: FilePayload) -> None:
        """Enter opens the system's own window, which is not ours to test."""
        self._reach(target)
        target.set_input_files([file])

    def _reach(self, target: Locator) -> None:
        one = target.element_handle()
        if not one.evaluate(_HAS_FOCUS):
            self._tab_to(one, _AT_TARGET)

    def _reach_group(self, target: Locator) -> None:
        one = target.element_handle()
        if not one.evaluate(_SAME_GROUP):
            self._tab_to(one, _AT_GROUP)
        for _ in range(MOST_TABS):
            if one.evaluate(_HAS_FOCUS):
                if not target.is_checked():
                    self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{target} cannot be reached with arrows")

    def _tab_to(self, one: ElementHandle, stop: str) -> None:
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            lost, there = one.evaluate(stop)
            assert not lost, lost
            if there:
                return
        raise AssertionError(f"{one} cannot be reached with Tab")
