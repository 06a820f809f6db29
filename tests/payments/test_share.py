"""Dividing one payment among the providers that held the Ticket, and what each is paid by it (PAY-17)."""

from fractions import Fraction

import pytest
from django.db import IntegrityError, connections, transaction

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import TrailEntry
from portal.kernel.unit import open_unit
from portal.payments.claims import claim_of
from portal.payments.judging import judge
from portal.payments.models import Allocation, Award, Determination, Rejudged
from portal.payments.results import Changed, Done, NotAllowed, NotFound
from portal.payments.services import decide
from portal.payments.services.judge_again import JUDGE_AGAIN, judge_again
from portal.payments.services.share import share, withdraw_share
from portal.policy.core import Month
from tests.payments.running import books
from tests.payments.shared import HALF, WHY, Shared
from tests.payments.test_races import at_once

pytestmark = pytest.mark.row("E5")
THIRD = Fraction(1, 3)


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


@pytest.fixture
def shared(desk):
    return Shared(desk)


def test_two_providers_are_paid_their_parts_of_one_milestone(shared, desk, unit_as):
    former, holder = shared.asked()
    assert {former.state, holder.state} == {"with-analyst"}
    assert isinstance(shared.share(holder, 2 * THIRD, THIRD), Done)
    for request, cents, said in ((holder, 1233_00, "2/3"), (former, 617_00, "1/3")):
        with unit_as(desk.analyst):
            assert decide.approve(request=request.id, version=request.version).state == "approved"
        assert desk.request(request.number).amount_cents == cents
        [figure] = [
            one
            for one in stored(Determination, request=request.id, determined="approve").get().shown["checks"]
            if one["name"] == "payment-figure-loaded"
        ]
        facts = figure["facts"]
        assert (facts["share"], facts["share_reason"]) == (said, WHY)
    awards = stored(Award, ticket=holder.ticket_id, reversed_on=None).order_by("share")
    assert sorted(awards.values_list("ordinal", "share")) == [(1, 1), (1, 2)]
    assert sum(one.amount_cents for one in awards) == 1850_00 and sum(books().values()) == 0
    late = shared.share(holder, HALF, HALF, place=1)
    assert isinstance(late, NotAllowed) and "have it taken back" in late.sentence


def test_who_has_no_share_is_not_paid_and_is_judged_anew_when_it_gets_one(shared, desk, unit_as):
    former, holder = shared.asked()
    assert isinstance(shared.share(holder, Fraction(1)), Done)
    with unit_as(desk.analyst):
        decide.deny(request=former.id, version=former.version, code="DEN-02", note="")
    assert desk.request(former.number).denial_code == "DEN-02"
    with connections["loader"].cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = %s", [JUDGE_AGAIN])
    assert isinstance(shared.share(holder, HALF, HALF, place=1), Done)
    with connections["loader"].cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [JUDGE_AGAIN])
        assert cursor.fetchone() == (2,)
    with unit_as(SYSTEM):
        judge_again(request=former.id)
    [found] = stored(Rejudged, request=former.id, settled_at=None).select_related("decision")
    assert found.decision.outcome in ("grant", "refer") and found.decision.facts["allocations"]


def test_what_cannot_be_is_refused_in_a_sentence(shared, desk):
    former, holder = shared.asked()
    stranger = desk.world.organisation("Third EN")
    for parts, more, words in (
        ((HALF, 2 * THIRD), {}, "The shares add up to 7/6."),
        ((HALF,), {}, "The shares add up to 1/2."),
        ((), {}, "The shares add up to 0."),
        ((), {"shares": {desk.en.id: HALF, stranger.id: HALF}}, "never held the Ticket"),
        ((HALF, HALF), {"reason": " "}, "contributed"),
    ):
        answer = shared.share(holder, *parts, **more)
        assert isinstance(answer, NotAllowed) and words in answer.sentence, answer
    for actor in (desk.clerk, desk.authoriser):
        assert shared.share(holder, HALF, HALF, actor=actor) == NotFound()
    assert not stored(Allocation).exists()
    assert stored(TrailEntry, kind="request-move-refused", subject=holder.id).count() == 5
    assert isinstance(shared.share(former, HALF, HALF), Done)
    late = shared.share(holder, HALF, HALF)
    assert isinstance(late, Changed) and late.by == "Andy Analyst"
    [noted] = stored(TrailEntry, kind="payment-shared")
    assert noted.people == [holder.person_id]


def withdraw(shared, request, place=1, actor=None, reason="They did not work together."):
    with shared.desk.unit_as(actor or shared.desk.other_analyst):
        return withdraw_share(request=request.id, place=place, reason=reason)


