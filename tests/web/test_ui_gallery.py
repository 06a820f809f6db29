"""The gallery in a real browser: no violation of WCAG 2.2 AA or of the content security policy, at every width."""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as portal_settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web import ui_site

pytestmark = [pytest.mark.row("C1", "B1")]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        program = os.environ.get("PORTAL_CHROMIUM", "/usr/bin/chromium-headless-shell")
        opened = playwright.chromium.launch(executable_path=program, args=ARGUMENTS.split())
        yield opened
        opened.close()


@pytest.fixture
def gallery(settings):
    ui_site.use(settings)
    with ui_site.served() as address:
        yield address


def opened(browser: Browser, address: str, width: int, *, scripts: bool = True) -> tuple[Page, list[str]]:
    page = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts
    ).new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.goto(address)
    return page, faults


@pytest.mark.parametrize("width", [320, 1280])
def test_no_violation_and_no_sideways_scrolling(browser, gallery, width):
    page, faults = opened(browser, gallery, width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert faults == []


def test_the_page_is_whole_without_scripts(browser, gallery):
    page, faults = opened(browser, gallery, 320, scripts=False)
    assert page.get_by_role("link", name="Payment requests").first.is_visible()
    assert page.get_by_role("button", name="Sign out").is_visible()
    assert page.locator("#id_paid_on").is_visible() and page.locator("#id_evidence").is_visible()
    assert faults == []


def test_by_keyboard_the_first_stop_skips_to_the_content(browser, gallery):
    page, _ = opened(browser, gallery.replace("/gallery/", "/plain/"), 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_a_page_with_problems_starts_at_their_list_and_leads_to_the_field(browser, gallery):
    page, _ = opened(browser, gallery, 1280)
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.hasAttribute('data-portal-problems')")
    page.get_by_role("link", name="Claim month: Enter a month and year").click()
    assert page.evaluate("document.activeElement.id") == "wrong_month"


def test_the_calendar_fills_the_field_and_keeps_what_it_could_not_read(browser, gallery):
    page, faults = opened(browser, gallery, 1280)
    assert page.locator("#wrong_paid_on").input_value() == "02/30/2025"
    picker = page.locator(".usa-date-picker").first
    picker.get_by_role("button").first.click()
    picker.locator(
        ".usa-date-picker__calendar__date:not([disabled])", has_text=re.compile("^15$")
    ).first.click()
    assert page.locator("#id_paid_on").input_value() == "12/15/2025"
    assert page.locator("#id_paid_on").get_attribute("name") == "paid_on"
    assert faults == []


def test_an_ssn_is_grouped_while_typing_ends_and_the_menu_opens_on_request(browser, gallery):
    page, _ = opened(browser, gallery, 320)
    page.locator("#id_ssn").fill("900012345")
    page.locator("#id_ssn").blur()
    assert page.locator("#id_ssn").input_value() == "900-01-2345"
    link = page.get_by_role("link", name="Payment requests").first
    assert not link.is_visible()
    page.get_by_text("Menu", exact=True).click()
    assert link.is_visible()


def test_no_inline_style_or_script_under_a_policy_that_would_block_them(settings):
    ui_site.use(settings)
    response = Client().get("/gallery/")
    html = response.text
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", html)
    assert '<html lang="en-us">' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_frame_says_who_where_and_when(settings):
    ui_site.use(settings)
    html = Client().get("/gallery/").text
    for words in (
        "Synthetic program.",
        "December 15, 2025",
        "Dana Ruiz",
        "Harbor Work Services",
        "Ticket Portal 0.1.0",
    ):
        assert words in html
    assert re.search(
        r'<form method="post" action="/account/logout/">\s*<input type="hidden" name="csrfmiddlewaretoken"',
        html,
    )
    assert html.count('aria-current="page"') == 3  # menu, breadcrumb, pagination
    assert f"after {portal_settings.PORTAL_SESSION_IDLE_SECONDS // 60} minutes" in html


def test_the_gallery_is_part_of_the_synthetic_program_only(settings):
    ui_site.use(settings)
    settings.PORTAL_SYNTHETIC = False
    assert Client().get("/gallery/").status_code == 404
