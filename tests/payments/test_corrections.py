"""A decision judged again moves its money: taken back, put to what is due, or kept by law (PAY-19)."""

import pytest
from django.db import IntegrityError, transaction

from portal.kernel import desks
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.models import Duty, Mail
from portal.kernel.unit import open_unit
from portal.payments.correcting import correction
from portal.payments.duties import AGAIN, AGAIN_DESK
from portal.payments.judging import replay
from portal.payments.models import Award, Determination, Recovery, Rejudged, RequestStep
from portal.payments.results import Changed, Done, NotAllowed
from portal.payments.services.judge_again import judge_again
from portal.payments.services.rejudge import settle_rejudged
from portal.tickets.models import BenefitPeriod
from tests.payments.running import books, row
from tests.payments.test_races import at_once
from tests.payments.test_rejudge import corrected, stored

pytestmark = [pytest.mark.row("E5"), pytest.mark.row("L6")]
FULL, LESS = 185000, 178800


class Again:
    """A payment of February 2025 that is judged again and settled."""

    def __init__(self, money):
        self.money, self.desk = money, money.desk

    def claim(self, earned, month="2025-02"):
        holder = self.desk.holder(earned=earned, on=now().on.replace(year=2024, month=9, day=5))
        [request] = self.desk.submitted(holder, ("P1M1", month))
        assert request.state == "approved"
        return request

    def pay(self):
        run = self.money.run("sent")
        if sent := [row(one) for one in self.money.deposits(run) if one.net_cents]:
            self.money.answer(*sent)
        return self.money.deposits(run)

    def found(self, request):
        with self.desk.unit_as(SYSTEM):
            judge_again(request=request.id)
        return stored(Rejudged, request=request.id, settled_at=None).first()

    def due(self, there):
        """What was granted, and what is due."""
        with self.desk.unit_as(self.desk.analyst):
            found = correction(there)
        return found.paid, found.due

    def settle(self, request, way, actor=None):
        actor = actor or self.desk.analyst
        duty = stored(Duty, subject=request.id, kind=AGAIN, closed_at=None).get()
        with self.desk.unit_as(actor):
            desks.take(AGAIN_DESK, duty=duty.id, version=duty.version)
        return self.settled(request, way, actor)

    def settled(self, request, way, actor):
        with open_unit(actor, now(), reading=False, page="test"):
            return settle_rejudged(
                request=request.id, version=0, settled_as=way, reason="The record changed."
            )


@pytest.fixture
def again(money):
    return Again(money)


def test_what_should_not_have_been_paid_is_recovered_by_the_settlement(again, desk, money):
    request = again.claim({"2025-02": 1200})
    again.pay()
    corrected(request, 900)
    again.found(request)
    assert again.settle(request, "recover").state == "reversed"
    recovery = Recovery.objects.using("loader").get()
    assert (recovery.cents, recovery.cause, recovery.opened_by_name) == (
        FULL,
        "more-than-due",
        "Andy Analyst",
    )
    assert books() == {"cash": -FULL, "receivable": FULL}
    mail = Mail.objects.using("loader").get(key=f"recovery/{recovery.pk}/{desk.clerk.account}")
    assert "ask for it again" in mail.body
    money.granted(2)
    [deposit] = again.pay()
    assert (deposit.owed_cents, deposit.kept_cents, deposit.net_cents) == (2 * FULL, FULL, FULL)


