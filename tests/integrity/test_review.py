"""Plans of new ENs: sent in, reviewed part by part, assigned or returned; nothing lost, nobody overtaken (D7, F1)."""

import threading
from datetime import date

import pytest
from django.db import connections

from portal.integrity.duties import TO_REVIEW
from portal.integrity.models import PlanReview, ReviewFinding
from portal.integrity.moves import MOVES, STATE_WORDS, may_move
from portal.integrity.queries import queue, review, reviews
from portal.integrity.services.desk import DESK
from portal.integrity.services.review import Found
from portal.integrity.services.send_plan import withdraw
from portal.kernel import desks
from portal.kernel.actor import Actor, Wall
from portal.kernel.clock import now
from portal.kernel.desk_lists import Which, tabs
from portal.kernel.desks import Barred
from portal.kernel.duties import Claimed
from portal.kernel.models import Duty, Mail, StoredDecision, TrailEntry
from portal.kernel.results import Changed, Done, NotAllowed, NotFound
from portal.kernel.unit import open_unit
from portal.people.colleagues import colleagues
from portal.policy.plan import COMPONENTS
from portal.policy.roles import Permission, Role
from portal.policy.tar import Result
from portal.tickets.models import Assignment
from tests.integrity.reviewing import verdicts

pytestmark = pytest.mark.row("D7", "F1")
COMPLIANT, FINDINGS = Result.COMPLIANT, Result.FINDINGS


def rows(model, **where):
    return model.objects.using("loader").filter(**where)


def open_duties(subject):
    return {one.kind: one.due_on for one in rows(Duty, subject=subject, closed_at=None)}


@pytest.mark.row("C10")
class TestSending:
    def test_a_signed_plan_is_received_with_a_number_and_due_in_seven_working_days(self, reviewing):
        """Monday 15 December: Christmas Day is none, so the seventh working day is Wednesday the 24th."""
        answer = reviewing.sent()
        row = reviewing.review(answer.number)
        assert (row.received_on, row.due_on, row.complete) == (date(2025, 12, 15), date(2025, 12, 24), True)
        assert open_duties(row.pk) == {"review-plan": date(2025, 12, 24)}
        [mail] = rows(Mail, key__startswith="plan-sent/")
        assert answer.number in mail.subject
        assert "Ana" not in mail.body
        assert b"Cora" not in bytes(row.coversheet)

    def test_sent_twice_counts_once(self, reviewing):
        form = reviewing.signed()
        first, second = reviewing.sent(form), reviewing.sent(form, reviewing.colleague)
        assert first.number == second.number
        assert rows(PlanReview).count() == 1

    def test_two_at_once_send_one(self, reviewing):
        form = reviewing.signed()
        gate, answers = threading.Barrier(2), []

        def run(actor):
            try:
                gate.wait()
                answers.append(reviewing.sent(form, actor).number)
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=run, args=[one]) for one in (reviewing.counsellor, reviewing.colleague)
        ]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert len(answers) == 2
        assert len(set(answers)) == 1

    def test_a_plan_that_one_has_signed_is_not_sent(self, reviewing):
        answer = reviewing.sent(reviewing.locked())
        assert isinstance(answer, NotAllowed)
        assert "signed by both" in answer.sentence
        assert not rows(PlanReview).exists()

    def test_a_plan_of_another_organization_is_not_there(self, reviewing):
        form = reviewing.signed()
        assert reviewing.sent(form, reviewing.stranger) == NotFound()

    def test_taken_back_it_can_be_sent_again(self, reviewing):
        form = reviewing.signed()
        first = reviewing.sent(form)
        with reviewing.unit_as(reviewing.stranger):
            assert withdraw(review=first.subject, version=0) == NotFound()
        with reviewing.unit_as(reviewing.colleague):
            assert isinstance(withdraw(review=first.subject, version=0), Done)
        assert open_duties(first.subject) == {}
        assert reviewing.sent(form).number != first.number


