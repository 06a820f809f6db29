"""Amending a plan in force: S4's James, what both sign, what counts from then on, and what cannot be amended (D12)."""

import threading
from datetime import date

import pytest
from django.db import connections

from portal.casework.contacts import contacts_of
from portal.casework.models import SignedForm
from portal.casework.plan import forms
from portal.casework.plan.in_force import in_force
from portal.casework.results import Locked, NotAllowed, NotFound
from portal.casework.services.end_case import end_case
from portal.casework.services.note_contact import Contact, Noted, NotNoted
from portal.casework.services.sign import HOLDER, PROVIDER, sign
from portal.casework.services.start_amendment import start_amendment
from portal.casework.services.start_plan import start_plan
from portal.casework.services.unlock import unlock
from portal.kernel import drafts
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.models import Draft, Duty, TrailEntry
from portal.kernel.unit import open_unit
from portal.policy.roles import Role
from portal.web.plan_pdf import plan_pdf
from tests.casework.amending import COACHING, GRADUATE, HALF_TIME
from tests.casework.test_plan_pdf import words
from tests.policy.casework import FOLLOW_UPS, goal, service
from tests.world import TODAY

pytestmark = pytest.mark.row("D12")


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


def duties(subject) -> dict[str, str]:
    return {one.kind: str(one.due_on) for one in stored(Duty, subject=subject, closed_at=None)}


def standing(amending, case=None):
    with amending.unit_as(amending.counsellor, reading=True):
        return in_force(case or amending.case.pk)


class TestJames:
    def test_both_sign_the_difference_and_it_counts_from_the_later_signature(self, amending):
        form = amending.amendment()
        assert (form.kind, form.ordinal, form.state, form.number[:2]) == ("amendment", 1, "to-sign", "AM")
        assert duties(form.pk) == {"plan-to-sign": "2025-12-29"}
        before = standing(amending)
        assert (before.amendments, before.short_term.hours_a_week) == (0, 40)
        with amending.unit_as(amending.counsellor, reading=True):
            shown = forms.form(form.number).content.shown
        said = {title: dict(rows) for title, rows in shown}
        assert said["Amendment"]["Why the plan is changed"] == "The goals are not being met"
        assert said["Employment Network"]["PID"].startswith("P0")
        short = said["Short-term goal with this amendment"]
        assert short["Hours a week"] == "20\nUntil now: 40"
        assert short["To be reached by"] == "June 15, 2026"
        assert "Southern New Hampshire University online" in short["Training"]
        assert short["Training"].endswith("Until now: not in the plan")
        services = said["Supports and services with this amendment"]
        assert services["Job coaching"].endswith("Until now: not in the plan")
        assert "Until now" not in services["Job search"]

        amending.sign(form, PROVIDER)
        assert standing(amending).amendments == 0
        assert amending.sign(form, HOLDER).complete
        done = amending.form(form.pk)
        assert (done.state, done.in_force_from) == ("signed", TODAY)
        assert duties(form.pk) == {}
        now_held = standing(amending)
        assert (now_held.short_term, now_held.long_term) == (HALF_TIME, GRADUATE)
        assert {one.kind for one in now_held.services} == {
            "job-search", "job-coaching", "follow-up-initial", "follow-up-ongoing"
        }  # fmt: skip
        with amending.unit_as(amending.counsellor, reading=True):
            paper = words(plan_pdf(forms.whole_plan(amending.case.pk), "First EN"))
        for text in (amending.plan.number, form.number, "Amendment 1", "Until now: 40", "becomes a manager"):
            assert text in paper, text

    def test_notes_may_name_the_new_service_from_the_day_it_counts(self, amending):
        contact = Contact(
            happened_on=TODAY,
            method="telephone",
            answered=True,
            purpose="Monthly talk",
            services=("job-coaching",),
        )
        refused = amending.noted(amending.case, contact)
        assert isinstance(refused, NotNoted)
        assert "Amend the plan first" in refused.problems[0][1]
        amending.signed_by_both(amending.amendment())
        assert isinstance(amending.noted(amending.case, contact), Noted)

    def test_what_the_plan_had_before_counts_for_the_days_before(self, amending):
        amending.signed_by_both(amending.amendment(services=(COACHING, *FOLLOW_UPS)))
        with amending.unit_as(amending.counsellor, reading=True):
            goals = contacts_of([amending.case.pk], with_goals=True)[amending.case.pk].goals
        assert "job-search" not in goals.services_on(TODAY)
        assert "job-search" in goals.services_on(date(2025, 12, 14))
        assert {"job-search", "job-coaching"} <= goals.ever

    def test_other_goals_have_other_dates_on_the_worklist(self, amending):
        form = amending.amendment(
            short_term=HALF_TIME._replace(
                target_on=date(2026, 3, 1),
                training=HALF_TIME.training._replace(completes_on=date(2026, 2, 1)),
            )
        )
        amending.signed_by_both(form)
        assert duties(amending.case.pk)["goals-date-passed"] == "2026-03-01"

    def test_a_second_amendment_stands_on_the_first(self, amending):
        amending.signed_by_both(amending.amendment())
        only = {
            "revises": frozenset({"services"}),
            "services": (COACHING, *FOLLOW_UPS),
            "reason": "service-not-needed",
        }
        second = amending.amendment(**only)
        assert second.ordinal == 2
        with amending.unit_as(amending.counsellor, reading=True):
            said = dict(forms.form(second.number).content.shown[2].rows)
        assert said["Job search"].startswith("Not in the plan any more\nUntil now: We write a resume")
        assert "Until now" not in said["Job coaching"]
        amending.signed_by_both(second)
        now_held = standing(amending)
        assert (now_held.amendments, now_held.short_term) == (2, HALF_TIME)
        assert {one.kind for one in now_held.services} == {
            "job-coaching",
            "follow-up-initial",
            "follow-up-ongoing",
        }


