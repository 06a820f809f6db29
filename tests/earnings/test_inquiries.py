"""Earnings inquiries: judged by row, submitted once, answered as the record has them, nobody named in mail (row C4)."""

from datetime import date
from functools import partial
from uuid import UUID

import pytest

from portal.earnings import jobs
from portal.earnings.duties import DESK
from portal.earnings.inquiries import inquiries, inquiry, of_person
from portal.earnings.models import Inquiry, InquiryRow
from portal.earnings.moves import DRAFT, MOVES, STATE_WORDS, may_move, move_named
from portal.earnings.services.inquire import NO_TICKET, NOBODY, Submitted, Typed, cancel, submit
from portal.kernel import desks, drafts
from portal.kernel.actor import SYSTEM, Actor, Wall
from portal.kernel.drafts import Closed, Conflict, Kept
from portal.kernel.models import Duty, Mail, TrailEntry
from portal.kernel.results import Changed, Done, NotAllowed, NotFound
from portal.policy.inquiry_answer import Result
from portal.policy.roles import Role
from tests.earnings.asking import ASSIGNED, SHOWN, SSN, Asking
from tests.races.starting import at_once, kinds, unit

pytestmark = pytest.mark.row("C4")


@pytest.fixture
def asking(world, unit_as) -> Asking:
    return Asking(world, unit_as)


def rows(model, **where):
    return model.objects.using("loader").filter(**where)


class TestAsking:
    def test_each_row_is_judged_by_itself(self, asking):
        wrong_day = date(2025, 1, 11)
        good, unknown, other_day = asking.judged(
            Typed(SSN, ASSIGNED), Typed("900990001", ASSIGNED), Typed(SSN, wrong_day)
        )
        assert (good.granted, good.assignment) == (True, asking.assignment.pk)
        assert (unknown.granted, unknown.sentence, unknown.decision) == (False, NO_TICKET, None)
        assert other_day.decision.primary.test.name == "date-is-that-of-an-assignment"

    def test_another_providers_ticketholder_is_like_one_nobody_knows(self, asking):
        [judged] = asking.judged(Typed(SSN, ASSIGNED), actor=asking.stranger)
        assert (judged.sentence, judged.assignment) == (NO_TICKET, None)

    def test_a_former_assignment_may_be_asked_about(self, asking):
        person = asking.world.person(ssn="900018002")
        asking.world.assignment(
            asking.world.ticket(person), asking.en, on=date(2024, 1, 8), ended_on=date(2024, 6, 1)
        )
        [judged] = asking.judged(Typed("900018002", date(2024, 1, 8)))
        assert judged.granted

    def test_submitted_once_whoever_sends_it_again(self, asking):
        draft = asking.begun()
        first = asking.submits(draft, asking.assignment.pk)
        again = asking.submits(draft, asking.assignment.pk, actor=asking.colleague)
        assert isinstance(first, Submitted)
        assert again == first
        row = rows(Inquiry).get()
        assert (row.number[:3], row.submitted_by_name, row.state) == ("EI-", "Carl Clerk", "submitted")
        duty = rows(Duty, subject=row.pk, closed_at=None).get()
        assert (duty.kind, duty.person, duty.due_on) == ("answer-inquiry", None, date(2025, 12, 30))

    def test_a_draft_nobody_wrote_in_is_gone_on_with(self, asking):
        draft = asking.begun()
        assert asking.begun() == draft
        with asking.unit_as(asking.clerk):
            assert isinstance(drafts.keep(draft=draft, revision=0, answers={"people": {"a": ["1"]}}), Kept)
        assert asking.begun() != draft

    def test_the_draft_is_the_organisations_and_what_was_typed_in_it_ends_with_it(self, asking):
        draft = asking.begun()
        with asking.unit_as(asking.clerk):
            drafts.keep(draft=draft, revision=0, answers={"people": {"ssn": [SSN]}})
        assert asking.draft(draft, asking.colleague).answers["people"] == {"ssn": [SSN]}
        assert asking.draft(draft, asking.stranger) is None
        jobs.forget_draft(subject=str(draft), asked_by="system")
        assert asking.draft(draft).answers, "an open draft keeps its key"
        with asking.unit_as(asking.clerk):
            assert isinstance(cancel(draft=draft, revision=1), Kept)
        jobs.forget_draft(subject=str(draft), asked_by="system")
        assert asking.draft(draft).answers == {}

    def test_what_cannot_be_submitted(self, asking):
        draft = asking.begun()
        assert asking.submits(draft).sentence == NOBODY
        twice = asking.submits(draft, asking.assignment.pk, asking.assignment.pk)
        assert isinstance(twice, NotAllowed)
        assert isinstance(asking.submits(draft, asking.assignment.pk, revision=4), Conflict)
        assert isinstance(asking.submits(draft, asking.assignment.pk, actor=asking.stranger), Closed)
        foreign = asking.submits(asking.begun(asking.stranger), asking.assignment.pk, actor=asking.stranger)
        assert isinstance(foreign, NotAllowed)
        counsellor = asking.person(asking.en, Role.EN_COUNSELLOR, "Cora Counsellor")
        assert isinstance(asking.submits(draft, asking.assignment.pk, actor=counsellor), NotAllowed)
        assert not rows(Inquiry).exists()

    def test_two_drafts_about_one_assignment_at_once_and_one_is_submitted(self, asking):
        drafts_of = [asking.begun(asking.clerk), asking.begun(asking.colleague)]

        def submitting(actor: Actor, draft: UUID):
            with unit(actor):
                return submit(draft=draft, revision=0, chosen=[asking.assignment.pk], shown=[SHOWN])

        who = (asking.clerk, asking.colleague)
        answers = at_once([partial(submitting, *pair) for pair in zip(who, drafts_of, strict=True)])
        assert sorted(kinds(answers)) == ["NotAllowed", "Submitted"]

    @pytest.mark.row("K7", "B4")
    def test_the_mail_names_the_number_and_nobody(self, asking):
        row = asking.answered()
        mails = rows(Mail, key__contains=str(row.pk))
        assert sorted(one.key.split("/")[0] for one in mails) == ["inquiry-answered", "inquiry-received"]
        assert all(one.state == "waiting" and row.number in one.body for one in mails)
        assert all("Ruiz" not in one.body and "8001" not in one.body for one in mails)


