"""An agency claims costs of its own cases, sees its own claims only, and takes back what has no answer (row E9)."""

from datetime import date

import pytest

from portal.kernel.ids import new_id
from portal.kernel.models import Mail, TrailEntry
from portal.payments.cost_claims import costs_in, costs_of_case, recordings
from portal.payments.models import Award, CostClaim
from portal.payments.results import Changed, Done, NotAllowed, NotFound
from portal.payments.services.cost_claims import AgencyClaim, claim_costs, withdraw_costs
from portal.policy.core import Month
from portal.policy.roles import Role
from tests.payments.desk import Desk
from tests.payments.test_cost_claims import Costed, current_row
from tests.races.starting import at_once, kinds, unit

pytestmark = pytest.mark.row("E9")
TODAY = date(2025, 12, 15)


@pytest.fixture
def costed(world, unit_as, tmp_path, settings) -> Costed:
    settings.PORTAL_FILES_DIR = tmp_path
    return Costed(Desk(world, unit_as))


@pytest.fixture
def user(costed):
    world = costed.desk.world
    return world.actor(world.account(costed.agency, [Role.SVRA_USER], name="Vera User"))


@pytest.fixture
def claims(costed, user):
    def claim(actor=None, **other):
        said = {
            "vr_case": costed.case.number,
            "from_month": Month.parse("2025-01"),
            "last_month": Month.parse("2025-03"),
            "amount_cents": 450_000,
        }
        with costed.desk.unit_as(actor or user):
            return claim_costs(AgencyClaim(**said | other))

    return claim


def withdraw(costed, actor, number, seen=None):
    with costed.desk.unit_as(actor):
        return withdraw_costs(number=number, seen=seen or current_row(number).pk)


def test_a_claim_stands_from_today_as_the_agency_s_own(costed, user, claims):
    answer = claims()
    assert isinstance(answer, Done)
    row = current_row(answer.number)
    assert (row.organisation_id, row.vr_case, row.ticket_id) == (
        costed.agency.pk,
        costed.case.number,
        costed.holder.ticket_id,
    )
    assert (row.state, row.claimed_on, row.source, row.by) == ("claimed", TODAY, "portal", user.label)
    assert (str(row.from_month), str(row.until_month)) == ("2025-01", "2025-04")
    entry = TrailEntry.objects.using("loader").get(kind="cost-claim-claim")
    assert entry.detail["claim"] == answer.number and costed.holder.person_id in entry.people


def test_nobody_claims_for_another_s_case(costed, user, claims):
    world = costed.desk.world
    stranger = world.actor(world.account(world.organisation("Lakeside VR", "SVRA"), [Role.SVRA_USER]))
    for actor in (stranger, costed.desk.clerk, costed.desk.analyst):
        assert isinstance(claims(actor), NotFound)
    assert isinstance(claims(vr_case="VC-0000-0000"), NotFound)
    number = claims().number
    for actor in (stranger, costed.desk.clerk, costed.desk.analyst):
        assert isinstance(withdraw(costed, actor, number), NotFound)
    with costed.desk.unit_as(stranger, reading=True):
        assert costs_of_case(costed.case.number) == recordings(number) == []
        assert costs_in("claimed", 1, 25).rows == []
    with costed.desk.unit_as(user, reading=True):
        assert [one.number for one in costs_of_case(costed.case.number)] == [number]
        assert [one.number for one in costs_in("claimed", 1, 25).rows] == [number]


def test_the_same_law_holds_as_for_what_staff_enter(claims):
    assert isinstance(claims(), Done)
    for months, said in (
        (("2025-03", "2025-05"), "No other claim of the case"),
        (("2023-12", "2023-12"), "open by the first month"),
        (("2025-12", "2026-01"), "claimed ahead"),
        (("2025-06", "2025-05"), "not before the first"),
    ):
        first, last = map(Month.parse, months)
        refused = claims(from_month=first, last_month=last)
        assert isinstance(refused, NotAllowed) and said in refused.sentence, months
    assert CostClaim.objects.using("loader").count() == 1


def test_what_a_network_was_paid_is_not_told_to_the_agency(costed, user, claims):
    assert costed.approve(costed.asks()).state == "approved"
    answer = claims()
    assert isinstance(answer, Done) and answer.said == ""
    with costed.desk.unit_as(user, reading=True):
        assert costs_of_case(costed.case.number)[0].granted_for == ()
    with costed.desk.unit_as(costed.desk.analyst, reading=True):
        assert costs_in("claimed", 1, 25).rows[0].granted_for == (Month.parse("2025-02"),)
    assert Award.objects.using("loader").filter(reversed_on=None).count() == 1


def test_it_is_withdrawn_until_it_has_its_answer(costed, user, claims):
    first = claims()
    assert isinstance(withdraw(costed, user, first.number, new_id()), Changed)
    assert withdraw(costed, user, first.number).state == "withdrawn"
    assert isinstance(withdraw(costed, user, first.number), NotAllowed)
    second = claims()
    assert costed.answer(second.number, "pay").state == "paid"
    assert isinstance(withdraw(costed, user, second.number), NotAllowed)
    assert current_row(second.number).state == "paid"


def test_an_answer_is_told_by_mail_without_what_is_personal(costed, claims):
    number = claims().number
    assert not Mail.objects.using("loader").filter(subject__contains=number).exists()
    costed.answer(number, "deny")
    [mail] = Mail.objects.using("loader").filter(subject__contains=number)
    assert mail.subject == f"News of your claim of costs {number}"


def test_of_two_who_claim_the_same_months_at_once_one_does(costed, user, claims):
    def claim():
        with unit(user):
            january = Month.parse("2025-01")
            return claim_costs(AgencyClaim(costed.case.number, january, january, 1))

    assert kinds(at_once([claim, claim])) == ["Done", "NotAllowed"]
    assert CostClaim.objects.using("loader").count() == 1