class TestReviewing:
    def test_compliant_assigns_on_the_provider_s_behalf_from_the_day_of_receipt(self, reviewing):
        row = reviewing.taken()
        answer = reviewing.decided(row, COMPLIANT, verdicts())
        assert isinstance(answer, Done), answer
        held = rows(Assignment, pk=row.case_id).get()
        assert (held.entered_on, held.organisation_id) == (row.received_on, reviewing.en.pk)
        done = reviewing.review(row.number)
        assert (done.state, done.result, done.decided_by_name) == ("compliant", "compliant", "Rita Reviewer")
        assert open_duties(row.pk) == {}
        assert rows(StoredDecision, subject=row.case_id).count() == 2
        assert rows(ReviewFinding, review=row).count() == len(COMPONENTS)
        assert "compliant" in rows(Mail, key__startswith=f"plan-decided/{row.pk}").first().subject

    def test_returned_it_names_what_to_mend_and_assigns_nothing(self, reviewing):
        row = reviewing.taken()
        assert isinstance(
            reviewing.decided(row, FINDINGS, verdicts(goals="Say how many hours a week.")), Done
        )
        assert not rows(Assignment).exists()
        assert open_duties(row.pk) == {"correct-plan": date(2025, 12, 15)}
        with reviewing.unit_as(reviewing.counsellor, reading=True):
            found = review(row.number)
        failing = [(one.component, one.note) for one in found.findings if one.verdict == "fail"]
        assert failing == [("goals", "Say how many hours a week.")]
        stored = rows(ReviewFinding, review=row, component="goals").get()
        assert b"hours" not in bytes(stored.note)

    @pytest.mark.parametrize(
        ("result", "findings"),
        [
            (COMPLIANT, verdicts()[1:]),
            (COMPLIANT, verdicts(goals="Say more.")),
            (FINDINGS, verdicts()),
            (FINDINGS, verdicts(goals=" ")),
        ],
        ids=["a part left out", "compliant though one fails", "returned though none fails", "no word why"],
    )
    def test_a_review_that_is_not_whole_writes_nothing(self, reviewing, result, findings):
        row = reviewing.taken()
        answer = reviewing.decided(row, result, findings)
        assert isinstance(answer, NotAllowed)
        assert answer.decision is not None
        assert reviewing.review(row.number).state == "in-review"
        assert not rows(ReviewFinding, review=row).exists()
        assert not rows(Assignment).exists()

    def test_a_ticket_that_somebody_else_has_by_now_stays_in_review_with_the_reason(self, reviewing):
        row = reviewing.taken()
        reviewing.world.assignment(reviewing.ticket, reviewing.other)
        answer = reviewing.decided(row, COMPLIANT, verdicts())
        assert isinstance(answer, NotAllowed)
        assert "stays in review" in answer.sentence
        assert reviewing.other.name not in answer.sentence
        assert reviewing.review(row.number).state == "in-review"

    def test_who_has_not_taken_it_decides_nothing(self, reviewing):
        row = reviewing.taken()
        answer = reviewing.decided(row, COMPLIANT, verdicts(), reviewing.second)
        assert isinstance(answer, NotAllowed)
        assert "Rita Reviewer has this" in answer.sentence
        assert isinstance(reviewing.take(row.pk, reviewing.second), Barred)
        duty = reviewing.duty(row.pk)
        with reviewing.unit_as(reviewing.reviewer):
            assert isinstance(desks.lay_down(DESK, duty=duty.pk, version=duty.version), Claimed)
        assert isinstance(reviewing.take(row.pk, reviewing.second), Claimed)

    def test_two_who_take_it_at_once_one_has_it(self, reviewing):
        answer = reviewing.sent()
        duty = reviewing.duty(answer.subject)
        gate, answers = threading.Barrier(2), {}

        def run(actor):
            try:
                gate.wait()
                with open_unit(actor, now(), reading=False, page="test"):
                    answers[actor.name] = desks.take(DESK, duty=duty.pk, version=0)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=[one]) for one in (reviewing.reviewer, reviewing.second)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        [winner] = [name for name, one in answers.items() if isinstance(one, Claimed)]
        assert rows(Duty, subject=answer.subject, closed_at=None).get().claimed_by_name == winner

    @pytest.mark.row("L13")
    def test_a_review_is_handed_over_begun_and_put_off_by_who_has_it(self, reviewing):
        """A supervisor gives it to somebody: it is in review then, as if that person had taken it."""
        number = reviewing.sent().number
        row = reviewing.review(number)
        duty = reviewing.duty(row.pk)
        manager = reviewing.person(reviewing.tpm, Role.TPM_ADMINISTRATOR, "Mona Manager")
        with reviewing.unit_as(manager):
            able = colleagues(Permission.WORK_PLAN_REVIEWS)
            assert set(able.values()) == {"Rita Reviewer", "Saul Second"}
            to = {"to_account": reviewing.second.account, "able": able}
            assert isinstance(desks.hand_over(DESK, duty=duty.pk, version=0, **to), Claimed)
            assert desks.take(DESK, duty=duty.pk, version=1) is None
        assert reviewing.review(number).state == "in-review"
        later = {"until": date(2025, 12, 19), "reason": "The provider calls back."}
        with reviewing.unit_as(reviewing.reviewer):
            assert isinstance(desks.put_off(DESK, duty=duty.pk, version=1, **later), Barred)
        with reviewing.unit_as(reviewing.second):
            assert isinstance(desks.put_off(DESK, duty=duty.pk, version=1, **later), Claimed)
        with reviewing.unit_as(reviewing.second, reading=True):
            assert [one.review.number for one in queue(Which.PUT_OFF).rows] == [number]
            assert queue(Which.MINE).total == 0
            assert [tab.pieces for tab in tabs(TO_REVIEW)] == [0, 0, 1, 0, 1]

    def test_a_page_that_is_old_changes_nothing(self, reviewing):
        row = reviewing.taken()
        row.version -= 1
        assert isinstance(reviewing.decided(row, COMPLIANT, verdicts()), Changed)

    def test_what_was_refused_is_in_the_trail(self, reviewing):
        row = reviewing.taken()
        reviewing.decided(row, FINDINGS, verdicts())
        assert rows(TrailEntry, kind="plan-review-refused", subject=row.pk).count() == 1