@pytest.mark.parametrize(
    ("first", "then", "was", "becomes"),
    [
        (
            {"2024-12": 0, "2025-02": 1200},
            1300,
            FULL,
            LESS,
        ),  # attained earlier after all, at that year's figure
        ({"2024-12": 1300, "2025-02": 1200}, 0, LESS, FULL),  # not attained then, but later
    ],
)
def test_a_payment_is_put_to_what_is_due_and_the_difference_moves(again, money, first, then, was, becomes):
    request = again.claim(first)
    assert request.amount_cents == was
    again.pay()
    december = stored(Award, request=request.id).get()
    assert december.amount_cents == was
    request.claim_month = request.claim_month.plus(-2)
    corrected(request, then)
    there = again.found(request)
    assert again.due(there) == (was, becomes)
    assert isinstance(again.settle(request, "recover"), NotAllowed)
    assert again.settled(request, "corrected", again.desk.analyst).state == "approved"
    assert books() == {"program-cost": becomes, "payable": -becomes, "receivable": was, "cash": -was}
    [old, new] = stored(Award, request=request.id).order_by("id")
    assert (old.reversed_on is None, new.amount_cents, new.reversed_on) == (False, becomes, None)
    step = stored(RequestStep, request=request.id).order_by("-version").first()
    assert (step.from_state, step.to_state, step.by_name) == ("paid", "approved", "Andy Analyst")
    said = stored(Determination, request=request.id).order_by("-at").select_related("decision").first()
    assert (said.determined, said.amount_cents) == ("approve", becomes)
    assert replay(said.decision.facts).answer == said.decision.answer
    # What is due is kept back of, or pays the difference; a second run ends it.
    [deposit] = again.pay()
    assert (deposit.owed_cents, deposit.net_cents) == (becomes, max(0, becomes - was))
    left = max(0, was - becomes)
    assert books() == {
        account: cents
        for account, cents in (("program-cost", becomes), ("cash", -max(was, becomes)), ("receivable", left))
        if cents
    }
    assert money.states() == ["paid"] and again.found(request) is None


def test_a_later_decision_about_benefits_takes_nothing_back(again):
    request = again.claim({"2025-02": 1200})
    again.pay()
    periods = stored(BenefitPeriod, person=request.person_id)
    periods.update(status="suspended-other")
    there = again.found(request)
    assert there.decision.outcome == "refuse"
    assert again.due(there) == (FULL, FULL)
    assert isinstance(again.settle(request, "recover"), NotAllowed)
    assert isinstance(again.settled(request, "corrected", again.desk.analyst), NotAllowed)
    assert again.settled(request, "stands", again.desk.analyst).state == "paid"


def test_what_stands_in_a_run_waits_for_its_answer(again, money):
    request = again.claim({"2025-02": 1200})
    run = money.run("open")
    corrected(request, 900)
    again.found(request)
    assert run.number in again.settle(request, "recover").sentence
    money.step(run.pk, "cancel", why="Not today.")
    assert again.settled(request, "recover", again.desk.analyst).state == "reversed"
    assert books() == {} and not Recovery.objects.using("loader").exists()


def test_of_two_settlements_at_once_one_recovers(again):
    request = again.claim({"2025-02": 1200})
    again.pay()
    corrected(request, 900)
    again.found(request)
    duty = stored(Duty, subject=request.id, kind=AGAIN, closed_at=None).get()
    with again.desk.unit_as(again.desk.analyst):
        desks.take(AGAIN_DESK, duty=duty.id, version=duty.version)
    call = lambda: again.settled(request, "recover", again.desk.analyst)  # noqa: E731
    answers = at_once([call, call, call])
    assert sum(isinstance(one, Done) for one in answers) == 1
    assert sum(isinstance(one, Changed) for one in answers) == 2, answers
    assert Recovery.objects.using("loader").count() == 1
    assert books() == {"cash": -FULL, "receivable": FULL}


def test_the_database_recovers_only_a_whole_payment_that_was_made_and_reversed(again, unit_as):
    request = again.claim({"2025-02": 1200})
    award = stored(Award, request=request.id).get()
    given = {
        "number": "RC-0000-0001",
        "organisation_id": award.organisation_id,
        "award": award,
        "cause": "more-than-due",
        "reason": "x",
        "opened_on": now().on,
        "opened_at": now().at,
        "opened_by": "x",
        "opened_by_name": "x",
    }
    for paid, back, cents in ((None, now().on, FULL), (now().on, None, FULL), (now().on, now().on, FULL - 1)):
        stored(Award, pk=award.pk).update(paid_on=paid, reversed_on=back)
        with pytest.raises(IntegrityError, match="not of a payment"), unit_as(SYSTEM), transaction.atomic():
            Recovery.objects.create(cents=cents, **given)
