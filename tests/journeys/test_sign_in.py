"""Getting in: with a passkey, with a texted code, after losing the phone; and the end of a sign-in."""

from contextlib import contextmanager

import pytest

from portal.policy.roles import Role
from tests.journeys import request as steps
from tests.journeys.someone import Someone
from tests.journeys.ways_in import give_password, have_codes_texted, set_password, type_texted
from tests.web.account.steps import invitation_link
from tests.world import PASSWORD

pytestmark = [pytest.mark.row("A3", "J1")]


def at_a_named_host(someone: Someone) -> Someone:
    """Passkeys are bound to a name; an address of numbers has none."""
    someone.url = someone.url.replace("127.0.0.1", "localhost")
    return someone


@contextmanager
def authenticator(someone: Someone):
    """A computer that knows its owner by fingerprint and keeps passkeys."""
    session = someone.page.context.new_cdp_session(someone.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield session


def newcomer(portal, name: str):
    return portal.world.account(portal.provider, [Role.EN_PAYMENTS_CLERK], name=name, second_factor=False)


def test_a_new_person_sets_up_a_passkey_and_signs_in_with_it_alone(portal, window):
    account = newcomer(portal, "Paula Passkey")
    paula = at_a_named_host(window())
    with authenticator(paula):
        set_password(paula, invitation_link(account, "first"))
        paula.follow("a passkey")
        paula.press("Add passkey")
        assert paula.heading == "Your recovery codes"
        paula.follow("Go to today's work")
        assert paula.status == 200
        paula.go("Extra security")
        assert "Passkey 1" in paula.text
        paula.open("/account/sign-out/")
        paula.press("Sign out")
        paula.press("Sign in with a passkey")
        assert paula.path == "/"
        paula.go("Your sign-ins")
        assert "Passkey" in paula.text
        assert "Chrome on" in paula.text
        paula.open("/account/sign-out/")
        paula.press("Sign out")
        give_password(paula, account.email)
        assert paula.heading == "Use your passkey"
        paula.press("Use passkey")
        assert paula.path == "/"


def test_a_texted_code_without_scripts(portal, window):
    account = newcomer(portal, "Tess Texted")
    tess = window(scripts=False)
    set_password(tess, invitation_link(account, "first"))
    have_codes_texted(tess, "202-555-0188")
    tess.open("/account/sign-out/")
    tess.press("Sign out")
    give_password(tess, account.email)
    assert tess.heading == "Use a texted code"
    tess.press("Text me a code")
    type_texted(tess, "Sign in")
    assert tess.path == "/"


def test_losing_the_phone(portal, window):
    account = portal.clerk("Lena Lostphone")
    specialist = portal.someone(Role.SSA_SERVICES_SPECIALIST, "Sam Specialist")
    lena, desk = window(account), window(specialist)
    lena.open("/")
    desk.open("/staff/access/people/?find=Lostphone")
    desk.follow("Lena Lostphone")
    desk.follow("Remove all extra security")
    desk.write("How did you make sure", "Called back at the EN's number on record")
    desk.write("Why?", "Phone lost on the bus")
    desk.press("Continue")
    desk.press("Remove all extra security")
    assert "The extra security is removed." in desk.text
    lena.again()
    assert lena.heading == "Sign in"
    give_password(lena, account.email)
    assert lena.heading == "Open your invitation first"
    lena.open(portal.mailed_link(account.email))
    assert lena.heading == "Set up extra security again"
    lena.follow("Continue to sign in")
    lena.write("E-mail address", account.email)
    lena.write_secret("Password", PASSWORD)
    lena.press("Continue")
    assert lena.heading == "Set up your authenticator app"
    have_codes_texted(lena, "202-555-0166")
    lena.follow("Go to today's work")
    assert "Today's work" in lena.heading


def test_a_warning_comes_before_the_end_and_at_the_end_nothing_is_left_on_the_screen(portal, window):
    clerk = window(portal.clerk("Ida Idle"))
    clerk.page.clock.install()
    clerk.open("/requests/new/")
    clerk.page.clock.fast_forward("13:00")
    dialog = clerk.page.get_by_role("dialog")
    dialog.get_by_text("Are you still there?").wait_for()
    clerk.look()
    with clerk.page.expect_response("**/account/seen/") as answered:
        dialog.get_by_role("button", name="Stay signed in").click()
    assert answered.value.status == 200
    clerk.page.clock.fast_forward("12:00")
    assert not dialog.is_visible()
    clerk.write("Social Security number", "900-01-0001")
    clerk.page.clock.fast_forward("04:00")
    clerk.page.wait_for_url("**/account/sign-in/**")
    assert "900-01" not in clerk.page.content()


def test_names_in_the_page_do_not_mislead_the_scripts_and_what_was_typed_is_there_again(portal, window):
    account = portal.someone(Role.EN_ADMINISTRATOR, "Clo Bermann")
    boss = window(account)
    boss.page.clock.install()
    boss.page.route("**/people/name/", _misnamed)
    boss.page.goto(f"{boss.url}/people/name/")
    boss.write("Name", "Nina Newcomer")
    boss.page.clock.fast_forward("13:00")
    boss.page.get_by_role("dialog").get_by_text("Are you still there?").wait_for()
    boss.page.clock.fast_forward("03:00")
    boss.page.wait_for_url("**/account/sign-in/**")
    assert "Nina Newcomer" not in boss.page.content()
    steps.give_credentials(boss, account.email, portal.code(account))
    form = boss.main.locator("form")
    assert form.get_attribute("action") == "/people/name/"
    assert form.locator("[name=name]").input_value() == "Nina Newcomer"


def _misnamed(route):
    """The page with elements and fields that are named like what our scripts call."""
    names = ("title", "forms", "webauthnJSON", "portal")
    elements = "".join(f'<img alt="" name="{name}" id="{name}">' for name in names)
    fields = ("action", "method", "submit", "dataset", "elements", "hidden")
    inputs = "".join(f'<input type="hidden" name="{name}">' for name in fields)
    answer = route.fetch()
    text = (
        answer.text()
        .replace("<header", f"{elements}<header", 1)
        .replace("novalidate>", f"novalidate>{inputs}", 1)
    )
    route.fulfill(response=answer, body=text)
