"""The pictures of README and guides, taken anew from the portal as it is.

    script/test tests/journeys/pictures.py

It is no test by its name, so that no test run changes the pictures.
"""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys import request as steps

FOLDER = Path(__file__).parents[2] / "docs" / "guide" / "pictures"
WIDTH, PHONE, TALLEST = 1180, 390, 1500
MOST_BYTES = 150_000
_BOTTOM = "(one) => one.getBoundingClientRect().bottom + scrollY"


@pytest.fixture
def keep():
    """`keep(someone, name)` writes what this person sees, from the top of the page, as a small PNG."""
    FOLDER.mkdir(exist_ok=True)

    def take(someone, name, *, until=None, tallest=TALLEST):
        end = someone.main.locator(until or "xpath=.").last.evaluate(_BOTTOM)
        height = min(int(end) + 24, tallest)
        width = someone.page.viewport_size["width"]
        content = someone.page.screenshot(
            full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}
        )
        small = Image.open(BytesIO(content)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
        path = FOLDER / f"{name}.png"
        small.save(path, optimize=True)
        assert path.stat().st_size < MOST_BYTES, f"{path.name} is too large: {path.stat().st_size} bytes"

    return take


def test_the_clerk_asks_and_reads_the_answer(portal, window, keep):
    dana = portal.clerk("Dana Reyes")
    clerk = window(dana, width=WIDTH)
    ana = portal.holder({f"2025-{month:02d}": 1500 for month in range(2, 8)} | {"2025-08": 900})
    clerk.open("/")
    keep(clerk, "clerk-home")
    steps.find(clerk, ana.digits)
    clerk.tick(steps.PAYABLE)
    keep(clerk, "request-payments")
    clerk.tick("Already proven")
    clerk.press("Continue")
    steps.describe_services(clerk)
    keep(clerk, "check-answers", until=".portal-answers >> nth=2")
    asked = steps.submit(clerk)
    assert len(asked.requests) == 1
    denied = portal.asked(dana, portal.holder({"2025-02": 1500, "2025-03": 900}), "P1M2", "2025-03")
    clerk.open(f"/requests/{denied}/")
    keep(clerk, "decision", until=".portal-decision__foot >> nth=0")
    phone = window(dana, width=PHONE)
    phone.open(f"/ticketholders/{ana.number}/")
    keep(phone, "ticketholder-on-a-phone", until="tbody >> nth=0 >> tr >> nth=1")


def test_the_analyst_finds_and_decides(portal, window, keep):
    dana = portal.clerk("Dana Reyes")
    names = ("Ana Ruiz", "Robin Vale", "Marcus Lindqvist", "Keisha Monroe")
    waiting = [portal.holder({"2025-02": 1500, "2025-03": 900}, name=name) for name in names]
    numbers = [portal.asked(dana, person, "P1M2", "2025-03") for person in waiting]
    analyst = window(portal.analyst("Andy Park"), width=WIDTH)
    analyst.open("/")
    analyst.go("Requests to decide")
    keep(analyst, "analyst-queue", until="tbody >> nth=0 >> tr >> nth=5")
    analyst.open(f"/staff/requests/{numbers[0]}/")
    analyst.press("Take it")
    keep(analyst, "analyst-desk", until=".portal-decision__foot >> nth=0")
