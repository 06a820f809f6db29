"""Functions closed one by one, as people meet them (mission row J8)."""

import pytest
from django.urls import get_resolver, reverse

from portal.kernel.models import Closure
from portal.kernel.notices.functions import FUNCTIONS
from portal.policy.roles import Permission, Role
from tests.web.notices.conftest import BEGAN
from tests.world import TODAY


@pytest.mark.row("J8")
def test_a_closed_function_says_why_and_nothing_that_was_typed_is_lost(clerk, closed):
    closed("look-up", "Wrong names were shown. We open again at noon.")
    for page in (
        clerk.get("/requests/new/"),
        clerk.post("/requests/new/", {"ssn": "900-01-0001", "x": "kept"}),
    ):
        text = page.content.decode()
        assert page.status_code == 503
        assert "Wrong names were shown. We open again at noon." in text
        assert "900-01-0001" not in text
    assert '<input type="hidden" name="x" value="kept">' in text
    assert clerk.get("/ticketholders/").status_code == 200


@pytest.mark.row("J8")
def test_while_asking_is_closed_drafts_can_be_read_and_filled_in_but_not_submitted(world, sign_in, closed):
    organisation = world.organisation()
    person, _, _ = world.holder(organisation)
    world.earnings(person, "2025-02", 1300)
    client = sign_in(world.account(organisation, [Role.EN_PAYMENTS_CLERK]))
    begun = client.post(f"/ticketholders/{person.number}/request/")
    draft = begun.headers["Location"]
    row = closed("ask-for-payment")
    assert client.get(draft).status_code == 200
    assert (
        client.post(draft, {"revision": "0", "claims": "P1M1 2025-02", "basis": "proven"}).status_code != 503
    )
    check = draft.replace("/payments", "").rstrip("/") + "/check/"
    assert client.post(check, {"revision": "0"}).status_code == 503
    assert client.post(f"/ticketholders/{person.number}/request/").status_code == 503
    Closure.objects.using("loader").filter(pk=row.pk).update(opened_at=BEGAN)
    assert client.post(f"/ticketholders/{person.number}/request/").status_code == 303


@pytest.mark.row("J8")
def test_everybody_is_told_and_the_menu_marks_it(clerk, closed):
    closed("ask-for-payment", "The payment file is being mended.")
    page = clerk.get("/")
    assert page.context["frame"].closed == (("Asking for payment", "The payment file is being mended."),)
    links = [link for group in page.context["frame"].navigation for link in group.links]
    assert [link.label for link in links if link.closed] == ["Request a payment"]
    assert "closed for now" in page.content.decode()


@pytest.mark.row("J8")
def test_the_administrator_closes_and_opens_and_it_bites_at_the_next_request(administrator, clerk):
    assert clerk.get("/requests/new/").status_code == 200
    assert administrator.post("/staff/functions/look-up/close/", {"why": ""}).status_code == 422
    assert administrator.post("/staff/functions/look-up/close/", {"why": "Slow."}).status_code == 303
    assert clerk.get("/requests/new/").status_code == 503
    row = Closure.objects.using("loader").get()
    assert "Slow." in administrator.get("/staff/functions/").content.decode()
    sent = {"closure": str(row.id), "version": "0"}
    assert administrator.post("/staff/functions/look-up/open/", sent).status_code == 303
    assert clerk.get("/requests/new/").status_code == 200
    assert administrator.get("/staff/functions/coffee/close/").status_code == 404


@pytest.mark.row("J8", "A10")
def test_only_the_administrator_of_the_program_manager_has_the_switch(clerk, world, sign_in):
    lead = sign_in(world.account(world.organisation(kind="TPM"), [Role.TPM_PAYMENTS_LEAD]))
    for client in (clerk, lead):
        assert client.get("/staff/functions/").status_code == 403
        assert client.post("/staff/functions/look-up/close/", {"why": "x"}).status_code == 403


