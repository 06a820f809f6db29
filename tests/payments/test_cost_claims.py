"""Claims of costs: recorded beside networks' payments, and never both paid for one period (PAY-22; row E9)."""

from datetime import date

import pytest
from django.db import IntegrityError, connections, transaction

from portal.kernel.ids import new_id
from portal.kernel.models import TrailEntry
from portal.payments.cost_claims import cost_claims, recordings
from portal.payments.cost_moves import MOVES, STATE_WORDS
from portal.payments.jobs import JUDGE_PERSON
from portal.payments.judging import judge_request
from portal.payments.models import Award, CostClaim
from portal.payments.results import Changed, Done, NotAllowed, NotFound
from portal.payments.services.cost_claims import BESIDE, Costs, answer_cost_claim, enter_cost_claim
from portal.payments.services.decide import approve
from portal.policy.core import Month
from tests.payments.desk import Desk
from tests.races.starting import at_once, kinds, unit

pytestmark = pytest.mark.row("E9")
FEBRUARY, TODAY = Month.parse("2025-02"), date(2025, 12, 15)


class Costed:
    """A Ticketholder with a closed cost-reimbursement case, then a network that asks for February 2025."""

    def __init__(self, desk: Desk) -> None:
        self.desk, world = desk, desk.world
        self.holder = desk.disputed()
        self.agency = world.organisation("Keystone VR", "SVRA")
        self.case = world.vr_case(
            self.holder.person, self.agency, opened_on=date(2024, 1, 5), closed_on=date(2024, 8, 1)
        )

    def enter(self, actor=None, **other):
        costs = Costs(
            self.holder.ticket_id,
            self.case.number,
            Month.parse("2025-01"),
            Month.parse("2025-03"),
            450_000,
            date(2025, 6, 2),
            "form",
        )
        with self.desk.unit_as(actor or self.desk.analyst):
            return enter_cost_claim(costs._replace(**other))

    def answer(self, number, move, actor=None, seen=None, on=TODAY):
        with self.desk.unit_as(actor or self.desk.analyst):
            return answer_cost_claim(
                number=number, seen=seen or current_row(number).pk, move=move, on=on, source="notice"
            )

    def asks(self):
        [request] = self.desk.submitted(self.holder, ("P1M1", "2025-02"))
        assert request.state == "with-analyst"
        return request

    def approve(self, request):
        with self.desk.unit_as(self.desk.analyst):
            return approve(request=request.pk, version=request.version)


@pytest.fixture
def costed(world, unit_as, tmp_path, settings) -> Costed:
    settings.PORTAL_FILES_DIR = tmp_path
    return Costed(Desk(world, unit_as))


def current_row(number) -> CostClaim:
    return CostClaim.objects.using("loader").get(number=number, superseded_at=None)


def judged_again() -> list[str]:
    with connections["loader"].cursor() as cursor:
        cursor.execute("select args->>'subject' from procrastinate_jobs where task_name = %s", [JUDGE_PERSON])
        return [subject for (subject,) in cursor.fetchall()]


def test_each_answer_supersedes_the_recording_before(costed):
    entered = costed.enter()
    assert isinstance(entered, Done) and entered.said == ""
    first = current_row(entered.number)
    assert isinstance(costed.answer(entered.number, "pay"), Done)
    assert isinstance(costed.answer(entered.number, "open-again"), Done)
    assert isinstance(costed.answer(entered.number, "deny", seen=first.pk), Changed)
    with costed.desk.unit_as(costed.desk.analyst):
        kept = recordings(entered.number)
        [stands] = cost_claims(costed.holder.ticket_id)
    assert [one.state for one in kept] == ["claimed", "paid", "claimed"] and stands == kept[0]
    assert (stands.last_month, stands.amount_cents, stands.agency) == (
        Month.parse("2025-03"),
        450_000,
        "Keystone VR",
    )
    assert set(judged_again()) == {str(costed.holder.person_id)}
    entry = TrailEntry.objects.using("loader").filter(kind="cost-claim-pay").latest("id")
    assert entry.detail["claim"] == entered.number and costed.holder.person_id in entry.people


