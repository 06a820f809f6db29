"""The roll-out: who moves when, told by mail and at the gate (mission row A6)."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.kernel.actor import SYSTEM, VISITOR
from portal.kernel.clock import now
from portal.kernel.models import Mail
from portal.people.models import Account, Invitation
from portal.policy.core import Outcome
from portal.policy.roles import Role
from portal.providers import jobs
from portal.providers.gate import admit
from portal.providers.models import Enrolment
from portal.providers.queries import roll_out
from portal.providers.results import NotAllowed, NotFound
from portal.providers.services import telling
from portal.providers.services.enrolment import Asked, Moved, set_enrolment
from tests.races.starting import at_once, unit
from tests.world import TODAY

pytestmark = [pytest.mark.row("A6")]
IN_A_WEEK, IN_A_MONTH = TODAY + timedelta(days=7), TODAY + timedelta(days=30)


@pytest.fixture
def specialist(world):
    ssa = world.organisation("Social Security", "SSA")
    return world.actor(world.account(ssa, [Role.SSA_SERVICES_SPECIALIST], name="Sofia Specialist"))


@pytest.fixture
def en(world):
    """An organisation that nobody has enrolled."""
    made = world.organisation("Bright Path")
    Enrolment.objects.using("loader").filter(provider=made.pk).delete()
    return made


@pytest.fixture
def clerk(world, en):
    return world.account(en, [Role.EN_PAYMENTS_CLERK], name="Clara Clerk")


def seen(en):
    return Enrolment.objects.using("loader").filter(provider=en.pk).count()


def moved(unit_as, specialist, state, on, *organisations):
    with unit_as(specialist):
        return set_enrolment(
            asked=[Asked(one.pk, seen(one)) for one in organisations], state=state, from_on=on
        )


def judged(unit_as, account, on=TODAY):
    with unit_as(VISITOR, reading=True):
        return admit(account.pk, now()._replace(on=on)).decision


def test_who_is_set_to_pilot_today_gets_in_today(unit_as, specialist, en, clerk):
    assert judged(unit_as, clerk).outcome is Outcome.ASK
    assert moved(unit_as, specialist, "pilot", TODAY, en).moved == [en.pk]
    assert judged(unit_as, clerk).outcome is Outcome.GRANT


def test_who_is_to_move_is_told_the_day_and_gets_in_on_it(unit_as, specialist, en, clerk, sign_in):
    moved(unit_as, specialist, "pilot", IN_A_WEEK, en)
    decision = judged(unit_as, clerk).to_json()
    (check,) = [one for one in decision["checks"] if one["rule"] == "ACC-09"]
    assert (check["state"], check["facts"]["moves on"]) == ("failed", "2025-12-22")
    page = sign_in(clerk).get("/")
    assert page.status_code == 403
    assert "moves to this portal on December 22, 2025" in " ".join(page.content.decode().split())
    assert judged(unit_as, clerk, IN_A_WEEK - timedelta(days=1)).outcome is Outcome.REFUSE
    assert judged(unit_as, clerk, IN_A_WEEK).outcome is Outcome.GRANT


def test_a_move_put_off_lies_over_the_one_before(unit_as, specialist, en, clerk):
    moved(unit_as, specialist, "pilot", IN_A_WEEK, en)
    moved(unit_as, specialist, "live", IN_A_MONTH, en)
    assert judged(unit_as, clerk, IN_A_WEEK).outcome is Outcome.REFUSE
    assert judged(unit_as, clerk, IN_A_MONTH - timedelta(days=1)).outcome is Outcome.REFUSE
    assert judged(unit_as, clerk, IN_A_MONTH).outcome is Outcome.GRANT
    with unit_as(specialist, reading=True):
        (row,) = roll_out(find="Bright Path").rows
    assert (row.state, row.next_state, row.next_on) == ("not-enrolled", "live", IN_A_MONTH)


def test_a_move_brought_forward_and_one_called_off(unit_as, specialist, en, clerk):
    moved(unit_as, specialist, "pilot", IN_A_MONTH, en)
    moved(unit_as, specialist, "pilot", IN_A_WEEK, en)
    assert judged(unit_as, clerk, IN_A_WEEK).outcome is Outcome.GRANT
    assert judged(unit_as, clerk, IN_A_MONTH).outcome is Outcome.GRANT
    moved(unit_as, specialist, "not-enrolled", TODAY, en)
    for day in (TODAY, IN_A_WEEK, IN_A_MONTH):
        assert judged(unit_as, clerk, day).outcome is Outcome.REFUSE


def test_what_stands_so_already_writes_and_mails_nothing(unit_as, specialist, en):
    assert moved(unit_as, specialist, "pilot", IN_A_WEEK, en).moved == [en.pk]
    rows = seen(en)
    assert moved(unit_as, specialist, "pilot", IN_A_WEEK, en) == Moved([], [], [en.pk])
    assert seen(en) == rows


def test_many_are_set_in_as_many_queries_as_one(world, unit_as, specialist, en):
    others = [world.organisation() for _ in range(6)]

    def queries(*organisations):
        with CaptureQueriesContext(connections["default"]) as captured:
            moved(unit_as, specialist, "pilot", IN_A_WEEK, *organisations)
        return len(captured)

    assert queries(en) == queries(*others)


@pytest.mark.row("B5")
def test_the_second_of_two_changes_nothing_and_is_told(unit_as, specialist, en):
    def set_to(state):
        def one():
            with unit(specialist):
                return set_enrolment(asked=[Asked(en.pk, 0)], state=state, from_on=IN_A_WEEK)

        return one

    answers = at_once([set_to("pilot"), set_to("live")])
    assert sorted((len(one.moved), len(one.changed)) for one in answers) == [(0, 1), (1, 0)]


def test_a_day_in_the_past_and_an_unknown_state_are_refused(unit_as, specialist, en):
    past = moved(unit_as, specialist, "pilot", TODAY - timedelta(days=1), en)
    assert isinstance(past, NotAllowed)
    assert past.field == "from_on"
    assert isinstance(moved(unit_as, specialist, "half", TODAY, en), NotAllowed)
    assert seen(en) == 0


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SSA_PAYMENT_AUTHORISER])
def test_nobody_else_sets_the_roll_out(world, unit_as, en, role):
    other = world.actor(world.account(world.organisation("SSA", "SSA"), [role]))
    assert moved(unit_as, other, "pilot", TODAY, en) == NotFound()
    assert seen(en) == 0


@pytest.mark.row("K7")
def test_all_who_work_there_are_told_once_when_they_move_and_nothing_of_anybody(
    world, unit_as, specialist, en, clerk
):
    world.account(en, [], name="Clea Cleared")
    world.account(world.organisation("Elsewhere"), [Role.EN_COUNSELLOR])
    moved(unit_as, specialist, "pilot", IN_A_WEEK, en)
    with unit_as(SYSTEM):
        row = Enrolment.objects.order_by("-from_on").first()
        assert telling.tell_of_roll_out(enrolment=row.pk) == 2
        assert telling.tell_of_roll_out(enrolment=row.pk) == 0
    mails = list(Mail.objects.using("loader").filter(key__startswith="roll-out/"))
    assert {mail.state for mail in mails} == {Mail.State.WAITING}
    assert all("December 22, 2025" in mail.body and "Clara" not in mail.body for mail in mails)


def test_who_comes_from_the_earlier_portal_is_invited_on_the_day_and_once(world, unit_as, specialist, en):
    brought = world.account(en, [Role.EN_COUNSELLOR], name="Brought Over")
    Account.objects.using("loader").filter(pk=brought.pk).update(password="!none")
    moved(unit_as, specialist, "pilot", IN_A_WEEK, en)
    jobs.invite(str(en.pk), "system")
    assert not Invitation.objects.using("loader").exists()
    moved(unit_as, specialist, "pilot", TODAY, en)
    with unit_as(SYSTEM):
        assert telling.just_moved() == [en.pk]
    jobs.invite(str(en.pk), "system")
    jobs.invite(str(en.pk), "system")
    (invitation,) = Invitation.objects.using("loader").all()
    assert (invitation.account_id, invitation.made_by) == (brought.pk, specialist.account)
    with unit_as(SYSTEM):
        assert telling.just_moved() == []