@pytest.mark.row("J8", "A10")
def test_the_auditor_sees_which_functions_are_closed_and_has_no_switch(auditor, closed):
    closed("look-up", "Wrong names were shown.")
    page = auditor.get("/staff/functions/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert "Wrong names were shown." in page
    assert "<form" not in page
    assert "/close/" not in page
    assert auditor.post("/staff/functions/exports/close/", {"why": "x"}).status_code == 403


@pytest.mark.row("J8")
@pytest.mark.parametrize(
    ("function", "path"),
    [
        ("invitations", "/account/invitation/"),
        ("invitations", "/account/invitation/some-secret/"),
        ("texted-codes", "/account/sign-in/text/"),
        ("identity-provider", "/account/sign-in/provider/"),
    ],
)
def test_ways_in_are_closed_before_anybody_has_signed_in(client, closed, database, function, path):
    before = client.get(path).status_code
    row = closed(function, "It is being looked into.")
    for page in (client.get(path), client.post(path, {"password1": "typed-by-somebody", "code": "123456"})):
        assert page.status_code == 503
        text = page.content.decode()
        assert "It is being looked into." in text
        assert "typed-by-somebody" not in text
        assert "123456" not in text
    assert client.get("/account/sign-in/").status_code == 200
    Closure.objects.using("loader").filter(pk=row.pk).update(opened_at=BEGAN)
    assert client.get(path).status_code == before != 503


@pytest.mark.row("J8")
@pytest.mark.parametrize(
    ("function", "path"),
    [
        ("texted-codes", "/account/factors/text/"),
        ("training", "/account/training/security-awareness/en/"),
    ],
)
def test_pages_of_ones_account_are_closed_even_for_who_may_not_work(world, sign_in, closed, function, path):
    organisation = world.organisation()
    clients = [
        sign_in(world.account(organisation, [Role.EN_PAYMENTS_CLERK], trained_on=day))
        for day in (TODAY, None)
    ]
    for client in clients:
        assert client.get(path).status_code == 200
    closed(function, "It is being looked into.")
    for client in clients:
        page = client.get(path)
        assert page.status_code == 503
        assert "It is being looked into." in page.content.decode()
        assert client.get("/account/factors/").status_code == 200


@pytest.mark.row("J8", "A5")
def test_what_protects_is_closed_with_no_function():
    never = {
        *("account_login", "mfa_authenticate", "account-passkey", "mfa_login_webauthn", "account_logout"),
        *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account-factor-remove", "account-password"),
        *("person-left", "person-roles", "access-person-left", "access-person-revoke", "access-refuse"),
        *("staff-provider-add", "staff-provider-change", "staff-trail", "staff-announcement-new"),
        *("staff-functions", "staff-function-close", "staff-function-open", "home", "notices"),
    }
    assert never <= {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for function in FUNCTIONS:
        assert not never & (function.pages | function.sending), function.key
        assert not function.permissions & {
            Permission.WORK_ACCESS_DESK,
            Permission.KEEP_PROVIDERS,
            Permission.CLOSE_FUNCTIONS,
        }


@pytest.mark.row("J8")
def test_every_address_in_the_table_of_functions_is_one(database):
    named = {name for function in FUNCTIONS for name in function.pages | function.sending}
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert named - known == set()
    assert reverse("staff-functions")


@pytest.mark.row("J8")
def test_every_list_as_a_file_is_closed_with_lists_as_files(database):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    exports = {name for name in names if name.endswith("-export")} | {"staff-bring-over-verdicts"}
    closing = next(one for one in FUNCTIONS if one.key == "exports")
    assert exports - closing.pages == set()


@pytest.mark.row("J8", "L7")
def test_nobody_is_found_by_number_anywhere_while_finding_is_closed(clerk, world, sign_in, closed):
    counsellor = sign_in(world.account(world.organisation(), [Role.EN_COUNSELLOR]))
    closed("look-up", "Wrong names were shown.")
    for client, path in (
        (clerk, "/requests/new/"),
        (counsellor, "/cases/new/"),
        (counsellor, "/assignability/"),
    ):
        answer = client.post(path, {"ssn": "900-01-0001"})
        assert answer.status_code == 503, path
        assert "900-01" not in answer.content.decode()
    assert counsellor.post("/assignability/file/").status_code == 503
    assert counsellor.get("/cases/").status_code == 200


@pytest.mark.row("J8")
@pytest.mark.parametrize(
    ("function", "path"),
    [("casework", "/cases/CA-0000-0000/close/"), ("assign-tickets", "/cases/CA-0000-0000/assign/")],
)
def test_casework_is_closed_for_sending_and_can_be_read(world, sign_in, closed, function, path):
    counsellor = sign_in(world.account(world.organisation(), [Role.EN_COUNSELLOR]))
    assert counsellor.post(path).status_code == 404
    closed(function, "It is being mended.")
    assert counsellor.post(path).status_code == 503
    assert counsellor.get("/cases/").status_code == 200
