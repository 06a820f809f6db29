"""One sign-in a person, its end said and entered, what was typed kept, and asking again before what is sensitive."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client, RequestFactory

from portal.kernel.clock import now
from portal.people.models import SignIn
from portal.policy.roles import Role
from portal.web.account import sessions
from portal.web.account.places import browser_of, network_of
from tests.web.account.steps import CODE, HOME, LOGIN, code, mails, password
from tests.world import PASSWORD

pytestmark = [pytest.mark.row("A1")]
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36"


def signed_in(account, **extra):
    client = Client(**extra)
    password(client, account)
    client.post(CODE, {"code": code()})
    return client


def rows(account):
    return list(SignIn.objects.using("loader").filter(account=account).order_by("began_at"))


def make_idle(client, seconds=900):
    session = client.session
    session[sessions.SEEN] -= seconds
    session.save()


def test_a_sign_in_is_entered_with_way_factor_browser_and_network(account):
    signed_in(account, headers={"user-agent": WINDOWS}, REMOTE_ADDR="203.0.113.77")
    (row,) = rows(account)
    assert (row.way, row.factor, row.browser, row.network, row.admitted) == (
        "password",
        "totp",
        "Chrome on Windows",
        "203.0.113.0/24",
        True,
    )


def test_a_second_sign_in_ends_the_first_and_all_are_told(account, sign_in, world, entries):
    first = sign_in(account)
    signed_in(account, headers={"user-agent": WINDOWS})
    gone = first.get(HOME, follow=True)
    assert gone.redirect_chain[0][0] == f"{LOGIN}?next=%2F&why=elsewhere"
    assert b"You signed in from another browser or device at" in gone.content
    before, after = rows(account)
    assert (before.ended_why, after.ended_at) == ("elsewhere", None)
    (entry,) = entries("sign-in-ended")
    assert entry.detail == {"why": "elsewhere", "sign_in": str(before.pk), "by": str(after.pk)}
    (mail,) = mails()
    assert mail[0] == "A second sign-in to the Ticket Portal ended the first"
    assert "with Chrome on Windows" in mail[1]
    desk = sign_in(world.account(world.organisation(kind="SSA"), [Role.SSA_SERVICES_SPECIALIST]))
    assert account.name in desk.get("/staff/access/second-sign-ins/").content.decode()


def test_a_sign_in_that_was_left_long_ago_was_not_ended_from_elsewhere(account, sign_in, entries):
    sign_in(account)
    long_ago = now().real - timedelta(hours=3)
    SignIn.objects.using("loader").filter(account=account).update(began_at=long_ago, seen_at=long_ago)
    signed_in(account)
    before, _ = rows(account)
    assert (before.ended_why, before.ended_at) == ("idle", long_ago + timedelta(minutes=15))
    assert mails() == []
    assert entries("sign-in-ended") == []


@pytest.mark.parametrize(("stamp", "why"), [(sessions.SEEN, "idle"), (sessions.SIGNED_IN, "limit")])
def test_a_sign_in_that_is_over_is_entered_as_over_when_noticed(account, sign_in, stamp, why):
    client = sign_in(account)
    session = client.session
    session[stamp] -= 12 * 60 * 60
    session.save()
    assert client.get(HOME).headers["Location"].endswith(f"why={why}")
    (row,) = rows(account)
    assert row.ended_why == why


def test_use_is_entered_once_a_minute(account, sign_in):
    client = sign_in(account)
    began = rows(account)[0].seen_at
    client.get(HOME)
    assert rows(account)[0].seen_at == began
    make_idle(client, 90)
    client.get(HOME)
    assert rows(account)[0].seen_at > began


def test_ones_own_last_20_sign_ins_are_shown_and_nobody_elses(account, sign_in, world):
    other = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])
    for who, browser in ((account, "Firefox on Linux"), (other, "Safari on a Mac")):
        for hour in range(22):
            at = now().real - timedelta(hours=hour + 1)
            world.add(
                SignIn(
                    account=who, way="password", factor="text", admitted=True, browser=browser,
                    began_at=at, seen_at=at, ended_at=at, ended_why="out",
                )
            )  # fmt: skip
    page = sign_in(account).get("/account/sign-ins/").content.decode()
    assert page.count("Firefox on Linux") == 19
    assert "Safari on a Mac" not in page
    assert "Password, texted code" in page
    assert "Still on" in page


# Staying, and what was typed


def test_staying_signed_in_is_said_by_a_post_and_answers_with_the_seconds_left(account, sign_in):
    client = sign_in(account)
    make_idle(client, 30)
    assert 'data-portal-left="86' in client.get(HOME).content.decode()
    assert client.get("/account/seen/").status_code == 405
    assert client.post("/account/seen/").content == b"895"


def test_without_scripts_the_page_is_hidden_when_the_door_would_end_the_sign_in(account, sign_in, settings):
    page = sign_in(account).get(HOME).content.decode()
    assert "account/idle.css" in page.partition("<noscript>")[2]
    sheet = Path(finders.find("account/idle.css")).read_text()
    assert f" {settings.PORTAL_SESSION_IDLE_SECONDS}s " in sheet


def test_what_was_typed_comes_back_after_signing_in_again_and_for_nobody_else(
    account, sign_in, world, probes
):
    client = sign_in(account)
    make_idle(client)
    typed = {"note": "Dana's words", "password": "never kept"}
    there = client.post("/probe/writes/?x=1", typed).headers["Location"]
    kept = parse_qs(urlsplit(there).query)["next"][0]
    assert kept.startswith("/account/kept/")
    assert "Dana" not in there
    assert "Dana" not in str([cache.get(key) for key in (f"portal.kept:{kept.split('/')[3]}",)])
    stranger = sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))
    assert stranger.get(kept).status_code == 404
    assert client.get(kept).headers["Location"].startswith(LOGIN)
    password(client, account, next=kept)
    assert client.post(CODE, {"code": code()}).headers["Location"] == kept
    page = client.get(kept).content.decode()
    assert 'action="/probe/writes/?x=1"' in page
    assert 'name="note" value="Dana&#x27;s words"' in page
    assert "never kept" not in page


def test_the_page_can_have_its_form_kept_just_before_the_end(account, sign_in):
    client = sign_in(account)
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        assert client.post("/account/over/", {"portal-path": elsewhere}).status_code == 400
    kept = client.post("/account/over/", {"portal-path": "/requests/new/", "note": "half a line"})
    assert client.get(HOME).headers["Location"].startswith(LOGIN)
    assert rows(account)[-1].ended_why == "idle"
    again = sign_in(account)
    assert b'name="note" value="half a line"' in again.get(kept.content.decode()).content
    assert again.post("/account/over/", {"portal-path": "/?x=1"}).content == b"/?x=1"


# Where a sign-in comes from


@pytest.mark.parametrize(
    ("said", "browser"),
    [
        (WINDOWS, "Chrome on Windows"),
        (f"{WINDOWS} Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("curl/8", ""),
        ("<script>alert(1)</script>", ""),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_people_know_it(said, browser):
    assert browser_of(RequestFactory().get("/", headers={"user-agent": said})) == browser


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "198.51.100.9", "203.0.113.0/24"),
        (1, "198.51.100.9", "198.51.100.0/24"),
        (1, "192.0.2.1, 198.51.100.9", "198.51.100.0/24"),
        (2, "192.0.2.1, 198.51.100.9", "192.0.2.0/24"),
        (1, "2001:db8:aaaa:bbbb::1", "2001:db8:aaaa::/48"),
    ],
)
def test_only_what_our_own_proxies_wrote_says_where_somebody_is(settings, proxies, forwarded, network):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.77", headers={"x-forwarded-for": forwarded})
    assert network_of(request) == network


# Asking again


def test_a_post_that_is_asked_again_is_not_lost(sign_in, world):
    specialist = sign_in(world.account(world.organisation(kind="SSA"), [Role.SSA_SERVICES_SPECIALIST]))
    session = specialist.session
    session[sessions.PROVED] -= 1200
    session.save()
    person = "00000000-0000-7000-8000-000000000001"
    address = f"/staff/access/people/{person}/factors/"
    asked = specialist.post(address, {"how": "called back", "reason": "phone lost"}).headers["Location"]
    assert asked.startswith("/account/again/start/?next=%2Faccount%2Fkept%2F")
    kept = parse_qs(urlsplit(asked).query)["next"][0]
    again = specialist.get(asked).headers["Location"]
    assert specialist.post(again, {"password": "wrong", "next": kept}).status_code == 200
    assert specialist.get(address).headers["Location"].startswith("/account/again/start/")
    assert specialist.post(again, {"password": PASSWORD, "next": kept}).headers["Location"] == kept
    page = specialist.get(kept).content.decode()
    assert f'action="{address}"' in page
    assert 'value="called back"' in page
    assert specialist.get(address).status_code == 404


# Circumstances


def test_a_sign_in_used_from_another_kind_of_browser_ends(account, entries):
    client = signed_in(account, headers={"user-agent": WINDOWS})
    key = client.cookies["portal_session"].value
    thief = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Firefox/144.0"})
    thief.cookies["portal_session"] = key
    assert thief.get(HOME).headers["Location"] == f"{LOGIN}?next=%2F&why=moved"
    assert b"was used from another browser" in thief.get(f"{LOGIN}?why=moved").content
    assert client.get(HOME).headers["Location"].startswith(LOGIN)
    (row,) = rows(account)
    assert row.ended_why == "moved"
    (entry,) = entries("sign-in-moved")
    assert entry.detail == {"sign_in": str(row.pk)}


def test_a_browser_that_was_brought_up_to_date_is_the_same(account):
    client = signed_in(account, headers={"user-agent": WINDOWS})
    newer = WINDOWS.replace("141", "142")
    assert client.get(HOME, headers={"user-agent": newer}).status_code == 200


def test_from_another_network_what_is_sensitive_asks_again(account, world, sign_in):
    specialist = sign_in(world.account(world.organisation(kind="SSA"), [Role.SSA_SERVICES_SPECIALIST]))
    address = "/staff/providers/export/csv/"
    assert specialist.get(address).status_code == 200
    near, far = {"REMOTE_ADDR": "127.0.0.200"}, {"REMOTE_ADDR": "203.0.113.7"}
    assert specialist.get(address, **near).status_code == 200
    assert specialist.get("/staff/providers/", **far).status_code == 200
    asked = specialist.get(address, **far)
    assert asked.headers["Location"].startswith("/account/again/start/")
    page = specialist.get(asked.headers["Location"], **far).headers["Location"]
    assert specialist.post(page, {"password": PASSWORD, "next": address}, **far).status_code == 302
    assert specialist.get(address, **far).status_code == 200
    assert specialist.get(address).headers["Location"].startswith("/account/again/start/")


def test_no_password_is_kept_with_what_was_typed(account, sign_in):
    typed = {
        "portal-path": "/account/password/",
        "present": PASSWORD,
        "password1": "a new long password",
        "x": "1",
    }
    kept = sign_in(account).post("/account/over/", typed).content.decode()
    page = sign_in(account).get(kept).content.decode()
    assert 'name="x" value="1"' in page
    assert PASSWORD not in page
    assert "a new long password" not in page


def test_an_old_browser_is_warned_where_one_signs_in(client, database):
    warning = b"Your browser may be too old"
    assert warning in client.get(LOGIN).content
    assert warning not in client.get(LOGIN, headers={"sec-fetch-site": "none"}).content
