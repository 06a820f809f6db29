"""The gate at the door of the work area: judged at every request and explained; a second factor always."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now as real_now

from portal.people.models import Account, Clearance, Employment, TrainingRecord
from portal.policy.roles import Role
from portal.providers.models import Agreement
from portal.web.account import sessions
from portal.web.pages import Door, spec_of
from tests.world import TODAY

pytestmark = [pytest.mark.row("A4")]

CLERK = [Role.EN_PAYMENTS_CLERK]
# A value for each kind of placeholder in an address; the door is judged before anything is looked up.
SAMPLES = {
    "UUIDConverter": UUID(int=1),
    "StringConverter": "PR-1",
    "SlugConverter": "a-slug",
    "IntConverter": 1,
    "PathConverter": "a/path",
}


def patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry


def test_every_address_says_through_which_door_it_is_reached():
    assert [name for name, entry in patterns() if spec_of(entry.callback) is None] == []


def test_every_work_page_names_a_permission_and_a_purpose():
    work = [spec for _, entry in patterns() if (spec := spec_of(entry.callback)) and spec.door is Door.WORK]
    assert work
    assert all(spec.permission and spec.purpose for spec in work)


@pytest.mark.parametrize(
    ("until", "status"),
    [(TODAY, 200), (TODAY - timedelta(days=1), 403)],
)
def test_a_clearance_admits_through_its_last_day(world, sign_in, until, status):
    account = world.account(world.organisation(), CLERK, clearance_until=until)
    assert sign_in(account).get("/").status_code == status


@pytest.mark.parametrize(
    ("on", "status"),
    [(date(2024, 12, 15), 200), (date(2024, 12, 14), 403), (None, 403)],
)
def test_training_admits_through_the_same_day_of_the_next_year(world, sign_in, on, status):
    account = world.account(world.organisation(), CLERK, trained_on=on)
    assert sign_in(account).get("/").status_code == status


def test_the_refusal_names_each_check_and_what_to_do(world, sign_in, entries):
    account = world.account(
        world.organisation(), CLERK, clearance_until=TODAY - timedelta(days=1), trained_on=None
    )
    page = sign_in(account).get("/").content.decode()
    assert "Ask your organization to start a new suitability determination" in page
    assert "December 14, 2025" in page
    assert "No access today" in page
    assert "Take the yearly security awareness training" in page
    (entry,) = entries("gate-refused")
    assert entry.account == account.id
    assert entry.detail == {"checks": ["clearance-is-favorable-and-current", "training-within-the-last-year"]}


def test_staff_of_the_program_need_no_agreement_and_ssa_staff_no_clearance(world, sign_in):
    analyst = world.account(world.organisation(kind="TPM"), [Role.TPM_PAYMENTS_ANALYST])
    authoriser = world.account(
        world.organisation(kind="SSA"), [Role.SSA_PAYMENT_AUTHORISER], clearance_until=None, trained_on=None
    )
    uncleared = world.account(
        world.organisation(kind="TPM"), [Role.TPM_PAYMENTS_ANALYST], clearance_until=None
    )
    answers = [sign_in(account).get("/").status_code for account in (analyst, authoriser, uncleared)]
    assert answers == [200, 200, 403]


def _end_employment(account):
    Employment.objects.using("loader").filter(account=account).update(ended_on=TODAY)


def _close_account(account):
    Account.objects.using("loader").filter(pk=account.pk).update(is_active=False)


def _unfavourable(account):
    Clearance(account=account, favourable=False, decided_on=TODAY, expires_on=date(2027, 1, 1)).save(
        using="loader"
    )


def _end_agreement(account):
    organisation = Employment.objects.using("loader").get(account=account).organisation_id
    Agreement.objects.using("loader").filter(provider_id=organisation).update(until_on=TODAY)


def _lose_training(account):
    TrainingRecord.objects.using("loader").filter(account=account).delete()


def _unverify(account):
    Employment.objects.using("loader").filter(account=account).update(verified_on=None)


@pytest.mark.parametrize(
    "revoke", [_end_employment, _close_account, _unfavourable, _end_agreement, _lose_training, _unverify]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_was_revoked_a_second_ago_counts_at_the_next_request(
    world, sign_in, probes, entries, revoke, method
):
    account = world.account(world.organisation(), CLERK)
    client = sign_in(account)
    assert client.get("/").status_code == 200
    revoke(account)
    assert getattr(client, method)(reverse("probe-writes")).status_code == 403
    assert entries("probe") == []


def test_a_closed_account_ends_the_sign_in_on_the_pages_of_the_account(world, sign_in):
    account = world.account(world.organisation(), CLERK)
    client = sign_in(account)
    assert client.get(reverse("mfa_index")).status_code == 200
    _close_account(account)
    assert client.get(reverse("mfa_index")).headers["Location"].startswith(reverse("account_login"))
    assert client.session.is_empty()


def test_who_works_elsewhere_now_sees_the_new_organisation(world, sign_in):
    account = world.account(world.organisation("Old Employer"), CLERK)
    client = sign_in(account)
    Employment.objects.using("loader").filter(account=account).update(ended_on=TODAY)
    world.add(
        Employment(
            account=account,
            organisation=world.organisation("New Employer"),
            roles=["en-counsellor"],
            verified_on=TODAY,
            started_on=TODAY,
        )
    )
    page = client.get("/")
    assert page.wsgi_request.actor.organisation_name == "New Employer"
    assert page.wsgi_request.actor.roles == {Role.EN_COUNSELLOR}


def test_a_role_that_is_not_in_the_table_grants_nothing(world, sign_in):
    account = world.account(world.organisation(), CLERK)
    Employment.objects.using("loader").filter(account=account).update(roles=["king"])
    assert sign_in(account).get("/").status_code == 403


@pytest.mark.row("A3")
def test_no_work_page_opens_before_a_second_factor_is_set_up(world, sign_in, probes):
    client = sign_in(world.account(world.organisation(), CLERK, second_factor=False))
    work = [entry for _, entry in patterns() if (spec := spec_of(entry.callback)) and spec.door is Door.WORK]
    assert {"home", "probe-writes", "probe-auditor"} <= {entry.name for entry in work}
    for entry in work:
        known = {
            name: SAMPLES[type(converter).__name__] for name, converter in entry.pattern.converters.items()
        }
        for method in (client.get, client.post):
            response = method(reverse(entry.name, kwargs=known))
            assert response.status_code == 302, entry.name
            assert response.headers["Location"] == reverse("mfa_activate_totp")


@pytest.mark.row("A3")
def test_a_sign_in_that_has_not_passed_the_factor_ends_when_one_is_there(world, sign_in):
    client = sign_in(world.account(world.organisation(), CLERK))
    session = client.session
    del session[sessions.FACTOR]
    session.save()
    assert client.get("/").headers["Location"].startswith(reverse("account_login"))
    assert client.get(reverse("mfa_index")).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("seen", "signed_in", "why"),
    [(899, 899, ""), (900, 900, "idle"), (0, 43199, ""), (0, 43200, "limit"), (None, None, "again")],
)
def test_a_sign_in_ends_after_15_idle_minutes_and_after_12_hours(world, sign_in, seen, signed_in, why):
    client = sign_in(world.account(world.organisation(), CLERK))
    at = int(real_now().timestamp())
    session = client.session
    session[sessions.SEEN] = None if seen is None else at - seen
    session[sessions.SIGNED_IN] = None if signed_in is None else at - signed_in
    session.save()
    response = client.get("/")
    if not why:
        assert response.status_code == 200
        return
    assert response.headers["Location"] == f"{reverse('account_login')}?next=%2F&why={why}"
    assert client.get("/").headers["Location"] == f"{reverse('account_login')}?next=%2F"


def test_being_seen_is_saved_at_most_once_a_minute(world, sign_in):
    client = sign_in(world.account(world.organisation(), CLERK))
    at = int(real_now().timestamp())
    for since, saved in ((30, False), (90, True)):
        session = client.session
        session[sessions.SEEN] = at - since
        session.save()
        client.get("/")
        assert (client.session[sessions.SEEN] >= at) is saved


def test_a_changed_password_ends_every_other_sign_in(world, sign_in):
    account = world.account(world.organisation(), CLERK)
    client = sign_in(account)
    account.set_password("another long synthetic password")
    account.save(using="loader")
    assert client.get("/").headers["Location"].startswith(reverse("account_login"))


def test_the_gate_is_one_query(world, sign_in, django_assert_max_num_queries):
    client = sign_in(world.account(world.organisation(), CLERK))
    client.get("/")
    # begin, visitor, facts role on, the gate's one query, facts role off, actor, worklists, commit
    with django_assert_max_num_queries(8):
        client.get("/")
