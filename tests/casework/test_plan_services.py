"""A plan begun, locked, unlocked, signed: judged at each step, kept as it was signed, by those who may (D3, D5)."""

import threading
from datetime import date

import pytest
from django.db import connections

from portal.casework.models import Signature, SignedForm
from portal.casework.plan import content, forms
from portal.casework.results import Changed, Locked, NotAllowed, NotFound
from portal.casework.services.lock import lock
from portal.casework.services.sign import (
    HOLDER,
    PROVIDER,
)
from portal.casework.services.start_plan import start_plan
from portal.casework.services.unlock import unlock
from portal.kernel import drafts
from portal.kernel.clock import now
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.models import Draft, Duty, TrailEntry
from portal.kernel.unit import open_unit
from portal.policy.roles import Role
from portal.providers.models import CertifiedCounsellor
from portal.tickets.models import BlindPeriod
from tests.casework.planning import MODEL, sound
from tests.policy.casework import FOLLOW_UPS, goal, service
from tests.world import LONG_AGO

pytestmark = pytest.mark.row("D5")


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


def duties(form) -> dict[str, str]:
    return {one.kind: str(one.due_on) for one in stored(Duty, subject=form.pk, closed_at=None)}


class TestBeginning:
    def test_one_draft_a_case_whoever_begins_it(self, planning):
        with planning.unit_as(planning.counsellor):
            first = start_plan(case=planning.case.pk)
        with planning.unit_as(planning.colleague):
            second = start_plan(case=planning.case.pk)
        assert first == second
        assert stored(Draft).count() == 1

    def test_two_at_once_begin_one(self, planning):
        gate, answers = threading.Barrier(2), []

        def run(actor):
            try:
                gate.wait()
                with open_unit(actor, now(), reading=False, page="test"):
                    answers.append(start_plan(case=planning.case.pk))
            finally:
                connections.close_all()

        both = (planning.counsellor, planning.colleague)
        threads = [threading.Thread(target=run, args=[actor]) for actor in both]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert len(answers) == 2
        assert len(set(answers)) == 1

    def test_only_of_one_s_own_open_case_and_with_the_role(self, planning):
        clerk = planning.person(planning.en, Role.EN_PAYMENTS_CLERK, "Clara Clerk")
        for actor, kind in ((planning.stranger, NotFound), (clerk, NotAllowed)):
            with planning.unit_as(actor):
                assert isinstance(start_plan(case=planning.case.pk), kind)
        person = planning.world.person()
        closed = planning.world.case(person, planning.en, closed_on=date(2025, 12, 1))
        with planning.unit_as(planning.counsellor):
            assert "closed" in start_plan(case=closed.pk).sentence
        assert not stored(Draft).exists()

    def test_a_plan_that_waits_or_is_in_force_is_not_begun_anew(self, planning):
        form = planning.locked()
        with planning.unit_as(planning.counsellor):
            assert "Unlock it" in start_plan(case=planning.case.pk).sentence
        planning.sign(form, PROVIDER)
        planning.sign(form, HOLDER)
        planning.assign()
        with planning.unit_as(planning.counsellor):
            assert "amended, never changed" in start_plan(case=planning.case.pk).sentence

    @pytest.mark.row("D7")
    def test_a_signed_plan_that_is_not_assigned_can_be_written_anew_and_is_replaced(self, planning):
        form = planning.signed()
        with planning.unit_as(planning.counsellor):
            draft = drafts.read(start_plan(case=planning.case.pk))
            assert draft.answers == {"contacts": {"holder_name": ["Ana Ruiz"]}}
            assert planning.form(form.pk).state == "signed"
            answer = lock(draft=draft.id, revision=draft.revision, facts=sound())
        assert isinstance(answer, Locked)
        assert planning.form(form.pk).state == "replaced"
        assert duties(form) == {}


