"""Who one can be: said in the synthetic program, and nowhere else."""

import re

import pytest
from django.test import Client

from portal.policy.roles import Role
from tests.web.account.steps import CODE, LOGIN, password
from tests.world import PASSWORD

pytestmark = [pytest.mark.row("A3")]


@pytest.fixture
def cast(tmp_path, settings, account):
    file = tmp_path / "personas.json"
    file.write_text(
        f'{{"password": "{PASSWORD}", "personas": [{{"key": "maya", "email": "{account.email}", "name": "Maya Example",'
        ' "roles": ["en-payments-clerk"], "organisation": "Bright Example", "waits": "claims"}]}'
    )
    settings.PORTAL_PERSONAS = file
    return account


def test_the_synthetic_program_says_who_one_can_be_and_shows_the_code(client, cast):
    page = client.get(LOGIN).content.decode()
    assert "Who you can be" in page
    assert f'value="{cast.email}"' in client.get(f"{LOGIN}?as=maya").content.decode()
    assert all(text in page for text in (cast.email, "Maya Example", "EN payments clerk", PASSWORD, "Claims"))
    password(client, cast)
    shown = re.search(r"would show: <strong>(\d{6})</strong>", client.get(CODE).content.decode())
    assert shown
    assert client.post(CODE, {"code": shown[1]}).status_code == 302
    again = Client()
    password(again, cast)
    next_one = re.search(r"would show: <strong>(\d{6})</strong>", again.get(CODE).content.decode())
    assert next_one
    assert again.post(CODE, {"code": next_one[1]}).status_code == 302


def test_only_a_personas_code_is_shown(client, world, cast):
    other = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])
    password(client, other)
    assert b"would show" not in client.get(CODE).content


def test_where_real_people_work_nobody_can_be_chosen_and_no_code_is_shown(client, cast, newcomer, settings):
    settings.PORTAL_SYNTHETIC = False
    page = client.get(LOGIN).content.decode()
    assert "Who you can be" not in page
    assert cast.email not in page
    assert cast.email not in client.get(f"{LOGIN}?as=maya").content.decode()
    assert PASSWORD not in page
    password(client, cast)
    assert b"would show" not in client.get(CODE).content
    other = Client()
    password(other, newcomer)
    assert b"would show" not in other.get("/account/factors/app/").content