def test_every_move_from_every_state(costed):
    """Only what the table says is possible; in any other state nothing is written."""
    for state in STATE_WORDS:
        for move in MOVES:
            if state == "not on record" or move.by == "agency" or move.name == "enter":
                continue
            CostClaim.objects.using("loader").all().delete()
            number = costed.enter().number
            if state != "claimed":
                CostClaim.objects.using("loader").update(state=state, answered_on=TODAY)
            answer = costed.answer(number, move.name)
            if state in move.from_states:
                assert answer.state == move.to, (state, move)
            else:
                assert isinstance(answer, NotAllowed), (state, move)
                assert CostClaim.objects.using("loader").count() == 1


def test_only_payments_staff_enter_and_answer(costed):
    number = costed.enter().number
    for actor in (costed.desk.clerk, costed.desk.authoriser):
        assert isinstance(costed.enter(actor), NotFound)
        assert isinstance(costed.answer(number, "pay", actor), NotFound)
    assert isinstance(costed.enter(vr_case="VC-0000-0000"), NotFound)
    assert isinstance(costed.enter(ticket=new_id()), NotFound)
    again = costed.enter()
    assert isinstance(again, NotAllowed) and "No other claim of the case" in again.sentence
    assert isinstance(
        costed.enter(costed.desk.lead, from_month=Month.parse("2024-12"), last_month=Month.parse("2024-12")),
        Done,
    )


def test_the_database_holds_one_current_row_a_claim(costed):
    row = current_row(costed.enter().number)
    for change in ({"id": new_id()}, {"id": new_id(), "number": "CR-2", "state": "paid"}):
        fields = {one.attname: getattr(row, one.attname) for one in CostClaim._meta.concrete_fields}
        with pytest.raises(IntegrityError), transaction.atomic(using="loader"):
            CostClaim(**{**fields, **change}).save(using="loader", force_insert=True)


def test_a_claim_sends_a_network_s_request_to_a_person_until_it_falls(costed):
    def rule():
        with costed.desk.unit_as(costed.desk.analyst, reading=True):
            answer = judge_request(request).answer
        return next(
            one["state"]
            for one in answer["checks"]
            if one["name"] == "no-cost-reimbursement-for-the-same-period"
        )

    request = costed.asks()
    assert rule() == "held"
    number = costed.enter().number
    assert rule() == "failed"
    for move, state in (("pay", "failed"), ("open-again", "failed"), ("deny", "held")):
        costed.answer(number, move)
        assert rule() == state, move


def test_once_costs_were_paid_no_person_approves_the_network(costed):
    request, number = costed.asks(), costed.enter().number
    costed.answer(number, "pay")
    refused = costed.approve(request)
    assert isinstance(refused, NotAllowed) and "paid its costs" in refused.sentence
    costed.answer(number, "open-again")
    assert costed.approve(request).state == "approved"


def test_once_a_network_was_granted_costs_are_recorded_and_said_but_not_paid(costed):
    assert costed.approve(costed.asks()).state == "approved"
    entered = costed.enter()
    assert entered.said == BESIDE
    with costed.desk.unit_as(costed.desk.analyst):
        [line] = cost_claims(costed.holder.ticket_id)
    assert line.granted_for == (FEBRUARY,)
    refused = costed.answer(entered.number, "pay")
    assert isinstance(refused, NotAllowed) and "not both made" in refused.sentence
    Award.objects.using("loader").update(reversed_on=TODAY)
    assert costed.answer(entered.number, "pay").state == "paid"


def test_of_an_approval_and_a_reimbursement_at_once_one_is_made(costed):
    request, number = costed.asks(), costed.enter().number
    seen = current_row(number).pk

    def approves():
        with unit(costed.desk.analyst):
            return approve(request=request.pk, version=request.version)

    def pays():
        with unit(costed.desk.other_analyst):
            return answer_cost_claim(number=number, seen=seen, move="pay", on=TODAY, source="notice")

    assert kinds(at_once([approves, pays])) == ["Done", "NotAllowed"]
    awards = Award.objects.using("loader").filter(reversed_on=None).count()
    assert awards + (current_row(number).state == "paid") == 1
