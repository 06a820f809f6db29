"""What production tells browsers: cookies and headers of every answer."""

import re
from http.cookies import Morsel
from runpy import run_path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.config.settings import base
from tests.web.account.steps import HOME, LOGIN

pytestmark = [pytest.mark.row("A3", "J1"), pytest.mark.usefixtures("production")]
# The page of signing in, one that needs it, one that nobody has, and the one that machines ask.
ADDRESSES = (LOGIN, HOME, "/no/such/page/", "/healthz")


def answers() -> list[HttpResponse]:
    client = Client()
    return [client.get(address, secure=True) for address in ADDRESSES]


def cookies(account: Any) -> list[Morsel[str]]:
    client = Client()
    client.get(LOGIN, secure=True)
    client.post(LOGIN, {"login": account.email, "password": "a long synthetic password"}, secure=True)
    assert len(client.cookies) == 2, "the session's and the forms'"
    return list(client.cookies.values())


def directives(answer: HttpResponse) -> dict[str, str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


def test_cookies_belong_to_this_host_and_travel_over_https_only(clerk_account):
    for cookie in cookies(clerk_account):
        assert cookie.key.startswith("__Host-")
        assert cookie["secure"]
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_no_script_sees_a_cookie(clerk_account):
    assert all(cookie["httponly"] for cookie in cookies(clerk_account))


def test_no_form_of_another_site_brings_the_session(clerk_account):
    assert {cookie["samesite"] for cookie in cookies(clerk_account)} <= {"Lax", "Strict"}


def test_session_keys_are_long_and_never_the_same(clerk_account):
    keys = {
        cookie.value for _ in range(3) for cookie in cookies(clerk_account) if cookie.key.endswith("session")
    }
    assert len(keys) == 3
    assert all(re.fullmatch(r"[0-9a-z]{32}", key) for key in keys)


def test_signing_out_is_on_every_page_behind_the_sign_in(shop):
    for address in (HOME, "/ticketholders/", "/account/factors/"):
        page = shop.clerk.get(address, secure=True, follow=True).content.decode()
        assert 'action="/account/sign-out/"' in page or 'href="/account/sign-out/"' in page, address


def test_cookies_are_small(clerk_account):
    assert all(len(cookie.key) + len(cookie.value) < 200 for cookie in cookies(clerk_account))


def test_https_is_remembered_for_a_year_with_every_subdomain(database):
    for answer in answers():
        said = answer.headers.get("Strict-Transport-Security", "")
        found = re.match(r"max-age=(\d+); includeSubDomains", said)
        assert found and int(found[1]) >= 31_536_000, said


def test_plain_http_gets_no_page(database):
    answer = Client().get(LOGIN)
    assert (answer.status_code, answer.headers.get("Location")) == (301, f"https://testserver{LOGIN}")


def test_only_what_is_ours_is_loaded_and_run(database):
    for answer in answers():
        policy = directives(answer)
        assert policy.get("default-src") == "'none'"
        assert policy.get("script-src") == policy.get("style-src") == "'self'"
        assert policy.get("object-src") == policy.get("base-uri") == "'none'"
        assert "unsafe" not in str(policy)


def test_where_violations_are_reported_is_the_operators_to_say(settings, monkeypatch, database):
    assert "report-uri" not in directives(Client().get(LOGIN, secure=True))
    monkeypatch.setenv("PORTAL_CSP_REPORTS", "https://reports.example/csp")
    settings.SECURE_CSP = run_path(base.__file__)["SECURE_CSP"]
    assert directives(Client().get(LOGIN, secure=True))["report-uri"] == "https://reports.example/csp"


def test_browsers_do_not_guess_types(database):
    for answer in answers():
        assert answer.headers.get("X-Content-Type-Options") == "nosniff"


def test_other_sites_learn_no_address(database):
    for answer in answers():
        assert answer.headers.get("Referrer-Policy") == "same-origin"


def test_no_page_is_framed(database):
    for answer in answers():
        assert directives(answer).get("frame-ancestors") == "'none'"


def test_no_other_window_reaches_in(database):
    for answer in answers():
        assert answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin"


def test_no_other_site_loads_what_is_ours(database):
    for answer in answers():
        assert answer.headers.get("Cross-Origin-Resource-Policy") == "same-origin"


def test_no_other_origin_may_read(database):
    for address in ADDRESSES:
        asked = {"origin": "https://evil.example"}
        for answer in (
            Client().get(address, secure=True, headers=asked),
            Client().options(
                address, secure=True, headers={**asked, "access-control-request-method": "POST"}
            ),
        ):
            assert not [name for name in answer.headers if name.startswith("Access-Control-")]


def test_an_export_is_saved_and_not_shown(shop):
    shop.holder()
    answer = shop.clerk.get("/ticketholders/export.csv", secure=True)
    assert answer.status_code == 200
    assert answer.headers.get("Content-Disposition", "").startswith("attachment;")
