"""The edge: nothing without a permission, nothing shown without a trail, nothing written by a GET."""

import logging

import psycopg
import pytest
from django.db import OperationalError
from django.urls import reverse

from portal.kernel.ids import new_id
from portal.kernel.trail import writing
from portal.policy.roles import Role
from portal.web import edge

pytestmark = [pytest.mark.usefixtures("probes")]


@pytest.fixture
def clerk(world, sign_in):
    return sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))


@pytest.mark.row("A10")
def test_a_view_that_names_no_permission_is_refused_to_everyone(clerk, client):
    for somebody in (clerk, client):
        response = somebody.get(reverse("probe-unspecified"))
        assert response.status_code == 403
        assert b"must not be seen" not in response.content


@pytest.mark.row("A10")
def test_a_permission_the_role_lacks_is_refused_and_noted(clerk, entries):
    response = clerk.get(reverse("probe-auditor"))
    assert response.status_code == 403
    assert b"the trail" not in response.content
    (entry,) = entries("permission-refused")
    assert entry.detail == {"permission": "read-trail"}
    assert entry.account is not None


@pytest.mark.row("A10")
def test_a_permission_the_role_has_opens_the_page(world, sign_in):
    auditor = sign_in(world.account(world.organisation(kind="SSA"), [Role.AUDITOR]))
    assert auditor.get(reverse("probe-auditor")).content == b"the trail"


@pytest.mark.parametrize(
    ("kind", "role", "wall"),
    [
        ("EN", Role.EN_PAYMENTS_CLERK, b"portal_org"),
        ("SVRA", Role.SVRA_USER, b"portal_org"),
        ("TPM", Role.TPM_PAYMENTS_ANALYST, b"portal_staff"),
        ("SSA", Role.AUDITOR, b"portal_staff"),
    ],
)
def test_the_kind_of_organisation_decides_the_wall(world, sign_in, kind, role, wall):
    client = sign_in(world.account(world.organisation(kind=kind), [role]))
    assert client.get(reverse("probe-wall")).content == wall


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_reading_request_can_only_read(clerk, entries, method):
    clerk.raise_request_exception = False
    response = getattr(clerk, method)(reverse("probe-writes"))
    assert response.status_code == 500
    assert entries("probe") == []
    (entry,) = entries("error")
    assert entry.detail == {"error": "InternalError"}


def test_a_post_may_write(clerk, entries):
    assert clerk.post(reverse("probe-writes")).status_code == 200
    assert len(entries("probe")) == 1


def test_an_error_rolls_back_and_is_noted_by_kind_only(clerk, entries):
    clerk.raise_request_exception = False
    response = clerk.post(reverse("probe-breaks"))
    assert response.status_code == 500
    assert b"Something went wrong on our side" in response.content
    assert entries("probe") == []
    (entry,) = entries("error")
    assert entry.detail == {"error": "ZeroDivisionError"}


def test_an_answer_of_500_rolls_back_too(clerk, entries):
    assert clerk.post(reverse("probe-500")).status_code == 500
    assert entries("probe") == []


@pytest.mark.row("I1")
def test_a_page_that_shows_a_person_writes_one_look_naming_that_person(world, sign_in, entries):
    mine = world.organisation()
    account = world.account(mine, [Role.EN_PAYMENTS_CLERK])
    person, _, _ = world.holder(mine)
    response = sign_in(account).get(reverse("probe-shows", args=[person.id]))
    assert response.status_code == 200
    (look,) = entries("look")
    assert (look.people, look.account, look.organisation) == ([person.id], account.id, mine.id)
    assert (look.page, look.purpose) == ("probe-shows", "to test a look")


class TestRenderedLater:
    """The looks so far are written while the page is rendered; nothing leaves before all of them are."""

    @pytest.fixture
    def two(self, world):
        mine = world.organisation()
        account = world.account(mine, [Role.EN_PAYMENTS_CLERK])
        return account, [world.holder(mine)[0].id for _ in range(2)]

    @pytest.mark.row("I1")
    def test_everybody_is_noted_once(self, two, sign_in, entries):
        account, people = two
        client = sign_in(account)
        assert client.get(reverse("probe-shows-later", args=people)).status_code == 200
        assert sorted(look.people for look in entries("look")) == sorted([one] for one in people)
        same = [people[0], people[0]]
        assert client.get(reverse("probe-shows-later", args=same)).status_code == 200
        assert len(entries("look")) == 3

    @pytest.mark.row("I1")
    def test_what_could_not_be_sent_ahead_is_written_before_the_page_leaves(
        self, two, sign_in, entries, monkeypatch
    ):
        def fails(*_: object) -> None:
            raise psycopg.OperationalError("the trail is out of reach")

        account, people = two
        monkeypatch.setattr(writing, "_send_ahead", fails)
        assert sign_in(account).get(reverse("probe-shows-later", args=people)).status_code == 200
        (look,) = entries("look")
        assert look.people == sorted(people)

    @pytest.mark.row("I1")
    def test_where_the_server_refuses_them_nothing_is_shown(self, two, sign_in, entries, monkeypatch, caplog):
        account, people = two
        client = sign_in(account)
        monkeypatch.setattr(writing, "_INSERT", writing._INSERT.replace("kernel_trailentry", "no_such_table"))
        caplog.set_level(logging.CRITICAL)
        response = client.get(reverse("probe-shows-later", args=people))
        assert response.status_code == 503
        assert entries("look") == []


@pytest.mark.row("I1")
def test_where_the_look_cannot_be_written_nothing_is_shown(world, sign_in, entries, monkeypatch, caplog):
    mine = world.organisation()
    client = sign_in(world.account(mine, [Role.EN_PAYMENTS_CLERK]))
    person, _, _ = world.holder(mine)

    def fails(*_: object) -> None:
        raise OperationalError("the trail is out of reach")

    monkeypatch.setattr(edge, "note_looks", fails)
    caplog.set_level(logging.CRITICAL)
    response = client.get(reverse("probe-shows", args=[person.id]))
    assert response.status_code == 503
    assert b"Beneficiary" not in response.content
    assert entries("look") == []


def test_what_was_shown_is_not_kept_by_browsers_or_proxies(clerk):
    assert clerk.get("/").headers["Cache-Control"] == "no-store"


def test_a_missing_page_is_a_plain_404(clerk):
    response = clerk.get("/no/such/page/")
    assert response.status_code == 404
    assert b"There is no such page for you" in response.content


def test_a_person_of_another_organisation_is_not_found(world, sign_in, entries):
    person, _, _ = world.holder(world.organisation())
    stranger = sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))
    stranger.raise_request_exception = False
    for unknown in (person.id, new_id()):
        assert stranger.get(reverse("probe-shows", args=[unknown])).status_code == 500
    assert entries("look") == []


def test_a_form_sent_without_its_token_is_refused_in_plain_words(world, sign_in):
    client = sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("probe-writes"))
    assert response.status_code == 403
    assert b"This form is too old" in response.content


@pytest.mark.row("I6")
def test_health_is_open_to_all_and_says_the_version(client, settings):
    settings.PORTAL_BUILD = "abc123"
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["version"].endswith("(abc123)")


@pytest.mark.row("I6")
def test_a_database_out_of_reach_is_a_503_that_says_when_to_try_again(client, database, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise OperationalError("no route")

    monkeypatch.setattr(edge, "open_unit", fails)
    client.raise_request_exception = False
    for address in ("/", "/healthz"):
        response = client.get(address)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "30"
        assert b"cannot be reached" in response.content