class TestTheLaw:
    @pytest.mark.parametrize(
        ("facts", "says"),
        [
            ({"revises": frozenset()}, "revises the goals"),
            ({"long_term": goal(1619.99, "2029-12-15")}, "substantial gainful activity"),
            (
                {"services": (service("job-coaching", specific="Coach"), *FOLLOW_UPS)},
                "what your organization will do",
            ),
            ({"reason": None}, "says why the plan is changed"),
            ({"reason": "other"}, "what the other reason is"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_locked(self, amending, facts, says):
        answer = amending.answer(**facts)
        assert isinstance(answer, NotAllowed)
        assert says in answer.sentence
        assert stored(SignedForm).count() == 1
        assert stored(TrailEntry, kind="amendment-not-locked").count() == 1

    def test_a_part_that_says_what_the_plan_says_revises_nothing(self, amending):
        plan = standing(amending)
        same = {"short_term": plan.short_term, "long_term": plan.long_term, "services": plan.services[::-1]}
        assert "revises the goals" in amending.answer(**same).sentence


class TestWhichPlans:
    def test_a_plan_that_waits_or_is_not_assigned_is_not_amended(self, planning):
        with planning.unit_as(planning.counsellor):
            assert "nothing to amend" in start_amendment(case=planning.case.pk, answers={}).sentence
        form = planning.locked()
        with planning.unit_as(planning.counsellor):
            assert "waits for signatures" in start_amendment(case=planning.case.pk, answers={}).sentence
        planning.signed_by_both(form)
        with planning.unit_as(planning.counsellor):
            assert "corrected plan" in start_amendment(case=planning.case.pk, answers={}).sentence
        assert not stored(Draft, form="iwp-amendment").exists()

    def test_an_ended_plan_is_not_amended_nor_what_was_begun_before_it_ended(self, amending):
        draft = amending.begun()
        waiting = amending.answer()
        assert isinstance(waiting, Locked)
        with amending.unit_as(SYSTEM):
            end_case(amending.case.pk, TODAY, "unassigned")
        assert amending.form(waiting.form).state == "withdrawn"
        assert "withdrawn" in amending.sign(amending.form(waiting.form), PROVIDER).sentence
        with amending.unit_as(amending.counsellor):
            assert (
                "ended plan cannot be amended" in start_amendment(case=amending.case.pk, answers={}).sentence
            )
        assert stored(Draft, pk=draft.id).get().state == "submitted"
        assert not stored(Draft, form="iwp-amendment", state="open").exists()

    def test_one_open_amendment_at_a_time(self, amending):
        form = amending.amendment()
        with amending.unit_as(amending.colleague):
            refused = start_amendment(case=amending.case.pk, answers={})
        assert form.number in refused.sentence
        assert "one open amendment at a time" in refused.sentence
        with amending.unit_as(amending.counsellor):
            begun = unlock(form=form.pk, version=form.version)
            assert drafts.read(begun).form == "iwp-amendment"
        assert amending.form(form.pk).state == "withdrawn"
        again = amending.amendment()
        assert (again.ordinal, again.number != form.number) == (1, True)

    def test_a_plan_in_force_is_not_written_anew_beside_it(self, amending):
        with amending.unit_as(amending.counsellor):
            assert "amended, never changed" in start_plan(case=amending.case.pk).sentence


class TestWho:
    def test_only_of_one_s_own_case_and_with_the_role(self, amending):
        clerk = amending.person(amending.en, Role.EN_PAYMENTS_CLERK, "Clara Clerk")
        for actor, kind in ((amending.stranger, NotFound), (clerk, NotAllowed)):
            with amending.unit_as(actor):
                assert isinstance(start_amendment(case=amending.case.pk, answers={}), kind)
        assert not stored(Draft, form="iwp-amendment").exists()

    def test_two_at_once_begin_one(self, amending):
        gate, answers = threading.Barrier(2), []

        def run(actor):
            try:
                gate.wait()
                with open_unit(actor, now(), reading=False, page="test"):
                    answers.append(start_amendment(case=amending.case.pk, answers={}))
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=run, args=[one]) for one in (amending.counsellor, amending.colleague)
        ]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert len(answers) == 2
        assert len(set(answers)) == 1

    def test_signing_and_ending_the_case_at_once_neither_waits_for_ever(self, amending):
        form = amending.amendment()
        amending.sign(form, PROVIDER)
        given = amending.given(form, HOLDER)
        gate, answers = threading.Barrier(2), {}

        def run(name, actor, act):
            try:
                gate.wait()
                with open_unit(actor, now(), reading=False, page="test"):
                    answers[name] = act()
            finally:
                connections.close_all()

        signs = (amending.counsellor, lambda: sign(form=form.pk, given=given))
        ends = (SYSTEM, lambda: end_case(amending.case.pk, TODAY, "unassigned"))
        threads = [
            threading.Thread(target=run, args=["sign", *signs]),
            threading.Thread(target=run, args=["end", *ends]),
        ]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        signed = not isinstance(answers["sign"], NotAllowed)
        assert amending.form(form.pk).state == ("ended" if signed else "withdrawn")
