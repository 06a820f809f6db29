"""Passwords: which are good enough, and changing one's own."""

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from portal.kernel.actor import VISITOR
from portal.kernel.clock import now
from portal.kernel.links import secret_of
from portal.people.breached import stands_in
from portal.people.models import Account, Employment, Invitation
from portal.people.services.factors import reset_factors
from portal.policy.roles import Role
from tests.web.account.steps import CODE, HOME, LOGIN, mails, password
from tests.world import PASSWORD

pytestmark = [pytest.mark.row("A3")]
CHANGE, NEW = "/account/password/", "green kettles never sing twice"


@pytest.fixture
def dana(world):
    return world.account(
        world.organisation("Harbor Bridge Works"), [Role.EN_COUNSELLOR], name="Dana Whitfield"
    )


def typed(present: str = PASSWORD, new: str = NEW, again: str | None = None) -> dict[str, str]:
    return {"present": present, "password1": new, "password2": new if again is None else again}


def problems(account, unit_as, chosen: str) -> str:
    try:
        with unit_as(VISITOR, reading=True):
            validate_password(chosen, account)
    except ValidationError as fault:
        return " ".join(fault.messages)
    return ""


@pytest.mark.parametrize(
    "chosen",
    [
        NEW,
        "correct horse battery staple",
        "\u00fc\u00f1\u00ef c\u00f6d\u00e9 \u4f60\u597d \U0001f40e and more",
        "nothingbutsmallletters",
        "!)(*&^%$#@{}[];:<>,",
        "835720194765812093",
        "        spaces all around        ",
        "my first ticket to the moon cost 12 marbles",
        "x" * 3 + "Kettle green never sing " * 5,
    ],
)
def test_any_letters_and_up_to_64_and_more_are_good(dana, unit_as, chosen):
    assert problems(dana, unit_as, chosen) == ""


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ("fourteen chars", "too short"),
        ("kartoffelpuffer", "too common"),
        ("TicketPortal2025!", "easy to guess"),
        ("T1ck3tP0rt4l-2026", "easy to guess"),
        ("SocialSecurity123", "easy to guess"),
        ("DanaWhitfield1984", "easy to guess"),
        ("harbor-bridge-works", "easy to guess"),
        ("Password-Welcome-99", "easy to guess"),
        ("abcabcabcabcabcabc", "easy to guess"),
        ("aaaaaaaaaaaaaaaaaa", "easy to guess"),
    ],
)
def test_what_is_easy_to_guess_is_refused(dana, unit_as, chosen, why):
    assert why in problems(dana, unit_as, chosen)


@pytest.fixture
def breached(settings, tmp_path):
    """`breached(passwords, ending)` is the operator's file of these passwords, in the order of their hashes."""

    def written(passwords, ending="\r\n"):
        hashes = sorted(
            hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest().upper() for one in passwords
        )
        path = tmp_path / "breached.txt"
        path.write_bytes("".join(f"{one}:{place * 977}{ending}" for place, one in enumerate(hashes)).encode())
        settings.PORTAL_BREACHED_PASSWORDS = str(path)
        return path

    return written


def test_a_breached_password_is_refused_by_the_operators_file(dana, unit_as, sign_in, breached):
    assert problems(dana, unit_as, NEW) == ""
    breached([NEW, *(f"some other password {place}" for place in range(500))])
    assert "became known when another system was broken into" in problems(dana, unit_as, NEW)
    assert problems(dana, unit_as, f"{NEW} again") == ""
    assert b"became known" in sign_in(dana).post(CHANGE, typed()).content


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 64])
def test_every_line_of_the_file_is_found_and_no_other(breached, count, ending):
    passwords = [f"password number {place}" for place in range(count)]
    path = breached(passwords, ending)
    lines = path.read_text().split()
    assert all(stands_in(path, line[:40]) for line in lines)
    other = [f"{place:040X}" for place in (0, 2**159, 2**160 - 1)]
    assert not any(stands_in(path, digest) for digest in other)


def test_a_file_that_is_not_there_is_no_yes(dana, unit_as, settings):
    settings.PORTAL_BREACHED_PASSWORDS = "/nowhere/breached.txt"
    with pytest.raises(FileNotFoundError):
        problems(dana, unit_as, NEW)


def test_a_password_is_changed_with_the_one_of_now_and_its_owner_is_told(dana, sign_in, entries):
    client = sign_in(dana)
    assert b'href="/account/password/"' in client.get("/account/factors/").content
    page = client.get(CHANGE).content.decode()
    assert page.index("Your password now") < page.index("New password")
    assert client.post(CHANGE, typed()).headers["Location"] == "/account/factors/"
    assert client.get(HOME).status_code == 200
    assert Account.objects.using("loader").get(pk=dana.pk).check_password(NEW)
    assert [entry.subject for entry in entries("password-changed")] == [dana.pk]
    assert "Your password was changed" in mails()[-1][0]
    assert NEW not in str(mails())
    assert b"is not right" in password(Client(), dana).content


