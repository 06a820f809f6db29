"""The plan checked as it is written: each finding names the requirement and the remedy (D3, D4; S3's components).

Figures of 2025: SGA $1,620, for blind people $2,700, trial work level $1,160. Signed on 12 December 2025.
"""

import pytest

from portal.policy.core import Outcome, State
from portal.policy.plan import COMPONENTS, TESTS, by_component, judge_plan, to_mend
from portal.policy.plan_facts import Discussion, Job, Party, PlanFacts, Terms, Training, WorkHistory
from portal.policy.plan_services import KINDS
from tests.policy.casework import (
    FOLLOW_UPS,
    ON,
    PARTY,
    TRAINING,
    day,
    failing,
    goal,
    open_names,
    plan,
    service,
    signed,
    states,
    the,
)

pytestmark = pytest.mark.row("D3", "D4", "F1")


def judge(on=ON, **facts):
    return judge_plan(plan(**facts), on)


def test_a_plan_with_everything_is_sound():
    decision = judge()
    assert decision.outcome is Outcome.GRANT, open_names(decision)
    assert all(one.done for one in by_component(decision))


def test_an_empty_form_asks_and_finds_no_fault():
    decision = judge_plan(PlanFacts(), ON)
    assert decision.outcome is Outcome.ASK
    assert failing(decision) == set()
    assert all(one.needs for one in decision.checks)
    standing = by_component(decision)
    assert [one.component.slug for one in standing] == [
        "contacts",
        "discussion",
        "work-history",
        "goals",
        "services",
        "terms",
        "signatures",
    ]
    assert not any(one.done for one in standing)
    assert not any(one.findings for one in standing)
    assert all(one.missing for one in standing)


def test_a_component_counts_its_own_checks_only():
    unsound = judge(pid=None, services=(service(specific="x"),), long_term=goal(1000, "2029-12-15"))
    for decision in (unsound, judge_plan(PlanFacts(), ON)):
        standing = by_component(decision)
        for one in standing:
            assert {check.test for check in (*one.findings, *one.missing)} <= set(one.component.tests)
        open_checks = sum(check.state is not State.HELD for check in decision.checks)
        assert sum(len(one.findings) + len(one.missing) for one in standing) == open_checks


def test_every_check_belongs_to_one_component_and_says_what_to_do():
    seen = {one.test for one in judge(services=tuple(service(kind) for kind in KINDS)).checks}
    assert seen <= set(TESTS)
    assert len(set(TESTS)) == sum(len(one.tests) for one in COMPONENTS)
    for test in TESTS:
        assert test.rule and test.citation and test.says.endswith(".") and test.remedy.endswith(".")


def test_what_has_to_be_mended_before_signing():
    def names(**facts):
        return {one.test.name for one in to_mend(judge(**facts))}

    assert names() == set()
    assert names(signatures=signed(None, None), copy_given_on=None) == set()
    assert names(pid=None) == {"provider-number-given"}
    assert names(long_term=goal(1619.99, "2029-12-15")) == {"long-term-earnings-at-or-above-sga"}
    # A reviewer weighs a date outside three to five years, and a plan without progression.
    assert names(long_term=goal(2500, "2031-12-15")) == set()


class TestContacts:
    @pytest.mark.parametrize(
        ("change", "name", "needs"),
        [
            ({"provider": PARTY._replace(email=None)}, "provider-contact-complete", "email"),
            ({"provider": PARTY._replace(name=" ")}, "provider-contact-complete", "name"),
            ({"pid": ""}, "provider-number-given", "PID"),
            (
                {"holder": PARTY._replace(telephone=None, email="")},
                "ticketholder-contact-complete",
                "telephone or email",
            ),
            ({"holder": PARTY._replace(address=None)}, "ticketholder-contact-complete", "address"),
            ({"preferred_contact": None}, "ticketholder-contact-complete", "preferred way of contact"),
            ({"alternate": Party("A", "B", "C")}, "alternate-contact-complete", "relationship"),
            ({"alternate": None}, "alternate-contact-complete", "alternate contact"),
        ],
    )
    def test_what_is_missing_is_named(self, change, name, needs):
        decision = judge(**change)
        assert open_names(decision) == {name}
        assert the(decision, name).needs == f"not filled in yet: {needs}"

    @pytest.mark.parametrize(
        "left",
        [{"telephone": None}, {"email": None}, {"telephone": None, "email": None, "mobile": "555-0101"}],
    )
    def test_one_way_of_contact_is_enough(self, left):
        assert judge(holder=PARTY._replace(**left)).outcome is Outcome.GRANT

    def test_no_alternate_contact_needs_a_reason(self):
        assert judge(alternate=None, no_alternate_reason="Has nobody").outcome is Outcome.GRANT

    @pytest.mark.parametrize(
        ("model", "state"), [("employer", State.HELD), ("consumer", State.FAILED), (None, State.UNKNOWN)]
    )
    def test_the_business_model_is_an_approved_one(self, model, state):
        assert states(judge(model=model))["business-model-chosen"] is state