class TestCorrected:
    def test_the_first_receipt_counts_where_only_quality_was_found(self, reviewing):
        row = reviewing.taken()
        reviewing.decided(row, FINDINGS, verdicts(goals="Say more."))
        rows(PlanReview, pk=row.pk).update(received_on=date(2025, 12, 1))
        corrected = reviewing.sent(reviewing.form(row.signed_form_id))
        assert open_duties(row.pk) == {}
        assert isinstance(reviewing.take(corrected.subject, reviewing.second), Claimed)
        again = reviewing.review(corrected.number)
        answer = reviewing.decided(again, COMPLIANT, verdicts(), reviewing.second)
        assert isinstance(answer, NotAllowed), "signed on the 15th, it cannot have come in on the 1st"
        rows(PlanReview, pk=row.pk).update(received_on=date(2025, 12, 15), result=Result.MISSING_CONTENT)
        assert isinstance(reviewing.decided(again, COMPLIANT, verdicts(), reviewing.second), Done)
        assert rows(Assignment).get().entered_on == again.received_on


def test_the_queue_is_the_program_s_and_the_list_the_provider_s(reviewing):
    number = reviewing.sent().number
    with reviewing.unit_as(reviewing.reviewer, reading=True):
        [row] = queue().rows
        assert (row.review.number, row.review.name, row.days_late) == (number, "Ana Ruiz", 0)
    with reviewing.unit_as(reviewing.colleague, reading=True):
        assert [one.number for one in reviews().rows] == [number]
    with reviewing.unit_as(reviewing.stranger, reading=True):
        assert reviews().total == 0
        assert review(number) is None


PROVIDERS = {Role.EN_COUNSELLOR, Role.EN_ADMINISTRATOR, Role.SVRA_USER, Role.SVRA_ADMINISTRATOR}
EXPECTED = {
    ("signed", "send"): PROVIDERS,
    ("signed", "take-in"): {Role.TPM_INTEGRITY_REVIEWER, Role.TPM_BENEFICIARY_SUPPORT},
    ("received", "begin"): {Role.TPM_INTEGRITY_REVIEWER},
    ("in-review", "find-compliant"): {Role.TPM_INTEGRITY_REVIEWER},
    ("in-review", "return"): {Role.TPM_INTEGRITY_REVIEWER},
    ("received", "withdraw"): PROVIDERS,
    ("in-review", "withdraw"): PROVIDERS,
}


@pytest.mark.parametrize("state", [*STATE_WORDS])
@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_every_move_from_every_state_by_every_role(state, move):
    able = {role: Actor(Wall.STAFF, "Somebody", roles=frozenset({role})) for role in Role}
    open_to = {role for role, actor in able.items() if may_move(state, move, actor) is None}
    assert open_to == EXPECTED.get((state, move.name), set())


def test_a_verdict_has_one_of_three_words():
    assert Found("goals", "fail", "why").judged.fails
    assert not Found("goals", "not-applicable").judged.fails