class TestAnswering:
    @pytest.mark.row("L7", "E3")
    def test_the_record_is_told_by_quarter_and_by_month_as_the_provider_may_know_it(self, asking):
        world = asking.world
        for month in ("2025-04", "2025-05", "2025-06"):
            world.earnings(asking.ana, month, 1620)
        world.earnings(asking.ana, "2025-01", 900)
        world.earnings(asking.ana, "2025-01", 700, source="pay-slip", given_to=asking.en, employer="Bolt")
        world.earnings(asking.ana, "2025-01", 50, source="pay-slip", given_to=asking.other, employer="Coil")
        world.earnings(asking.ana, "2025-07", 5000)
        row = asking.answered(Result.FOUND)
        with asking.unit_as(asking.clerk, reading=True) as opened:
            found = inquiry(row.number, answered_only=True)
            assert opened.looked_at == {asking.ana.pk}
            [on_record] = of_person(asking.ana.pk)
        [about] = found.rows
        sides = {str(one.quarter): one.words for one in about.quarters}
        assert (about.result_words, about.name, len(sides)) == ("Earnings found", "Ana Ruiz", 8)
        assert sides["2025-04"] == "At or above three times SGA"
        assert sides["2025-01"] == "Below three times SGA"
        assert sides["2024-10"] == "No earnings on record"
        assert "2025-07" not in {one["month"] for one in about.months}, "that quarter cannot be told yet"
        january = [one for one in about.months if one["month"] == "2025-01"]
        assert [(one["disclosure"], one["amount_cents"]) for one in january] == [
            ("given", 70_000),
            ("ssa-record", None),
            ("other-provider", None),
        ]
        assert (on_record.number, on_record.result_words) == (row.number, "Earnings found")

    def test_nothing_is_read_before_all_of_it_is_sent(self, asking):
        row = asking.taken()
        assert "Still open: 1" in asking.sends(row).sentence
        assert isinstance(asking.answers(row, Result.NONE), Done)
        with asking.unit_as(asking.clerk, reading=True):
            found = inquiry(row.number, answered_only=True)
            assert (found.rows[0].result, found.rows[0].quarters, found.duty) == ("", (), None)
            assert of_person(asking.ana.pk)[0].result_words == "Waits for the answer"
        with asking.unit_as(asking.second, reading=True):
            assert inquiry(row.number, answered_only=False).rows[0].result == "none"

    def test_an_answer_the_record_does_not_bear_out_is_refused(self, asking):
        row = asking.taken()
        refused = asking.answers(row, Result.FOUND)
        assert refused.decision.primary.test.name == "answer-is-as-recorded"
        assert "Say why" in asking.answers(row, Result.NOT_AVAILABLE, " ").sentence
        assert isinstance(asking.answers(row, Result.NOT_AVAILABLE, "The record is being corrected."), Done)
        assert (asking.row(row).told, rows(TrailEntry, kind="inquiry-move-refused").count()) == (None, 2)

    @pytest.mark.row("L13")
    def test_who_answers_has_taken_it(self, asking):
        row = asking.asked()
        assert asking.answers(row, Result.NONE).sentence == desks.TAKE_IT
        with asking.unit_as(asking.second):
            duty = Duty.objects.get(subject=row.pk)
            desks.take(DESK, duty=duty.pk, version=duty.version)
        assert "Bea Analyst has this" in asking.answers(row, Result.NONE).sentence
        assert asking.answers(row, Result.NONE, actor=asking.clerk) == NotFound()
        assert isinstance(asking.answers(row, Result.NONE, actor=asking.second), Done)
        assert asking.sends(row, asking.second) == Changed()
        assert isinstance(asking.sends(asking.inquiry(row.pk), asking.second), Done)
        assert rows(Duty, subject=row.pk, closed_at=None).count() == 0
        late = asking.answers(asking.inquiry(row.pk), Result.NONE, actor=asking.second)
        assert "answered" in late.sentence

    def test_asked_again_only_once_a_new_quarter_can_be_told(self, asking):
        asking.answered()
        [judged] = asking.judged(Typed(SSN, ASSIGNED))
        failed = judged.decision.primary
        assert (failed.test.name, failed.true_from) == ("not-asked-already", date(2026, 3, 1))

    def test_lists_hold_ones_own_and_name_nobody(self, asking):
        row = asking.asked()
        for actor, numbers in (
            (asking.colleague, [row.number]),
            (asking.stranger, []),
            (asking.analyst, [row.number]),
        ):
            with asking.unit_as(actor, reading=True) as opened:
                assert [one.number for one in inquiries().rows] == numbers
                assert not opened.looked_at
        with asking.unit_as(asking.stranger, reading=True):
            assert inquiry(row.number, answered_only=True) is None
            assert InquiryRow.objects.count() == 0


EXPECTED = {
    "submit": (
        "submitted",
        {DRAFT},
        {"en-payments-clerk", "en-administrator", "svra-user", "svra-administrator"},
    ),
    "answer-row": ("submitted", {"submitted"}, {"tpm-payments-analyst", "tpm-payments-lead"}),
    "send-answer": ("answered", {"submitted"}, {"tpm-payments-analyst", "tpm-payments-lead"}),
}


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("state", STATE_WORDS)
def test_who_may_move_from_where(name, state):
    move, (to, before, who) = move_named(name), EXPECTED[name]
    roles = {
        role.value
        for role in Role
        if may_move(state, move, Actor(Wall.STAFF, "Somebody", roles=frozenset({role}))) is None
    }
    assert (move.to, roles) == (to, who if state in before else set())
    assert may_move(state, move, SYSTEM) is not None
    assert len(MOVES) == len(EXPECTED)