class TestDiscussion:
    SAID = Discussion(day("12-01"), ("telephone",), "Worked as a clerk before.", "Job leads help.")

    @pytest.mark.parametrize(
        ("change", "state"),
        [
            ({}, State.HELD),
            ({"held_on": day("12-15")}, State.HELD),
            ({"held_on": day("12-16")}, State.FAILED),
            ({"held_on": None}, State.UNKNOWN),
            ({"modalities": ()}, State.UNKNOWN),
        ],
    )
    def test_date_and_modality(self, change, state):
        decision = judge(discussion=self.SAID._replace(**change))
        assert states(decision)["discussion-date-and-modality"] is state

    @pytest.mark.parametrize(
        ("change", "state"),
        [
            ({"why_attainable": ""}, State.UNKNOWN),
            ({"how_services_help": None}, State.UNKNOWN),
            ({"why_attainable": None, "separate": True, "separate_names": True}, State.HELD),
            ({"separate": True, "separate_names": False}, State.FAILED),
            ({"separate": True, "separate_names": None}, State.UNKNOWN),
        ],
    )
    def test_synopsis_on_the_form_or_in_a_document_of_its_own(self, change, state):
        assert states(judge(discussion=self.SAID._replace(**change)))["synopsis-of-the-discussion"] is state

    def test_the_answer_says_that_the_synopsis_is_in_a_document_of_its_own(self):
        decision = judge(discussion=self.SAID._replace(separate=True, separate_names=True))
        assert the(decision, "synopsis-of-the-discussion").facts == (("separate_document", True),)


class TestWorkHistory:
    JOB = Job("Shop", "Clerk", day("2024-12-01"), None, 20, 90000)

    @pytest.mark.parametrize(
        ("covers", "jobs", "held"),
        [
            ("06-12", (JOB,), True),
            ("06-13", (JOB,), False),
            ("2024-06-12", (), True),
            ("2024-06-13", (), False),
        ],
    )
    def test_six_months_back_or_18_without_work(self, covers, jobs, held):
        found = states(judge(work_history=WorkHistory(day(covers), jobs)))
        assert (found["work-history-of-six-months"] is State.HELD) is held

    @pytest.mark.parametrize(
        "change",
        [{"employer": None}, {"title": ""}, {"from_": None}, {"hours_a_week": None}, {"monthly_cents": None}],
    )
    def test_a_job_with_a_gap_is_asked_for(self, change):
        history = WorkHistory(day("2024-01-01"), (self.JOB, self.JOB._replace(**change)))
        assert open_names(judge(work_history=history)) == {"each-job-complete"}
        assert judge(work_history=history).outcome is Outcome.ASK

    @pytest.mark.parametrize(
        ("change", "held"),
        [
            ({"from_": day("12-12"), "until": day("12-12")}, True),
            ({"from_": day("12-13")}, False),
            ({"from_": day("03-02"), "until": day("03-01")}, False),
        ],
    )
    def test_a_job_s_dates_are_in_order(self, change, held):
        history = WorkHistory(day("2024-01-01"), (self.JOB._replace(**change),))
        assert (states(judge(work_history=history))["each-job-complete"] is State.HELD) is held

    def test_not_begun(self):
        for history in (None, WorkHistory(None, ())):
            assert open_names(judge(work_history=history)) == {
                "work-history-of-six-months",
                "each-job-complete",
            }


