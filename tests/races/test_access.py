"""Access in races: two specialists, a grant beside a departure, 200 people at work while access is revoked (A5)."""

import threading
import time
from functools import partial

import pytest
from django.db import connections
from django.test import Client

from portal.kernel.clock import now
from portal.kernel.desks import take
from portal.people.duties import DESK
from portal.people.models import Account, Designation, Employment, Invitation, SignIn
from portal.people.services import desk as access_desk
from portal.people.services.designate import designate_again
from portal.people.services.ending import change_roles, report_departure, revoke
from portal.policy.roles import Role
from tests.clients import sign_in_client
from tests.people.access import CLERK, COUNSELLOR, AccessDesk
from tests.races.starting import at_once, kinds, unit
from tests.world import TODAY

pytestmark = [pytest.mark.row("A5", "A4")]
PEOPLE, SESSIONS_EACH = 20, 10
A_SECOND = 1.0


@pytest.fixture
def access(world, unit_as):
    return AccessDesk(world, unit_as)


def calling(actor, service, **arguments):
    with unit(actor):
        return service(**arguments)


def step(actor, service, row, **more):
    return partial(calling, actor, service, designation=row.pk, version=row.version, **more)


def leaving(access, employment):
    return partial(
        calling,
        access.administrator,
        report_departure,
        employment=employment.pk,
        version=employment.version,
        last_day_worked=TODAY,
        reason="Gone.",
    )


@pytest.mark.parametrize("each", [1, 4])
def test_two_specialists_grant_once(access, each):
    row = access.cleared(access.name())
    calls = [step(actor, access_desk.grant, row) for actor in (access.specialist, access.second)] * each
    answers = kinds(at_once(calls))
    assert answers == ["Changed"] * (2 * each - 1) + ["Done"]
    assert Invitation.objects.using("loader").count() == 1
    assert access.employment("new@example.org").roles == [COUNSELLOR]


@pytest.mark.parametrize("turn", range(4))
def test_a_grant_beside_a_departure_leaves_nobody_inside(access, turn):
    """Whichever comes first, the person is out at the end: a grant is never made after the departure."""
    employment = access.granted()
    with access.unit_as(access.administrator):
        asked = designate_again(
            employment=employment.pk, version=employment.version, roles=(CLERK, COUNSELLOR), reason="More."
        )
    row = access.row(asked.number)
    calls = [step(access.specialist, access_desk.grant, row), leaving(access, employment)]
    answers = at_once(calls if turn % 2 else calls[::-1])
    granted, left = answers if turn % 2 else answers[::-1]
    names = (type(granted).__name__, type(left).__name__)
    # After a grant the departure's page is an older one, and its sender is told so.
    assert names in {("Done", "Changed"), ("Changed", "Done")}, answers
    if names == ("Done", "Changed"):
        again = access.employment("new@example.org")
        assert type(leaving(access, again)()).__name__ == "Done"
    end = access.employment("new@example.org")
    assert end.ended_on == TODAY
    assert not Invitation.objects.using("loader").filter(used_at=None, withdrawn_at=None).exists()


def test_two_desks_verifying_one_new_person_make_one_account(access):
    first = access.name("both@example.org")
    second = access.name("both@example.org", by=access.other_administrator)
    calls = [
        step(actor, access_desk.verify_employment, row, how="A letter.")
        for actor, row in ((access.specialist, first), (access.second, second))
    ]
    answers = at_once(calls)
    assert set(kinds(answers)) <= {"Done", "IntegrityError"}
    assert "Done" in kinds(answers)
    assert Account.objects.using("loader").filter(email="both@example.org").count() == 1
    assert Employment.objects.using("loader").filter(account__email="both@example.org").count() == 1


def test_naming_one_person_eight_times_at_once_is_once(access):
    def naming():
        try:
            return access.name("eight@example.org")
        except AssertionError:
            return None

    named = [answer for answer in at_once([naming] * 8) if isinstance(answer, Designation)]
    assert len(named) == 1
    assert Designation.objects.using("loader").filter(email="eight@example.org").count() == 1


def test_one_designation_is_taken_by_one(access):
    row = access.name()
    [duty] = access.duties(row)
    calls = [
        partial(calling, actor, partial(take, DESK), duty=duty.pk, version=duty.version)
        for actor in (access.specialist, access.second) * 4
    ]
    assert kinds(at_once(calls)).count("Claimed") == 1


def test_roles_changed_by_two_at_once_are_changed_once(access, world):
    second = access.worker(access.en, Role.EN_ADMINISTRATOR, "Second Administrator")
    account = world.account(access.en, [Role.EN_PAYMENTS_CLERK, Role.EN_COUNSELLOR])
    row = Employment.objects.using("loader").get(account=account)
    calls = [
        partial(
            calling, actor, change_roles, employment=row.pk, version=row.version, roles=(role,), reason="x"
        )
        for actor, role in ((access.administrator, CLERK), (second, COUNSELLOR))
    ]
    assert kinds(at_once(calls)) == ["Changed", "Done"]
    assert Employment.objects.using("loader").get(pk=row.pk).version == 1


def test_200_living_sessions_are_out_one_second_after_the_revocation(access, world):
    """Requests run in threads without a pause; none that begins a second after the revocation is let in."""
    accounts = [world.account(access.en, [Role.EN_COUNSELLOR]) for _ in range(PEOPLE)]
    clients = [signed_in(account) for account in accounts for _ in range(SESSIONS_EACH)]
    assert SignIn.objects.using("loader").filter(account__in=accounts, ended_at=None).count() == PEOPLE
    seen, stop = [], threading.Event()

    def asking(part):
        try:
            while not stop.is_set():
                for client in part:
                    began = time.monotonic()
                    status = client.get("/requests/").status_code
                    seen.append((began, status, client))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=asking, args=(clients[n::4],), daemon=True) for n in range(4)]
    for thread in threads:
        thread.start()
    assert eventually(lambda: len({id(client) for _, status, client in seen if status == 200}) == 200)
    revoked_at = revoke_all(access, accounts)
    time.sleep(A_SECOND + 0.2)
    after = time.monotonic()
    assert eventually(lambda: len({id(client) for began, _, client in seen if began > after}) == 200)
    stop.set()
    for thread in threads:
        thread.join(60)
    late = [(began - revoked_at, status) for began, status, _ in seen if began > revoked_at + A_SECOND]
    assert len(late) >= 200
    assert {status for _, status in late} <= {302, 403}
    assert not SignIn.objects.using("loader").filter(account__in=accounts, ended_at=None).exists()


def signed_in(account):
    client = Client()
    sign_in_client(client, account, now().real)
    return client


def revoke_all(access, accounts):
    """End everybody's access, one unit each; the moment the last one had committed."""
    for account in accounts:
        row = Employment.objects.using("loader").get(account=account)
        answer = calling(
            access.specialist, revoke, employment=row.pk, version=row.version, reason="The organization."
        )
        assert type(answer).__name__ == "Done"
    return time.monotonic()


def eventually(holds, patience=120.0):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False