def test_every_other_session_of_the_person_ends(dana, sign_in):
    here, elsewhere = sign_in(dana), sign_in(dana)
    key = here.cookies["portal_session"].value
    assert elsewhere.get(HOME).status_code == 200
    here.post(CHANGE, typed())
    assert here.cookies["portal_session"].value != key
    assert here.get(HOME).status_code == 200
    assert elsewhere.get(HOME).headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (typed(present="not this one"), "This is not your password of now"),
        (typed(present=""), "Enter the password that you use now"),
        (typed(new=PASSWORD), "This is your password of now"),
        (typed(new="short"), "too short"),
        (typed(again="another one altogether"), "not the same"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(dana, sign_in, sent, said):
    page = sign_in(dana).post(CHANGE, sent)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert Account.objects.using("loader").get(pk=dana.pk).check_password(PASSWORD)
    assert mails() == []


def test_guessing_the_password_of_now_ends(dana, sign_in, entries):
    client = sign_in(dana)
    for _ in range(5):
        client.post(CHANGE, typed(present="a guess of somebody"))
    assert b"too many tries" in client.post(CHANGE, typed()).content
    assert len(entries("password-change-failed")) == 5
    assert Account.objects.using("loader").get(pk=dana.pk).check_password(PASSWORD)


def test_changing_it_asks_again_once_the_sign_in_is_old(dana, sign_in):
    with time_machine.travel(now().real, tick=False) as clock:
        client = sign_in(dana)
        for _ in range(3):
            clock.shift(600)
            client.get(HOME)
        for method in (client.get, client.post):
            assert method(CHANGE).headers["Location"].startswith("/account/again/start/?next=")


def test_a_forgotten_password_is_set_anew_by_an_invitation_of_the_desk(dana, desk, unit_as, sign_in, entries):
    client = sign_in(dana)
    with unit_as(desk):
        reset_factors(account=dana.pk, how="called back", reason="Forgot it.", password=True)
    assert client.get(HOME).headers["Location"].startswith(LOGIN)
    assert b"is not right" in password(Client(), dana).content
    assert entries("second-factors-reset")[0].detail["password"] is True
    fresh = Client()
    key = f"invitation/{Invitation.objects.using('loader').get(account=dana).pk}"
    page = fresh.get(f"/account/invitation/{secret_of(key)}/", follow=True).content.decode()
    assert "New password" in page
    answer = fresh.post("/account/invitation/", {"password1": NEW, "password2": NEW})
    assert answer.headers["Location"] == "/account/factors/app/"
    assert fresh.get(HOME).headers["Location"] == "/account/factors/app/"


def test_the_desk_ticks_that_the_password_is_forgotten_and_confirms_it(dana, sign_in, world):
    desk = sign_in(world.account(world.organisation(kind="SSA"), [Role.SSA_SERVICES_SPECIALIST]))
    there = f"/staff/access/people/{Employment.objects.using('loader').get(account=dana).pk}/factors/"
    version = Employment.objects.using("loader").get(account=dana).version
    typed = {"how": "called back", "reason": "forgot it", "password": "on", "version": version}
    assert b"The password is forgotten too" in desk.get(there).content
    checked = desk.post(there, {**typed, "step": "check"}).content.decode()
    assert "recovery codes, the password; the living sign-in ends" in checked
    assert Account.objects.using("loader").get(pk=dana.pk).has_usable_password()


def test_a_password_does_not_age(dana):
    with time_machine.travel(now().real + timedelta(days=3650)):
        assert password(Client(), dana).headers["Location"] == CODE


def test_the_weakness_of_texted_codes_is_said(dana, sign_in):
    page = sign_in(dana).get("/account/factors/").content
    assert b"The weakest kind" in page
    assert page.index(b"Add a passkey") < page.index(b"Set up") < page.index(b"Texted codes")


def test_proving_oneself_again_makes_a_new_session_key(dana, sign_in):
    client = sign_in(dana)
    before = client.cookies["portal_session"].value
    client.post("/account/again/", {"password": PASSWORD})
    after = client.cookies["portal_session"].value
    assert before != after
    stale = Client()
    stale.cookies["portal_session"] = before
    assert stale.get(HOME).headers["Location"].startswith(LOGIN)
    assert client.get(HOME).status_code == 200


def test_who_comes_by_the_identity_provider_only_has_none_to_change(dana, sign_in, settings):
    dana.set_unusable_password()
    dana.save(using="loader")
    assert sign_in(dana).get(CHANGE).status_code == 404
    settings.PORTAL_OWN_ACCOUNTS = False
    assert b"Change your password" not in sign_in(dana).get("/account/factors/").content


def test_password_fields_are_masked_and_take_what_a_password_manager_puts_in(dana, sign_in):
    pages = (Client().get(LOGIN), sign_in(dana).get(CHANGE))
    for page in pages:
        fields = re.findall(
            r'<input[^>]*(?:name="(?:password|password1|password2|present)")[^>]*>', page.content.decode()
        )
        assert fields
        for field in fields:
            assert 'type="password"' in field
            assert re.search(r'autocomplete="(current|new)-password"', field)
            assert "onpaste" not in field
            assert 'maxlength="200"' in field or "maxlength" not in field