class TestGoals:
    @pytest.mark.parametrize(
        ("monthly", "blind", "held"),
        [
            (1620, False, True),
            (1619.99, False, False),
            (2699.99, True, False),
            (2700, True, True),
        ],
    )
    def test_the_long_term_goal_is_at_or_above_the_year_s_sga(self, monthly, blind, held):
        decision = judge(long_term=goal(monthly, "2029-12-15"), blind=blind)
        found = the(decision, "long-term-earnings-at-or-above-sga")
        assert (found.state is State.HELD) is held
        assert found.figure.year == 2025
        assert found.figure.cents == (270000 if blind else 162000)

    def test_the_year_is_that_of_the_later_signature_else_of_today(self):
        new_year = judge(day("2026-01-10"), signatures=signed("2026-01-02", "2026-01-05"))
        assert the(new_year, "long-term-earnings-at-or-above-sga").figure.cents == 169000
        unsigned = judge(day("2026-01-10"), signatures=signed(None, None))
        assert the(unsigned, "long-term-earnings-at-or-above-sga").figure.year == 2026
        signed_before = judge(day("2026-01-10"))
        assert the(signed_before, "long-term-earnings-at-or-above-sga").figure.year == 2025

    def test_a_figure_that_is_not_loaded_is_not_known(self):
        decision = judge(day("2026-01-10"), signatures=signed("2026-01-02", "2026-01-05"))
        assert the(decision, "short-term-earnings-only-as-a-step").needs == "rate not loaded for 2026"
        later = judge(day("2040-01-10"), signatures=signed("2040-01-02", "2040-01-05"))
        for name in ("long-term-earnings-at-or-above-sga", "short-term-earnings-only-as-a-step"):
            assert the(later, name).needs == "rate not loaded for 2040"

    @pytest.mark.parametrize(
        ("short", "long", "held"),
        [
            (1160, 1620, True),
            (1159.99, 1620, False),
            (1300, 1300, False),
            (1300, 1299, False),
            (1620, 1620, True),
            (3000, 1620, True),
            (1619.99, 1620, True),
        ],
    )
    def test_the_trial_work_level_only_as_a_step(self, short, long, held):
        decision = judge(short_term=goal(short, "2026-12-15"), long_term=goal(long, "2029-12-15"))
        assert (states(decision)["short-term-earnings-only-as-a-step"] is State.HELD) is held

    def test_training_first_may_earn_less_than_the_level(self):
        short = goal(0, "2026-12-15", hours_a_week=0, training=TRAINING)
        assert judge(short_term=short).outcome is Outcome.GRANT
        idle = goal(1200, "2026-12-15", hours_a_week=0)
        assert failing(judge(short_term=idle)) == {"short-term-goal-clear-and-measurable"}
        assert the(judge(short_term=idle), "short-term-goal-clear-and-measurable").facts == (
            ("hours_a_week", 0),
        )
        assert judge(short_term=goal(1200, "2026-12-15", hours_a_week=1)).outcome is Outcome.GRANT

    def test_blind_or_not_has_to_be_known(self):
        decision = judge(blind=None)
        assert open_names(decision) == {
            "long-term-earnings-at-or-above-sga",
            "short-term-earnings-only-as-a-step",
        }

    @pytest.mark.parametrize(
        ("short", "long", "state"),
        [
            ((40, True), (40, True), State.HELD),
            ((20, False), (40, True), State.HELD),
            ((20, False), (30, False), State.HELD),
            ((20, False), (20, False), State.FAILED),
            ((20, False), (10, False), State.FAILED),
            ((20, False), (None, False), State.UNKNOWN),
            ((20, False), (40, None), State.UNKNOWN),
            ((20, None), (40, True), State.UNKNOWN),
        ],
    )
    def test_part_time_leads_on(self, short, long, state):
        decision = judge(
            short_term=goal(1200, "2026-12-15", hours_a_week=short[0], full_time=short[1]),
            long_term=goal(2500, "2029-12-15", hours_a_week=long[0], full_time=long[1]),
        )
        assert states(decision)["part-time-leads-on"] is state

    def test_the_answer_says_who_works_full_time(self):
        assert the(judge(), "part-time-leads-on").facts == (("short_term_full_time", True),)
        part = judge(short_term=goal(1200, "2026-12-15", full_time=False))
        assert the(part, "part-time-leads-on").facts == (
            ("short_term_full_time", False),
            ("long_term_full_time", True),
        )

    @pytest.mark.parametrize(
        ("short", "outcome"), [(2499.99, Outcome.GRANT), (2500, Outcome.REFER), (2600, Outcome.REFER)]
    )
    def test_without_progression_a_reviewer_looks(self, short, outcome):
        decision = judge(short_term=goal(short, "2026-12-15"), long_term=goal(2500, "2029-12-15"))
        assert decision.outcome is outcome
        assert (the(decision, "long-term-earnings-above-short-term").state is State.HELD) is (
            outcome is Outcome.GRANT
        )

    @pytest.mark.parametrize(
        ("target", "held"),
        [("12-11", False), ("12-12", True), ("2027-06-12", True), ("2027-06-13", False)],
    )
    def test_the_short_term_is_18_months(self, target, held):
        found = states(judge(short_term=goal(1200, target)))
        assert (found["short-term-goal-within-18-months"] is State.HELD) is held

    @pytest.mark.parametrize(
        ("target", "outcome"),
        [
            ("2028-12-11", Outcome.REFER),
            ("2028-12-12", Outcome.GRANT),
            ("2030-12-12", Outcome.GRANT),
            ("2030-12-13", Outcome.REFER),
        ],
    )
    def test_the_long_term_is_three_to_five_years(self, target, outcome):
        assert judge(long_term=goal(2500, target)).outcome is outcome

    @pytest.mark.parametrize(
        "change",
        [
            {"says": None},
            {"job": " "},
            {"hours_a_week": None},
            {"full_time": None},
            {"monthly_cents": None},
            {"target_on": None},
        ],
    )
    def test_a_goal_is_clear_and_measurable(self, change):
        for which, target in (("short", "2026-12-15"), ("long", "2029-12-15")):
            decision = judge(**{f"{which}_term": goal(1800, target)._replace(**change)})
            assert f"{which}-term-goal-clear-and-measurable" in open_names(decision)
            assert decision.outcome is Outcome.ASK or which == "short"

    @pytest.mark.parametrize(
        ("training", "state"),
        [
            (TRAINING, State.HELD),
            (Training("Certificate", "full-time", day("2026-12-15")), State.HELD),
            (Training("Certificate", "full-time", day("2026-12-16")), State.FAILED),
            (Training("Certificate", "sometimes", day("2026-12-01")), State.FAILED),
            (Training(None, "full-time", day("2026-12-01")), State.UNKNOWN),
            (Training("Certificate", None, day("2026-12-01")), State.UNKNOWN),
            (Training("Certificate", "full-time", None), State.UNKNOWN),
        ],
    )
    def test_training_has_programme_enrolment_and_completion(self, training, state):
        decision = judge(short_term=goal(1200, "2026-12-15", training=training))
        assert states(decision)["training-named-with-enrolment-and-completion"] is state


