"""Tries that no other test makes, for controls that would otherwise have none of their own."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from portal.kernel.actor import VISITOR
from portal.kernel.clock import now
from portal.people.models import Employment, ProviderIdentity
from portal.people.services.mobile import Asked, Checked, Sent, check_code, send_code
from portal.policy.roles import Role
from portal.web.account import openid
from tests.identity.running import CLIENT, STRONG
from tests.web.account.steps import HOME, LOGIN, NUMBER
from tests.world import PASSWORD

BEGIN, ANSWER = "/account/sign-in/provider/", "/account/sign-in/provider/answer/"
ISSUER = "https://id.example"
CONFIGURATION = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
}


# Passwords and codes


def a_common_password_is_refused(account: Any, unit_as: Any) -> None:
    with unit_as(VISITOR), pytest.raises(ValidationError):
        validate_password("kartoffelpuffer", account)


def a_password_counts_as_typed(account: Any) -> None:
    """In other letters, cut short or longer, it is another password."""
    for typed in (PASSWORD.upper(), PASSWORD[:-1], f"{PASSWORD}x"):
        answer = Client().post(LOGIN, {"login": account.email, "password": typed})
        assert answer.status_code == 200, typed


def a_texted_code_is_good_once(texter: Any, unit_as: Any, monkeypatch: Any) -> None:
    said: list[str] = []
    monkeypatch.setattr("portal.people.services.mobile.send_text", lambda number, text: said.append(text[:6]))
    asked = Asked(texter.pk, "one sign-in", NUMBER)
    with unit_as(VISITOR):
        assert send_code(asked) is Sent.SENT
        assert check_code(asked, said[0]) is Checked.RIGHT
        assert check_code(asked, said[0]) is Checked.GONE


# The identity provider


def provider_in(settings: Any, monkeypatch: Any, *, issuer: str = ISSUER, since: int = 0) -> list[str]:
    """A provider that vouches for whoever asks, as `dana`; the verifiers it was sent."""
    settings.PORTAL_PROVIDER_ISSUER, settings.PORTAL_PROVIDER_CLIENT = ISSUER, CLIENT
    verifiers: list[str] = []

    def vouch(code: str, question: Any, back: str, real: Any) -> openid.Claims:
        verifiers.append(question.verifier)
        return openid.Claims(issuer, "dana", STRONG, real - timedelta(seconds=since))

    monkeypatch.setattr(openid, "_fetched", lambda *_, **__: CONFIGURATION)
    monkeypatch.setattr("portal.web.account.provider.exchange", vouch)
    return verifiers


def bound(world: Any) -> Any:
    account = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    ProviderIdentity.objects.using("loader").create(
        account=account, issuer=ISSUER, subject="dana", bound_at=now().real
    )
    return account


def asked_by(client: Client, **posted: str) -> dict[str, str]:
    address = client.post(BEGIN, posted).headers["Location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def come_back(client: Client, state: str, **more: str) -> Any:
    return client.get(ANSWER, {"code": "one", "state": state, **more})


def an_answer_without_our_state_is_refused(world: Any, settings: Any, monkeypatch: Any) -> None:
    provider_in(settings, monkeypatch)
    bound(world)
    client = Client()
    asked_by(client)
    assert come_back(client, "a state of somebody else").status_code == 403
    assert client.get(HOME).status_code == 302


def an_answer_serves_once(world: Any, settings: Any, monkeypatch: Any) -> None:
    provider_in(settings, monkeypatch)
    bound(world)
    client = Client()
    state = asked_by(client)["state"]
    assert come_back(client, state).status_code == 302
    assert come_back(client, state).status_code == 403


def an_answer_of_another_issuer_is_refused(world: Any, settings: Any, monkeypatch: Any) -> None:
    provider_in(settings, monkeypatch)
    bound(world)
    client = Client()
    state = asked_by(client)["state"]
    assert come_back(client, state, iss="https://evil.example").status_code == 403


def the_same_name_at_another_issuer_is_nobody(world: Any, settings: Any, monkeypatch: Any) -> None:
    provider_in(settings, monkeypatch, issuer="https://evil.example")
    bound(world)
    client = Client()
    assert come_back(client, asked_by(client)["state"]).status_code == 403


def a_question_carries_a_challenge_and_asks_for_little(
    settings: Any, monkeypatch: Any, database: Any
) -> None:
    provider_in(settings, monkeypatch)
    first, second = asked_by(Client()), asked_by(Client())
    assert (first.get("code_challenge_method"), first["scope"]) == ("S256", "openid")
    assert len(first.get("code_challenge", "")) == 43
    for name in ("state", "nonce", "code_challenge"):
        assert first.get(name) != second.get(name)


def a_configuration_of_another_issuer_is_not_used(settings: Any, monkeypatch: Any, database: Any) -> None:
    settings.PORTAL_PROVIDER_ISSUER, settings.PORTAL_PROVIDER_CLIENT = ISSUER, CLIENT
    monkeypatch.setattr(
        openid, "_fetched", lambda *_, **__: {**CONFIGURATION, "issuer": "https://evil.example"}
    )
    assert Client().post(BEGIN).status_code == 503


def proving_again_is_later_than_the_question(world: Any, settings: Any, monkeypatch: Any) -> None:
    """A sign-in of an hour ago at the provider does not prove who sits here now."""
    bound(world)
    provider_in(settings, monkeypatch)
    client, another = Client(), Client()
    come_back(client, asked_by(client)["state"])
    provider_in(settings, monkeypatch, since=3600)
    assert come_back(client, asked_by(client, again="1")["state"]).status_code == 403
    assert come_back(another, asked_by(another)["state"]).status_code == 403


def nobody_is_signed_in_by_a_link(world: Any, settings: Any, monkeypatch: Any) -> None:
    provider_in(settings, monkeypatch)
    assert Client().get(BEGIN).headers["Location"] == LOGIN


# Walls and scopes


def rows_seen(unit_as: Any, actor: Any, table: str) -> int:
    with unit_as(actor, reading=True), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def another_providers_rows_are_not_there(shop: Any, unit_as: Any) -> None:
    """By SQL of its own: only the walls stand between."""
    shop.holder()
    stranger = shop.world.actor(shop.world.account(shop.theirs, [Role.EN_PAYMENTS_CLERK]))
    for table in ("tickets_person", "tickets_ticket", "tickets_assignment", "earnings_earningsmonth"):
        assert rows_seen(unit_as, stranger, table) == 0, table


def another_providers_request_is_not_found_without_the_walls(shop: Any, database: Any) -> None:
    """With row-level security away, the scope of the queries still hides it."""
    tables = ("payments_paymentrequest", "tickets_person", "tickets_ticket", "tickets_assignment")
    number = shop.asks(shop.holder()).number
    (admin, _) = database.admins
    for table in tables:
        admin.execute(f"alter table {table} disable row level security")
    try:
        assert shop.clerk.get(f"/requests/{number}/").status_code == 200
        assert number not in shop.stranger.get("/requests/").content.decode()
    finally:
        for table in tables:
            admin.execute(f"alter table {table} enable row level security")


def a_role_of_elsewhere_adds_nothing(world: Any, sign_in: Any) -> None:
    account = world.account(world.organisation(), [Role.EN_COUNSELLOR])
    roles = ["en-counsellor", "tpm-payments-analyst", "no-such-role"]
    Employment.objects.using("loader").filter(account=account).update(roles=roles)
    page = sign_in(account).get("/account/factors/")
    assert page.wsgi_request.admission.actor.roles == {Role.EN_COUNSELLOR}
