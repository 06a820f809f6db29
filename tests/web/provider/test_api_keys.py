"""Keys for the case system: made once, shown once, ended; by the organisation's administrator alone."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from portal.people.models import ApiKey
from portal.policy.roles import Role

pytestmark = pytest.mark.row("I5")
FRONT = "/keys/"


@pytest.fixture
def administrator(shop):
    account = shop.world.account(shop.ours, [Role.EN_ADMINISTRATOR], name="Ada Administrator")
    return shop.sign_in(account)


def sent(**typed):
    return {"once": str(uuid4()), "name": "Case manager", "scopes": ["read-requests"], "days": "90", **typed}


def made(client, **typed):
    page = client.post(FRONT, sent(**typed)).content.decode()
    return re.search(r'value="(tp_[^"]+)"', page)[1]


def call(secret):
    return Client().get("/api/v1/payment-requests", headers={"authorization": f"Bearer {secret}"}).status_code


def test_a_key_is_shown_once_works_and_ends_at_once(administrator):
    secret = made(administrator)
    assert call(secret) == 200
    page = administrator.get(FRONT).content.decode()
    assert secret not in page and "Read payment requests" in page
    key = ApiKey.objects.using("loader").get()
    assert bytes(key.secret_hash) != secret.encode() and secret not in str(key.__dict__)
    assert administrator.post(f"{FRONT}{key.number}/end/").status_code == 303
    assert call(secret) == 401
    assert "Ended by Ada Administrator" in administrator.get(FRONT).content.decode()


def test_a_form_sent_twice_makes_one_key_and_says_so(administrator):
    typed = sent()
    assert administrator.post(FRONT, typed).status_code == 200
    again = administrator.post(FRONT, typed)
    assert again.status_code == 422 and "made already" in again.content.decode()
    assert ApiKey.objects.using("loader").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter which system"),
        ({"name": "900-12-3456"}, "Social Security number"),
        ({"scopes": []}, "Choose what the key may do"),
        ({"scopes": ["work-payment-queue"]}, "work-payment-queue"),
        ({"days": "9999"}, "9999"),
    ],
)
def test_what_is_missing_or_not_offered_is_said_and_nothing_is_made(administrator, typed, said):
    answer = administrator.post(FRONT, sent(**typed))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not ApiKey.objects.using("loader").exists()


def test_nobody_else_makes_or_ends_one(shop, administrator):
    made(administrator)
    key = ApiKey.objects.using("loader").get()
    assert shop.clerk.get(FRONT).status_code == 403
    stranger = shop.sign_in(shop.world.account(shop.theirs, [Role.EN_ADMINISTRATOR]))
    assert key.number not in stranger.get(FRONT).content.decode()
    assert stranger.post(f"{FRONT}{key.number}/end/").status_code == 404
    key.refresh_from_db(using="loader")
    assert key.ended_at is None