class TestServices:
    def with_(self, *services, **facts):
        return judge(services=(*services, *FOLLOW_UPS), **facts)

    def test_the_regular_follow_up_is_always_part_and_is_not_enough(self):
        assert failing(self.with_()) == {"at-least-one-service"}
        assert failing(judge(services=(service(),))) == {"regular-follow-up-included"}
        assert failing(judge(services=(service(), FOLLOW_UPS[0]))) == {"regular-follow-up-included"}
        assert failing(judge(services=())) == {"at-least-one-service", "regular-follow-up-included"}
        assert open_names(judge(services=None)) == {"at-least-one-service", "regular-follow-up-included"}

    @pytest.mark.parametrize("kind", KINDS[:8] + KINDS[10:])
    @pytest.mark.parametrize(
        ("text", "state"),
        [
            ("x" * 20, State.HELD),
            ("x" * 19, State.FAILED),
            ("  " + "x" * 19 + "  ", State.FAILED),
            ("", State.UNKNOWN),
            (None, State.UNKNOWN),
        ],
    )
    def test_every_ticked_service_names_the_specific_service(self, kind, text, state):
        assert states(self.with_(service(kind, specific=text)))["specific-service-named"] is state

    def test_each_service_is_judged_by_itself(self):
        decision = self.with_(service(), service("job-coaching", specific="Coaching"))
        named = [
            dict(one.facts)["service"]
            for one in decision.checks
            if one.test.name == "specific-service-named" and one.state is State.FAILED
        ]
        assert named == ["job-coaching"]

    @pytest.mark.parametrize(
        ("when", "state"),
        [
            ("now", State.HELD),
            ("after-nine-months", State.HELD),
            ("later", State.FAILED),
            (None, State.UNKNOWN),
        ],
    )
    def test_when_the_service_is_given(self, when, state):
        assert states(self.with_(service(when=when)))["service-says-when"] is state

    def test_a_service_that_is_not_on_the_form(self):
        assert failing(self.with_(service("car-repair"))) == {"service-is-on-the-form"}

    @pytest.mark.parametrize(
        ("certified", "text", "state"),
        [
            (True, "Our counselor explains the benefits.", State.HELD),
            (False, "Our counselor explains the benefits.", State.FAILED),
            (None, "Our counselor explains the benefits.", State.UNKNOWN),
            (
                False,
                "Referred to a WIPA via the Ticket to Work Help Line for benefits counseling.",
                State.HELD,
            ),
            (None, "Referred to a wipa through the helpline for benefits counseling.", State.HELD),
            (False, "Referred to Work Incentives Planning and Assistance by the Help Line.", State.HELD),
            (False, "Referred to a WIPA for benefits counseling.", State.FAILED),
            (False, "Told to call the Ticket to Work Help Line.", State.FAILED),
        ],
    )
    def test_benefits_counseling_without_a_certified_counselor_names_the_wipa(self, certified, text, state):
        decision = self.with_(service("benefits-counseling", specific=text), certified_counsellor=certified)
        assert states(decision)["benefits-counseling-by-a-certified-counselor-or-wipa"] is state

    @pytest.mark.parametrize(
        ("change", "state"),
        [
            ({}, State.HELD),
            ({"performed_by": None}, State.UNKNOWN),
            ({"delivered": None}, State.UNKNOWN),
            ({"paid_by": ""}, State.UNKNOWN),
            ({"delivered": "in-person"}, State.HELD),
            ({"delivered": "both"}, State.HELD),
            ({"delivered": "by pigeon"}, State.FAILED),
        ],
    )
    def test_training_says_who_how_and_who_pays(self, change, state):
        given = service("training", performed_by="College", delivered="virtual", paid_by="EN")._replace(
            **change
        )
        assert states(self.with_(given))["training-says-who-how-and-who-pays"] is state

    @pytest.mark.parametrize(
        ("by", "state"),
        [
            ("provider", State.HELD),
            ("ticketholder", State.HELD),
            ("nobody", State.FAILED),
            (None, State.UNKNOWN),
        ],
    )
    def test_an_accommodation_says_who_asks(self, by, state):
        decision = self.with_(service("job-accommodation", requested_by=by))
        assert states(decision)["accommodation-says-who-asks"] is state

    @pytest.mark.parametrize(
        ("placement", "state"),
        [
            ("direct", State.HELD),
            ("assistance", State.HELD),
            ("somehow", State.FAILED),
            (None, State.UNKNOWN),
        ],
    )
    def test_job_placement_is_direct_or_assistance(self, placement, state):
        decision = self.with_(service("job-placement", placement=placement))
        assert states(decision)["placement-says-direct-or-assistance"] is state