class TestLocking:
    @pytest.mark.row("D3", "D4")
    def test_content_and_digest_are_what_was_written(self, planning):
        form = planning.locked()
        assert (form.state, form.kind, form.ordinal, form.way) == ("to-sign", "iwp", 0, "online")
        assert form.terms_version == "1"
        assert b"Robin" not in bytes(form.content)
        with planning.unit_as(planning.counsellor, reading=True) as unit:
            found = forms.form(form.number)
            assert unit.looked_at == {planning.beneficiary.pk}
        facts = found.content.plan
        assert (facts.pid, facts.model, facts.models) == (facts.pid, MODEL, frozenset({MODEL}))
        assert (facts.blind, facts.certified_counsellor) == (False, False)
        assert facts.pid.startswith("P0")
        assert found.content.decision["rule"] == "plan"
        assert bytes(form.digest) == content.digest(content.plan_written(facts, found.content.decision))
        assert duties(form) == {"plan-to-sign": "2025-12-29"}
        assert stored(Draft, pk=form.pk).get().state == "submitted"
        assert stored(TrailEntry, kind="plan-locked", subject=form.pk).count() == 1

    @pytest.mark.row("B5")
    def test_locking_twice_is_once_and_a_stale_page_is_told(self, planning):
        draft = planning.draft()
        with planning.unit_as(planning.colleague):
            drafts.keep(draft=draft.id, revision=0, answers={"contacts": {}})
        with planning.unit_as(planning.counsellor):
            stale = lock(draft=draft.id, revision=0, facts=sound())
            assert isinstance(stale, Conflict)
            assert stale.by_name == "Carl Colleague"
            first = lock(draft=draft.id, revision=1, facts=sound())
        with planning.unit_as(planning.colleague):
            assert lock(draft=draft.id, revision=9, facts=sound()) == first
        assert stored(SignedForm).count() == 1

    def test_not_without_the_role_or_in_another_organisation(self, planning):
        draft = planning.draft()
        clerk = planning.person(planning.en, Role.EN_PAYMENTS_CLERK, "Clara Clerk")
        for actor, kind in ((clerk, NotAllowed), (planning.stranger, Closed)):
            with planning.unit_as(actor):
                assert isinstance(lock(draft=draft.id, revision=0, facts=sound()), kind)
        assert not stored(SignedForm).exists()

    @pytest.mark.row("D4")
    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"long_term": goal(1619.99, "2029-12-15")}, "substantial gainful activity"),
            (
                {"services": (service(specific=""), *FOLLOW_UPS)},
                "what your organization will do and how it helps",
            ),
            (
                {"services": (service("benefits-counseling"), *FOLLOW_UPS)},
                "WIPA",
            ),
            (
                {"discussion": sound().discussion._replace(held_on=date(2025, 12, 16))},
                "the one-on-one discussion",
            ),
            ({"model": "BM-2"}, "business model"),
            ({"terms": sound().terms._replace(explained=frozenset({1}))}, "explanation of terms 2, 3"),
        ],
    )
    def test_what_is_wrong_or_missing_is_said_and_nothing_is_locked(self, planning, change, says):
        draft = planning.draft()
        with planning.unit_as(planning.counsellor):
            answer = lock(draft=draft.id, revision=0, facts=sound(**change))
        assert isinstance(answer, NotAllowed)
        assert says in answer.sentence
        assert answer.decision.outcome in ("refuse", "ask")
        assert not stored(SignedForm).exists()
        assert stored(Draft, pk=draft.id).get().state == "open"
        assert stored(TrailEntry, kind="plan-not-locked").count() == 1

    @pytest.mark.row("D4")
    def test_what_is_on_record_decides(self, planning):
        """A certified counselor makes the WIPA text needless; a blind person's goal is measured by the blind figure."""
        world = planning.world
        world.add(
            CertifiedCounsellor(
                provider_id=planning.en.pk, name="Bea", certificate="C1", from_on=date(2025, 1, 1)
            )
        )
        counselling = (service("benefits-counseling"), *FOLLOW_UPS)
        world.add(BlindPeriod(person=planning.beneficiary, from_month=date(2020, 1, 1), recorded_at=LONG_AGO))
        draft = planning.draft()
        with planning.unit_as(planning.counsellor):
            low = lock(draft=draft.id, revision=0, facts=sound(services=counselling))
            assert "substantial gainful activity" in low.sentence
            high = lock(
                draft=draft.id,
                revision=0,
                facts=sound(services=counselling, long_term=goal(2700, "2029-12-15")),
            )
        assert isinstance(high, Locked)


class TestUnlocking:
    def test_it_is_withdrawn_and_goes_on_with_the_same_answers(self, planning):
        form = planning.locked()
        planning.sign(form, PROVIDER)
        form = planning.form(form.pk)
        with planning.unit_as(planning.colleague):
            begun = unlock(form=form.pk, version=form.version)
            assert drafts.read(begun).answers == {"contacts": {"holder_name": ["Ana Ruiz"]}}
        assert planning.form(form.pk).state == "withdrawn"
        assert stored(Signature, signed_form=form).count() == 1
        assert duties(form) == {}

    def test_not_when_both_have_signed_nor_by_others_nor_unseen(self, planning):
        form = planning.locked()
        clerk = planning.person(planning.en, Role.EN_PAYMENTS_CLERK, "Clara Clerk")
        for actor, version, kind in (
            (planning.stranger, 0, NotFound),
            (clerk, 0, NotAllowed),
            (planning.counsellor, 7, Changed),
        ):
            with planning.unit_as(actor):
                assert isinstance(unlock(form=form.pk, version=version), kind)
        signed = planning.signed_by_both(form)
        with planning.unit_as(planning.counsellor):
            assert "amended, never changed" in unlock(form=form.pk, version=signed.version).sentence
        assert planning.form(form.pk).state == "signed"
