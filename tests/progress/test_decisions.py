"""What people decide: the fail notice, its effect on protection by day, the review of it, the way back (CDR-05)."""

from datetime import date

import pytest

from portal.kernel.results import Changed, Done, NotAllowed
from portal.policy.protection import protected
from portal.progress.facts import progress_facts
from portal.progress.models import ProgressReview
from portal.progress.services import deciding
from portal.tickets.models import Assignment, Ticket, TicketStep
from tests.progress.room import DUE, Room
from tests.races.starting import at_once

pytestmark = pytest.mark.row("C7", "H1")
STATE = ProgressReview.State
NOTICE, EFFECT = date(2025, 4, 10), date(2025, 5, 10)


def is_protected(room: Room, on: date, day: date) -> bool:
    with room.on(on):
        return protected(progress_facts(room.ticket.pk, on=on).use, day).outcome == "grant"


def use_state(room: Room) -> str:
    return Ticket.objects.using("loader").get(pk=room.ticket.pk).use_state


def decide(room: Room, review: ProgressReview, day: date, *, favorable: bool):
    with room.on(day, room.ssa):
        return deciding.decide_review(
            review=review.pk, version=review.version, favorable=favorable, reason="The pay slips say so."
        )


def appealed(room: Room, review: ProgressReview, day: date) -> ProgressReview:
    with room.on(day, room.holder):
        answer = deciding.ask_review(review=review.pk, asked_on=day)
    assert isinstance(answer, Done) and bool(answer.said) == (day > EFFECT), answer
    return room.review(review.pk)


def test_the_fail_notice_takes_effect_on_day_30(room: Room):
    review = room.failed(NOTICE)
    assert (review.state, review.decided_on) == (STATE.FAILED, NOTICE)
    assert room.letters(review)["F-2"] == NOTICE
    assert room.duties(review.pk) == {"progress-review-step": EFFECT}
    assert room.step(review, date(2025, 5, 9)).effect_on is None
    assert use_state(room) == "in-use" and is_protected(room, EFFECT, date(2025, 5, 9))
    review = room.step(review, EFFECT)
    assert (review.effect_on, use_state(room), room.duties(review.pk)) == (EFFECT, "failed-progress", {})
    assert not is_protected(room, EFFECT, EFFECT)
    step = TicketStep.objects.using("loader").get(move="fail-progress-review")
    assert (step.effective_on, step.cause, step.organisation_id) == (EFFECT, review.number, room.en.pk)
    # The failure is known once: from the review, not from the Ticket's step besides.
    with room.on(EFFECT):
        [failure] = progress_facts(room.ticket.pk, on=EFFECT).use.failures
    assert (failure.period, failure.notice_on) == (1, NOTICE)


def test_nobody_fails_who_was_not_asked_or_whose_case_is_not_taken(room: Room):
    review = room.opened()
    with room.on(DUE, room.reviewer):
        answer = deciding.fail(review=review.pk, version=review.version)
    assert isinstance(answer, NotAllowed) and "first letter sent" in answer.sentence
    review = room.step(room.step(review, date(2025, 3, 4)), date(2025, 4, 4))
    with room.on(NOTICE, room.reviewer):
        answer = deciding.fail(review=review.pk, version=review.version)
    assert isinstance(answer, NotAllowed) and answer.sentence.startswith("Take this first")
    with room.on(NOTICE, room.support):
        answer = deciding.fail(review=review.pk, version=review.version)
    assert isinstance(answer, NotAllowed) and "Your role" in answer.sentence
    assert room.letters(room.review(review.pk)).keys() == {"Q-2", "Qp2"}


def test_what_came_in_meanwhile_passes_instead(room: Room):
    review = room.step(room.step(room.opened(), date(2025, 3, 4)), date(2025, 4, 4))
    review = room.taken(review, NOTICE)
    for month in ("2024-03", "2024-04", "2024-12"):
        room.world.earnings(room.beneficiary, month, 1110)
    with room.on(NOTICE, room.reviewer):
        answer = deciding.fail(review=review.pk, version=review.version)
    assert isinstance(answer, NotAllowed) and answer.sentence == deciding.MADE
    assert room.review(review.pk).state == STATE.PASSED and "F-2" not in room.letters(review)


def test_two_reviewers_send_one_notice(room: Room):
    review = room.step(room.step(room.opened(), date(2025, 3, 4)), date(2025, 4, 4))
    review = room.taken(review, NOTICE)

    def fails():
        with room.on(NOTICE, room.reviewer):
            return deciding.fail(review=review.pk, version=review.version)

    answers = at_once([fails, fails])
    assert {type(one) for one in answers} == {Done, Changed}, answers