class TestPartThree:
    GOOD = Terms("v1", frozenset(range(1, 16)), "I agree.")

    def test_all_15_terms_in_a_version_in_force(self):
        for number in range(1, 16):
            decision = judge(terms=self.GOOD._replace(explained=self.GOOD.explained - {number}))
            found = the(decision, "all-terms-included")
            assert (found.state, found.needs) == (State.UNKNOWN, f"the explanation of terms {number}")
        assert failing(judge(terms=self.GOOD._replace(version="v0"))) == {"all-terms-included"}
        assert states(judge(terms=self.GOOD._replace(version=None)))["all-terms-included"] is State.UNKNOWN
        assert judge(terms=self.GOOD._replace(explained=frozenset(range(1, 17)))).outcome is Outcome.GRANT

    @pytest.mark.parametrize(
        ("statement", "state"),
        [
            ("I understand that taking part is voluntary.", State.HELD),
            ("This plan is mine; I'll take part.", State.HELD),
            ("Yo entiendo que es voluntario.", State.HELD),
            ("Nobody pressed me to sign.", State.HELD),
            ("It is my choice.", State.HELD),
            ("Es mi plan.", State.HELD),
            ("Son mis metas.", State.HELD),
            ("The Ticketholder understands the plan.", State.FAILED),
            ("Immediately.", State.FAILED),
            (" ", State.UNKNOWN),
            (None, State.UNKNOWN),
        ],
    )
    def test_the_statement_is_in_the_ticketholder_s_voice(self, statement, state):
        decision = judge(terms=self.GOOD._replace(statement=statement))
        assert states(decision)["statement-in-the-ticketholder-s-voice"] is state

    def test_the_copy(self):
        assert states(judge(copy_given_on=None))["copy-given-to-the-ticketholder"] is State.UNKNOWN
        assert states(judge(copy_given_on=ON))["copy-given-to-the-ticketholder"] is State.HELD
        found = the(judge(copy_given_on=day("12-16")), "copy-given-to-the-ticketholder")
        assert (found.state, found.true_from) == (State.FAILED, day("12-16"))

    def test_a_missing_signature_is_only_not_there_yet(self):
        decision = judge(signatures=signed(provider=None))
        assert decision.outcome is Outcome.ASK
        assert "provider-has-signed" in open_names(decision)

    def test_a_signer_whose_clearance_ended_the_day_before(self):
        given = signed()
        clearance = given.signer.clearance._replace(expires_on=day("12-09"))
        decision = judge(signatures=given._replace(signer=given.signer._replace(clearance=clearance)))
        assert failing(decision) == {"representative-was-cleared-on-the-day"}
        assert by_component(decision)[-1].findings[0].test.name == "representative-was-cleared-on-the-day"
        assert [one.done for one in by_component(decision)] == [True] * 6 + [False]
