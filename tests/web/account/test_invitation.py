"""The invitation without which no way in is set up, and what the access desk does for a lost phone."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.links import SECRET, secret_of
from portal.kernel.mailing import send_now
from portal.kernel.models import Mail, TrailEntry
from portal.people.factors import seal_factor
from portal.people.models import Invitation, Mobile
from portal.people.results import Done, NotAllowed, NotFound
from portal.people.services.factors import reset_factors
from portal.people.services.invitation import invite
from portal.policy.roles import Role
from tests.web.account.steps import HOME, LOGIN, MOBILE, NUMBER, invitation_link, password, texted

pytestmark = [pytest.mark.row("A3", "A5")]


def test_the_password_alone_sets_up_no_factor(client, newcomer):
    assert password(client, newcomer).headers["Location"] == "/account/sign-in/not-set-up/"
    assert client.get("/account/factors/app/").headers["Location"].startswith(LOGIN)
    page = client.get("/account/sign-in/not-set-up/")
    assert page.status_code == 403
    assert b"Open your invitation first" in page.content


def test_a_new_person_sets_a_password_then_a_factor_before_anything_else(client, world):
    person = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    person.set_unusable_password()
    person.save(using="loader")
    link = invitation_link(person, "first")
    page = client.get(link, follow=True)
    assert page.redirect_chain == [("/account/invitation/", 302)]
    here = "/account/invitation/"
    assert b"too short" in client.post(here, {"password1": "short", "password2": "short"}).content
    chosen = "a good long sentence of mine"
    assert b"not the same" in client.post(here, {"password1": chosen, "password2": "x"}).content
    done = client.post(here, {"password1": chosen, "password2": chosen})
    assert done.headers["Location"] == "/account/factors/app/"
    assert client.get(HOME).headers["Location"] == "/account/factors/app/"
    client.post(MOBILE, {"number": "202-555-0143"})
    client.post(MOBILE, {"code": texted(client.get(MOBILE))})
    assert client.get(HOME).status_code == 200
    closed = Client().get(link, follow=True)
    assert closed.status_code == 410
    assert b"was used already" in closed.content


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"expires_at": now().real - timedelta(seconds=1)}, b"too old"),
        ({"withdrawn_at": now().real}, b"A newer invitation"),
        ({"used_at": now().real}, b"was used already"),
    ],
)
def test_a_link_that_is_good_no_longer_says_what_to_do_and_opens_nothing(client, newcomer, about, said):
    page = client.get(invitation_link(newcomer, **about), follow=True)
    assert page.status_code == 410
    assert said in page.content
    posted = {"password1": "a good long sentence of mine", "password2": "a good long sentence of mine"}
    assert client.post("/account/invitation/", posted).status_code == 410
    assert password(client, newcomer).headers["Location"] == "/account/sign-in/not-set-up/"


def test_an_invitation_of_somebody_else_does_not_help(client, newcomer, account, world):
    other_person = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    client.get(invitation_link(other_person))
    assert password(client, newcomer).headers["Location"] == "/account/sign-in/not-set-up/"


def test_the_links_secret_leaves_with_the_mail_and_stands_nowhere_before(world, desk, unit_as, mailoutbox):
    person = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    with unit_as(desk):
        invite(account=person.pk, purpose=Invitation.Purpose.FIRST)
    row = Invitation.objects.using("loader").get()
    mail = Mail.objects.using("loader").get()
    secret = secret_of(mail.key)
    stored = str(list(Mail.objects.using("loader").values())) + str(
        list(TrailEntry.objects.using("loader").values("detail", "page"))
    )
    assert SECRET in mail.body
    assert secret not in stored
    assert mail.state == Mail.State.WAITING
    assert bytes(row.token_hash) not in secret.encode()


def test_the_mail_that_leaves_has_the_link(world, desk, unit_as, mailoutbox, client):
    person = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    from_desk = desk
    with unit_as(from_desk):
        invite(account=person.pk, purpose=Invitation.Purpose.FIRST)
    with unit_as(SYSTEM):
        send_now(Mail.objects.using("loader").get().pk)
    link = re.search(r"http://localhost:8000(/account/invitation/[\w-]{43}/)", mailoutbox[0].body)
    assert link
    assert client.get(link[1], follow=True).status_code == 200


def test_a_new_invitation_withdraws_the_one_before(world, desk, unit_as):
    person = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    for _ in range(2):
        with unit_as(desk):
            invite(account=person.pk, purpose=Invitation.Purpose.FIRST)
    rows = Invitation.objects.using("loader").order_by("made_at")
    assert [row.withdrawn_at is None for row in rows] == [False, True]


# Losing the phone


def test_the_desk_takes_lost_factors_away_ends_the_sign_in_and_invites_anew(
    world, desk, unit_as, sign_in, account, entries
):
    world.add(Mobile(account=account, number=seal_factor(NUMBER), last_digits="43", verified_at=now().real))
    client = sign_in(account)
    assert client.get(HOME).status_code == 200
    with unit_as(desk):
        answer = reset_factors(account=account.pk, how="called back at the EN", reason="phone lost")
    assert isinstance(answer, Done)
    assert client.get(HOME).headers["Location"].startswith(LOGIN)
    assert not Authenticator.objects.using("loader").filter(user_id=account.pk).exists()
    assert not Mobile.objects.using("loader").exists()
    (entry,) = entries("second-factors-reset")
    assert entry.detail == {"how": "called back at the EN", "reason": "phone lost"}
    assert Invitation.objects.using("loader").get().purpose == "factors"
    fresh = Client()
    assert password(fresh, account).headers["Location"] == "/account/sign-in/not-set-up/"


def test_only_the_desk_resets_never_its_own_and_never_without_a_reason(world, desk, unit_as, account):
    clerk = world.actor(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))
    asked = {"how": "called back", "reason": "lost"}
    with unit_as(clerk):
        assert isinstance(reset_factors(account=account.pk, **asked), NotFound)
    with unit_as(desk):
        assert isinstance(reset_factors(account=desk.account, **asked), NotAllowed)
        assert isinstance(reset_factors(account=account.pk, how=" ", reason="lost"), NotAllowed)
    assert Authenticator.objects.using("loader").filter(user_id=account.pk).exists()
