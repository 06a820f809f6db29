"""A review from the day it is due: the records first, the letters in their order, what a reply changes (TPR-05, 06)."""

from datetime import date

import pytest
from django.core.management import call_command

from portal.kernel.models import Mail, StoredDecision
from portal.policy.core import Month
from portal.progress.facts import progress_facts
from portal.progress.jobs import due
from portal.progress.models import ProgressNotice, ProgressReply, ProgressReview
from portal.progress.services import going_on, posting
from portal.tickets.models import Termination
from tests.progress.room import DUE, Room
from tests.races.starting import at_once
from tests.replay.kept import made_again
from tests.world import LONG_AGO

pytestmark = pytest.mark.row("C7")
STATE = ProgressReview.State


def test_the_clock_says_when_the_period_can_be_reviewed(room: Room):
    with room.on(date(2024, 1, 20)):
        going_on.settle_clock(room.ticket.pk)
    assert room.duties(room.ticket.pk) == {"open-progress-review": DUE}
    with room.on(date(2024, 6, 3)):
        going_on.settle_clock(room.ticket.pk)
        assert due("open-progress-review") == []
    assert room.duties(room.ticket.pk) == {"open-progress-review": DUE}
    with room.on(DUE):
        assert due("open-progress-review") == [room.ticket.pk]
        assert going_on.open_due(room.ticket.pk) is not None
        assert going_on.open_due(room.ticket.pk) is None
    assert room.duties(room.ticket.pk) == {"open-progress-review": date(2026, 2, 1)}


def test_every_clock_is_settled_anew(room: Room, capsys):
    call_command("rebuild_progress")
    assert capsys.readouterr().out == "1 Tickets have the day of their next progress review.\n"
    assert room.duties(room.ticket.pk) == {"open-progress-review": date(2026, 2, 1)}


def test_nothing_is_opened_before_the_period_is_over(room: Room):
    with room.on(date(2025, 1, 31)):
        assert going_on.open_due(room.ticket.pk) is None


def test_the_records_pass_it_and_nobody_is_asked(room: Room):
    for month in ("2024-03", "2024-04", "2024-12"):
        room.world.earnings(room.beneficiary, month, 1110)
    review = room.opened()
    assert (review.state, review.period, review.due_on) == (STATE.PASSED, 1, DUE)
    assert room.letters(review) == {} and room.duties(review.pk) == {}
    kept = StoredDecision.objects.using("loader").get(subject=review.pk)
    assert kept.outcome == "grant"
    made_again("progress-review")


def test_silence_goes_on_to_the_provider_and_then_to_a_reviewer(room: Room):
    review = room.opened()
    assert review.state == STATE.ASKED_HOLDER
    assert room.duties(review.pk) == {"progress-review-step": date(2025, 3, 4)}
    assert room.step(review, date(2025, 3, 3)).state == STATE.ASKED_HOLDER
    review = room.step(review, date(2025, 3, 4))
    assert (review.state, review.organisation_id) == (STATE.ASKED_PROVIDER, room.en.pk)
    assert room.duties(review.pk) == {
        "progress-review-step": date(2025, 4, 4),
        "answer-progress-review": date(2025, 4, 3),
    }
    review = room.step(review, date(2025, 4, 4))
    assert review.state == STATE.TO_DECIDE
    assert room.duties(review.pk) == {"decide-progress-review": date(2025, 4, 18)}
    assert room.letters(review) == {"Q-2": DUE, "Qp2": date(2025, 3, 4)}


def test_an_answer_that_shows_the_progress_ends_it_without_a_letter(room: Room):
    review = room.answers(room.opened(), date(2025, 2, 20), room.worked("2024-03", "2024-05", "2024-06"))
    assert (review.state, review.decided_on) == (STATE.PASSED, date(2025, 2, 20))
    assert room.letters(review) == {"Q-2": DUE} and room.duties(review.pk) == {}


def test_an_answer_that_does_not_is_asked_about_again(room: Room):
    review = room.answers(room.opened(), date(2025, 2, 20), room.worked("2024-03"))
    assert review.state == STATE.ASKED_AGAIN
    assert room.letters(review) == {"Q-2": DUE, "F-1": date(2025, 2, 20)}
    review = room.answers(review, date(2025, 3, 1), room.worked("2024-05"))
    assert review.state == STATE.TO_DECIDE
    review = room.answers(review, date(2025, 3, 9), room.worked("2024-06"))
    assert review.state == STATE.PASSED


def test_the_same_answer_twice_is_one(room: Room):
    review, response = room.opened(), room.worked("2024-03")
    for _ in range(2):
        room.answers(review, date(2025, 2, 20), response)
    assert ProgressReply.objects.using("loader").filter(review=review).count() == 1


def test_what_a_reply_states_is_no_second_employer(room: Room):
    """$600 on record and $600 stated of one month are not $1,200."""
    room.world.earnings(room.beneficiary, "2024-03", 600)
    review = room.answers(room.opened(), date(2025, 2, 20), room.worked("2024-03", dollars=600))
    with room.on(date(2025, 2, 21)):
        facts = progress_facts(room.ticket.pk, on=date(2025, 2, 21), period=1)
    rows = [(str(one.month), one.employer, one.gross, one.source) for one in facts.earnings]
    assert rows == [
        ("2024-03", "Acme Bakery", 60000, "ssa-record"),
        ("2024-03", "Acme Bakery", 60000, "beneficiary"),
    ]
    assert review.state == STATE.ASKED_AGAIN


def test_a_ticket_that_has_ended_is_asked_no_more(room: Room):
    review = room.opened()
    room.world.add(
        Termination(
            ticket=room.ticket,
            person=room.beneficiary,
            month=Month.parse("2025-03"),
            cause="other",
            recorded_at=LONG_AGO,
        )
    )
    assert room.step(review, date(2025, 3, 4)).state == STATE.STOPPED


def test_two_workers_open_one_review(room: Room):
    def opens() -> object:
        with room.on(DUE):
            return going_on.open_due(room.ticket.pk)

    found = at_once([opens, opens])
    assert sorted(one is None for one in found) == [False, True], found
    assert ProgressReview.objects.using("loader").count() == 1


def test_a_letter_is_posted_once_and_the_mail_names_nobody(room: Room):
    review = room.step(room.opened(), date(2025, 3, 4))
    for notice in ProgressNotice.objects.using("loader").filter(review=review):
        for _ in range(2):
            with room.on(date(2025, 3, 4)):
                posting.post(notice.pk)
    posted = ProgressNotice.objects.using("loader").filter(review=review)
    assert all(len(one.digest) == 64 and one.posted_at for one in posted)
    texts = [f"{one.subject} {one.body}" for one in Mail.objects.using("loader").all()]
    assert len(texts) == 3  # the Ticketholder once, both counselors of the EN once
    assert not any("Ruiz" in text for text in texts)