def test_a_division_is_withdrawn_by_another_person_and_what_was_granted_by_it_stays(shared, desk, unit_as):
    former, holder = shared.asked()
    assert isinstance(shared.share(holder, 2 * THIRD, THIRD), Done)
    with unit_as(desk.analyst):
        decide.approve(request=holder.id, version=holder.version)
    before = list(stored(Award, ticket=holder.ticket_id).values()), books()
    with connections["loader"].cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = %s", [JUDGE_AGAIN])
    for typed, words in (
        ({"actor": desk.analyst}, "Somebody else than the one who divided the payment"),
        ({"reason": " "}, "says why"),
    ):
        answer = withdraw(shared, former, **typed)
        assert isinstance(answer, NotAllowed) and words in answer.sentence, answer
    assert withdraw(shared, former, actor=desk.clerk) == NotFound()
    late = withdraw(shared, holder)
    assert isinstance(late, NotAllowed) and "while its request is open" in late.sentence
    assert isinstance(withdraw(shared, former, place=0), Changed)
    assert isinstance(withdraw(shared, former), Done)
    assert (list(stored(Award, ticket=holder.ticket_id).values()), books()) == before
    assert list(stored(Allocation).order_by("place").values_list("place", "shares")) == [
        (1, {str(desk.en.id): 2, str(shared.other.id): 1}),
        (2, {}),
    ]
    [noted] = stored(TrailEntry, kind="payment-share-withdrawn")
    assert noted.people == [holder.person_id] and noted.detail["place"] == 2
    with connections["loader"].cursor() as cursor:
        cursor.execute("select args->>'subject' from procrastinate_jobs where task_name = %s", [JUDGE_AGAIN])
        assert cursor.fetchall() == [(str(former.id),)]
    with unit_as(SYSTEM, reading=True):
        [judged] = judge([claim_of(desk.request(former.number))])
    assert judged.facts["allocations"] == [] and judged.decision.denial == "DEN-02"
    nothing = withdraw(shared, former, place=2)
    assert isinstance(nothing, NotAllowed) and "Nothing has to be withdrawn." in nothing.sentence


def test_after_a_withdrawal_it_can_be_divided_anew(shared, desk):
    _, holder = shared.asked()
    assert isinstance(shared.share(holder, HALF, HALF), Done)
    assert isinstance(withdraw(shared, holder), Done)
    assert isinstance(shared.share(holder, THIRD, 2 * THIRD, place=2), Done)
    assert stored(Allocation, place=3).get().shares == {str(desk.en.id): 1, str(shared.other.id): 2}


def test_of_two_withdrawals_at_once_one_is_entered(shared, desk):
    former, holder = shared.asked()
    shared.share(holder, HALF, HALF)

    def away(request, actor):
        with open_unit(actor, now(), reading=False, page="test"):
            return withdraw_share(request=request.id, place=1, reason="Not together.")

    answers = at_once([lambda: away(holder, desk.other_analyst), lambda: away(former, desk.lead)])
    assert {type(one) for one in answers} == {Done, Changed}, answers
    assert stored(Allocation, shares={}).count() == 1


def test_of_two_divisions_at_once_one_is_entered(shared, desk):
    former, holder = shared.asked()

    def divide(request, actor, shares):
        with open_unit(actor, now(), reading=False, page="test"):
            return share(request=request.id, place=0, shares=shares, reason=WHY)

    en, other = desk.en.id, shared.other.id
    answers = at_once(
        [
            lambda: divide(holder, desk.analyst, {en: HALF, other: HALF}),
            lambda: divide(former, desk.other_analyst, {en: THIRD, other: 2 * THIRD}),
        ]
    )
    assert {type(one) for one in answers} == {Done, Changed}, answers
    assert stored(Allocation).count() == 1


def test_a_division_and_an_approval_at_once_leave_one_answer(shared, desk):
    """Whichever comes first: what is granted is the part that is entered, or nothing is divided."""
    former, holder = shared.asked()
    with desk.unit_as(desk.analyst):
        decide.deny(request=former.id, version=former.version, code="DEN-16", note="It asked too late.")

    def approve():
        with open_unit(desk.analyst, now(), reading=False, page="test"):
            return decide.approve(request=holder.id, version=holder.version, note="ok")

    def divide():
        with open_unit(desk.other_analyst, now(), reading=False, page="test"):
            shares = {desk.en.id: HALF, shared.other.id: HALF}
            return share(request=holder.id, place=0, shares=shares, reason=WHY)

    answers = at_once([approve, divide])
    assert isinstance(answers[0], Done), answers
    [paid] = stored(Award, ticket=holder.ticket_id, reversed_on=None)
    assert paid.amount_cents == (925_00 if isinstance(answers[1], Done) else 1850_00), answers


@pytest.mark.parametrize("wrong", ["more", "none", "stranger", "withdraws nothing"])
def test_the_database_keeps_only_parts_that_make_up_the_whole_of_holders(shared, desk, wrong):
    en, other = str(desk.en.id), str(shared.other.id)
    shares = {
        "more": {en: 2, other: 1},
        "none": {en: 2, other: 0},
        "stranger": {en: 1, str(new_id()): 1},
    }.get(wrong, {})
    row = Allocation(
        ticket=shared.holder.ticket,
        person=shared.holder.person,
        kind="P1M1",
        month=Month.parse("2025-03"),
        place=1,
        shares=shares,
        out_of=2,
        reason=WHY,
        by="x",
        by_name="Andy Analyst",
        on=now().on,
        at=now().at,
    )
    with pytest.raises(IntegrityError), transaction.atomic("loader"):
        row.save(using="loader", force_insert=True)
