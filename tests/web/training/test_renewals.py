"""The administrator's list of renewals, and its line on the home page."""

from datetime import timedelta

import pytest

from portal.kernel.clock import now
from portal.kernel.models import Duty
from portal.people.renewals import RENEW_CLEARANCE, RENEW_TRAINING, RENEWALS
from portal.policy.roles import Role
from tests.world import TODAY

pytestmark = [pytest.mark.row("A4", "J9")]


@pytest.fixture
def due(world):
    """`due(account, organisation, kind, days)` adds an open duty to renew."""

    def added(account, organisation, kind: str = RENEW_TRAINING, days: int = 7) -> Duty:
        return world.add(
            Duty(
                kind=kind,
                subject=account.pk,
                organisation=organisation.pk,
                opened_at=now().at,
                due_on=TODAY + timedelta(days=days),
            )
        )

    return added


def test_the_administrator_sees_the_own_organisations_people_only(world, sign_in, due):
    mine, other = world.organisation(), world.organisation()
    boss = world.account(mine, [Role.EN_ADMINISTRATOR])
    due(world.account(mine, [Role.EN_PAYMENTS_CLERK], name="Mia Mine"), mine)
    due(world.account(mine, [Role.EN_PAYMENTS_CLERK], name="Lou Late"), mine, RENEW_CLEARANCE, -2)
    due(world.account(other, [Role.EN_PAYMENTS_CLERK], name="Otto Other"), other)
    client = sign_in(boss)
    line = next(one.line for one in client.get("/").context["busy"] if one.line.slug == RENEWALS.slug)
    assert (line.count, line.overdue) == (2, 1)
    text = client.get("/people/ending/").content.decode()
    assert text.index("Lou Late") < text.index("Mia Mine")
    assert "Otto Other" not in text


@pytest.mark.parametrize(
    ("kind", "role"), [("TPM", Role.TPM_ADMINISTRATOR), ("SSA", Role.SSA_SERVICES_SPECIALIST)]
)
def test_staff_see_their_own_colleagues_and_nobodys_elses(world, sign_in, due, kind, role):
    office, provider = world.organisation(kind=kind), world.organisation()
    boss = world.account(office, [role])
    due(world.account(office, [Role.TPM_PAYMENTS_ANALYST], name="Cole League"), office)
    due(world.account(provider, [Role.EN_PAYMENTS_CLERK], name="Otto Other"), provider)
    client = sign_in(boss)
    line = next(one.line for one in client.get("/").context["busy"] if one.line.slug == RENEWALS.slug)
    assert line.count == 1
    text = client.get("/people/ending/").content.decode()
    assert "Cole League" in text
    assert "Otto Other" not in text


@pytest.mark.row("A10")
def test_the_auditor_sees_everybodys_with_their_organization(world, sign_in, due):
    office, provider = world.organisation(kind="SSA"), world.organisation("Bright Path")
    due(world.account(office, [Role.SSA_SERVICES_SPECIALIST], name="Cole League"), office)
    due(world.account(provider, [Role.EN_PAYMENTS_CLERK], name="Otto Other"), provider)
    client = sign_in(world.account(office, [Role.AUDITOR]))
    line = next(one.line for one in client.get("/").context["busy"] if one.line.slug == RENEWALS.slug)
    assert line.count == 2
    text = client.get("/people/ending/").content.decode()
    assert "Cole League" in text
    assert "Otto Other" in text
    assert "Bright Path" in text


def test_the_list_is_for_who_names_people(world, sign_in):
    client = sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))
    assert client.get("/people/ending/").status_code == 403