def test_an_appeal_in_time_holds_it_off_until_social_security_decides(room: Room):
    review = appealed(room, room.failed(NOTICE), date(2025, 5, 10))
    assert room.duties(review.pk).keys() == {"decide-progress-appeal"}
    assert is_protected(room, date(2025, 6, 1), date(2025, 6, 1))
    assert isinstance(decide(room, review, date(2025, 6, 20), favorable=False), Done)
    review = room.step(room.review(review.pk), date(2025, 6, 20))
    assert (review.state, review.effect_on) == (STATE.UPHELD, date(2025, 6, 20))
    assert "H-2" in room.letters(review) and use_state(room) == "failed-progress"
    assert is_protected(room, date(2025, 6, 20), date(2025, 6, 19))
    assert not is_protected(room, date(2025, 6, 20), date(2025, 6, 20))


def test_a_late_appeal_leaves_it_in_effect_and_a_favorable_answer_ends_it(room: Room):
    review = room.step(room.failed(NOTICE), EFFECT)
    review = appealed(room, review, date(2025, 5, 20))
    assert use_state(room) == "failed-progress"
    assert isinstance(decide(room, review, date(2025, 6, 20), favorable=True), Done)
    review = room.review(review.pk)
    assert (review.state, use_state(room)) == (STATE.OVERTURNED, "in-use")
    assert "H-1" in room.letters(review) and room.duties(review.pk) == {}
    days = (date(2025, 6, 19), date(2025, 6, 20))
    assert [is_protected(room, date(2025, 6, 20), one) for one in days] == [False, True]


def test_only_social_security_reviews_a_decision_and_says_why(room: Room):
    review = appealed(room, room.failed(NOTICE), date(2025, 4, 20))
    with room.on(date(2025, 4, 21), room.reviewer):
        answer = deciding.decide_review(review=review.pk, version=review.version, favorable=True, reason="x")
    assert isinstance(answer, NotAllowed)
    with room.on(date(2025, 4, 21), room.ssa):
        answer = deciding.decide_review(review=review.pk, version=review.version, favorable=True, reason=" ")
    assert answer == NotAllowed(deciding.SAY_WHY)


def asks_back(room: Room, review: ProgressReview, day: date, *months: str) -> ProgressReview:
    with room.on(day, room.support):
        answer = deciding.ask_reentry(
            review=review.pk, asked_on=day, response=room.worked(*months, dollars=1160)
        )
    assert isinstance(answer, Done), answer
    return room.taken(room.review(review.pk), day)


def test_who_meets_what_was_missed_is_back_in_use(room: Room):
    review = room.step(room.failed(NOTICE), EFFECT)
    day = date(2025, 9, 5)
    review = asks_back(room, review, day, "2025-05", "2025-06", "2025-08")
    with room.on(day, room.reviewer):
        answer = deciding.decide_reentry(review=review.pk, version=review.version, granted=True)
    assert isinstance(answer, Done), answer
    review = room.review(review.pk)
    assert (review.state, review.reentered_on, use_state(room)) == (STATE.BACK, day, "in-use")
    assert "I-1" in room.letters(review)
    assert [is_protected(room, day, one) for one in (date(2025, 9, 4), day)] == [False, True]


def test_who_does_not_is_told_why_and_may_ask_again(room: Room):
    review = asks_back(room, room.step(room.failed(NOTICE), EFFECT), date(2025, 9, 5), "2025-05")
    with room.on(date(2025, 9, 5), room.reviewer):
        answer = deciding.decide_reentry(review=review.pk, version=review.version, granted=True)
        assert isinstance(answer, NotAllowed) and answer.decision is not None
        assert answer.decision.outcome == "refuse"
        answer = deciding.decide_reentry(
            review=review.pk, version=review.version, granted=False, reason="Two months are missing."
        )
    assert isinstance(answer, Done)
    review = asks_back(room, room.review(review.pk), date(2025, 11, 3), "2025-09", "2025-10")
    with room.on(date(2025, 11, 3), room.reviewer):
        answer = deciding.decide_reentry(review=review.pk, version=review.version, granted=True)
    assert isinstance(answer, Done)


def test_who_is_no_longer_assigned_is_told_so(room: Room):
    review = room.step(room.failed(NOTICE), EFFECT)
    Assignment.objects.using("loader").filter(pk=room.case.pk).update(ended_on=date(2025, 8, 1))
    review = asks_back(room, review, date(2025, 9, 5), "2025-05", "2025-06", "2025-08")
    with room.on(date(2025, 9, 5), room.reviewer):
        assert isinstance(
            deciding.decide_reentry(review=review.pk, version=review.version, granted=True), Done
        )
    assert "I-2" in room.letters(room.review(review.pk))
