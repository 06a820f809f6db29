"""Which records the gate looks at: the latest that had begun by the day judged."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator

from portal.kernel.actor import VISITOR, Wall
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.people.models import Clearance, Employment, TrainingRecord
from portal.policy.roles import Role
from portal.providers.gate import admit
from portal.providers.models import Agreement, Enrolment
from tests.world import TODAY

pytestmark = [pytest.mark.row("A4")]

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def admission(unit_as):
    """`admission(account)` judges an account as the edge does."""

    def judged(account_id):
        with unit_as(VISITOR, reading=True):
            return admit(account_id, now())

    return judged


@pytest.fixture
def account(world):
    return world.account(world.organisation("Bright Path"), [Role.EN_PAYMENTS_CLERK])


def test_who_is_admitted_is_an_actor_of_the_organisation(account, admission):
    found = admission(account.id)
    assert found.account.email == account.email
    assert found.account.created_at == account.created_at
    assert found.has_second_factor
    assert (found.actor.wall, found.actor.account) == (Wall.ORGANISATION, account.id)
    assert (found.actor.name, found.actor.organisation_name) == (account.name, "Bright Path")
    assert found.actor.roles == {Role.EN_PAYMENTS_CLERK}


def test_there_is_no_admission_for_an_account_that_is_not_there(database, admission):
    assert admission(new_id()) is None


def test_recovery_codes_alone_are_no_second_factor(world, admission):
    account = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    world.add(Authenticator(user=account, type="recovery_codes", data={}))
    found = admission(account.id)
    assert not found.has_second_factor
    assert found.actor is None


def test_a_clearance_decided_tomorrow_is_not_looked_at_yet(world, account, admission):
    world.add(Clearance(account=account, favourable=False, decided_on=TOMORROW, expires_on=date(2028, 1, 1)))
    assert admission(account.id).actor is not None


def test_the_latest_clearance_counts_not_the_longest(world, account, admission):
    world.add(Clearance(account=account, favourable=True, decided_on=date(2025, 1, 1), expires_on=TODAY))
    assert admission(account.id).facts.clearance.expires_on == TODAY


def test_training_of_tomorrow_is_not_looked_at_yet(world, account, admission):
    world.add(TrainingRecord(account=account, completed_on=TOMORROW))
    assert admission(account.id).facts.trained_on == date(2025, 6, 1)


def test_an_employment_that_begins_tomorrow_does_not_hide_the_one_of_today(world, account, admission):
    today = Employment.objects.using("loader").get(account=account)
    Employment.objects.using("loader").filter(pk=today.pk).update(ended_on=TOMORROW)
    other = world.organisation("Elsewhere")
    world.add(
        Employment(account=account, organisation=other, roles=[], verified_on=TODAY, started_on=TOMORROW)
    )
    assert admission(account.id).actor.organisation_name == "Bright Path"


def test_a_short_later_employment_that_has_ended_does_not_hide_the_one_that_goes_on(
    world, account, admission
):
    other = world.organisation("Elsewhere")
    world.add(
        Employment(
            account=account,
            organisation=other,
            roles=["en-counsellor"],
            verified_on=date(2025, 1, 1),
            started_on=date(2025, 1, 1),
            ended_on=date(2025, 2, 1),
        )
    )
    assert admission(account.id).actor.organisation_name == "Bright Path"


def test_any_agreement_of_the_organisation_may_be_in_force(world, account, admission):
    organisation = Employment.objects.using("loader").get(account=account).organisation_id
    Agreement.objects.using("loader").filter(provider_id=organisation).update(until_on=date(2024, 1, 1))
    assert admission(account.id).actor is None
    world.add(Agreement(provider_id=organisation, from_on=TODAY))
    assert admission(account.id).actor is not None


def test_another_organisations_agreement_does_not_help(world, account, admission):
    organisation = Employment.objects.using("loader").get(account=account).organisation_id
    Agreement.objects.using("loader").filter(provider_id=organisation).update(until_on=TODAY)
    world.organisation()
    assert admission(account.id).actor is None


@pytest.mark.row("A6", "A7")
@pytest.mark.parametrize(
    ("rows", "used_on"),
    [
        ([("live", 10)], 10),
        ([("pilot", 100), ("live", 3)], 100),
        ([("pilot", 300), ("not-enrolled", 200), ("live", 5)], 5),
        ([("not-enrolled", 500), ("live", 20)], 20),
        ([("live", 900)], 400),
    ],
)
def test_days_without_use_count_from_the_move_of_the_organization(world, account, admission, rows, used_on):
    """Nobody can use the portal before; from pilot to live is no new move."""
    organisation = Employment.objects.using("loader").get(account=account).organisation_id
    Employment.objects.using("loader").update(granted_on=TODAY - timedelta(days=400))
    Enrolment.objects.using("loader").all().delete()
    for state, ago in rows:
        day = TODAY - timedelta(days=ago)
        world.add(Enrolment(provider_id=organisation, state=state, from_on=day, set_at=now().at))
    found = admission(account.id)
    assert found.facts.last_used_on == TODAY - timedelta(days=used_on)
    assert (found.actor is not None) == (used_on < 180)
