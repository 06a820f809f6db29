"""Casework of the synthetic program: every assignment has its file, sound by the law, in every state of the clock."""

from collections import Counter, defaultdict
from datetime import date

import pytest
from django.conf import settings
from django.db.models import F

from portal.casework.contacts import contacts_of, duties_of
from portal.casework.kinds import CONTACT_KINDS
from portal.casework.models import Case, ContactNote, PhaseBasis, Signature, SignedForm
from portal.casework.plan import content
from portal.casework.sealing import sealed
from portal.integrity.models import AssignRight, PlanReview
from portal.kernel import vault
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.models import Duty
from portal.kernel.unit import open_unit
from portal.nation.cast import BRIGHT_PATH
from portal.nation.load import Made
from portal.nation.under_review import COMPLIANT
from portal.policy.amendment import AmendmentFacts, judge_amendment
from portal.policy.core import State
from portal.policy.facts_json import from_json
from portal.policy.plan import judge_plan
from portal.policy.ticket_moves import move_named
from portal.policy.ticket_states import Assigned, TicketState, Use
from portal.providers.models import AssignmentRight
from portal.support.models import PaperItem, PaperStep
from portal.tickets.models import Assignment, Termination, Ticket, TicketStep

pytestmark = pytest.mark.row("L13")


def all_of(model):
    return model.objects.using("loader")


def test_every_assignment_has_its_case_with_the_same_id(nation: Made) -> None:
    assignments = all_of(Assignment).values_list("pk", "organisation", "person", "ended_on")
    cases = {row[0]: row for row in all_of(Case).values_list("pk", "organisation", "person", "closed_on")}
    assert len(assignments) > 30
    assert all(cases[row[0]] == row for row in assignments)


def test_every_plan_is_signed_by_both_and_sound_by_the_law(nation: Made) -> None:
    forms = list(all_of(SignedForm).filter(kind="iwp"))
    with open_unit(SYSTEM, now(), reading=True, page="test"):
        texts = vault.match([sealed(form, "content") for form in forms])
    for form, text in zip(forms, texts, strict=True):
        assert content.digest(text) == bytes(form.digest)
        decision = judge_plan(content.read(text).plan, form.locked_at.date())
        failed = [one.test.name for one in decision.checks if one.state is State.FAILED]
        assert failed == [], form.number
    signed = Counter(all_of(Signature).values_list("signed_form", flat=True))
    both = all_of(SignedForm).filter(state__in=["signed", "ended"]).values_list("pk", flat=True)
    assert all(signed[pk] == 2 for pk in both)
    waiting = all_of(SignedForm).filter(state="to-sign").values_list("pk", flat=True)
    assert sorted(signed[pk] for pk in waiting) == [0, 1, 1, 1]


@pytest.mark.row("D12")
def test_an_amendment_is_in_force_one_waits_and_one_was_taken_back_all_sound_by_the_law(nation: Made) -> None:
    forms = list(all_of(SignedForm).filter(kind="amendment").order_by("state"))
    assert [form.state for form in forms] == ["signed", "to-sign", "withdrawn"]
    with open_unit(SYSTEM, now(), reading=True, page="test"):
        texts = vault.match([sealed(form, "content") for form in forms])
    for form, text in zip(forms, texts, strict=True):
        assert content.digest(text) == bytes(form.digest)
        facts = from_json(AmendmentFacts, content.read(text).facts)
        decision = judge_amendment(facts, form.locked_at.date())
        assert [one.test.name for one in decision.checks if one.state is State.FAILED] == []
        plan = all_of(SignedForm).get(case=form.case_id, kind="iwp")
        assert plan.state == "signed" and plan.in_force_from < form.locked_at.date()
        assert plan.number in text


def test_the_moves_of_each_ticket_lead_to_where_it_stands(nation: Made) -> None:
    by_ticket = defaultdict(list)
    for step in all_of(TicketStep).order_by("ticket", "ordinal"):
        by_ticket[step.ticket_id].append(step)
    ended = set(all_of(Termination).values_list("ticket", flat=True))
    for ticket in all_of(Ticket).all():
        steps = by_ticket[ticket.pk]
        state = TicketState(Assigned.NONE, Use.NOT_IN_USE)
        for step in steps:
            state = move_named(step.move).leads_to(state)
            assert (state.assigned, state.use) == (step.to_assignment_state, step.to_use_state)
        assert (state.assigned, state.use) == (ticket.assignment_state, ticket.use_state)
        assert state.terminated == (ticket.pk in ended)
        days = [step.effective_on for step in steps]
        assert days == sorted(days)
        assert [step.ordinal for step in steps] == list(range(1, len(steps) + 1))


@pytest.mark.row("D10", "J10", "J11")
def test_every_state_of_the_clock_is_there_for_the_counsellor(nation: Made) -> None:
    ours = all_of(Duty).filter(organisation__in=all_of(Case).filter(
        organisation__name=BRIGHT_PATH).values("organisation"), closed_at=None)  # fmt: skip
    today: date = settings.PORTAL_TODAY
    due = list(ours.values_list("kind", "due_on"))
    contacts = [(day - today).days for kind, day in due if kind == "contact-due"]
    assert any(days < 0 for days in contacts)
    assert any(0 <= days <= 7 for days in contacts)
    assert any(days > 7 for days in contacts)
    assert any(kind == "contact-attempts-missing" for kind, _ in due)
    assert any(kind == "unassign-by" and 0 <= (day - today).days <= 7 for kind, day in due)
    assert any(kind == "stale-ticket" and day <= today for kind, day in due)
    assert all_of(PhaseBasis).filter(milestones__3__attained_in__isnull=False).exists()
    assert all_of(ContactNote).filter(no_more_contact=True).exists()


@pytest.mark.row("D10")
def test_what_is_due_is_what_the_facts_make_due(nation: Made) -> None:
    cases = list(all_of(Assignment).filter(ended_on=None).values_list("pk", flat=True))
    with open_unit(SYSTEM, now(), reading=True, page="test"):
        found = contacts_of(cases, with_goals=True)
    wanted = {
        (due.kind, due.subject, due.organisation, due.person, due.due_on)
        for one in found.values()
        for due in duties_of(one, settings.PORTAL_TODAY)
    }
    there = all_of(Duty).filter(kind__in=CONTACT_KINDS, closed_at=None)
    assert set(there.values_list("kind", "subject", "organisation", "person", "due_on")) == wanted


def test_no_contact_is_outside_its_assignment(nation: Made) -> None:
    notes = all_of(ContactNote).all()
    days = dict(all_of(Assignment).values_list("pk", "assigned_on"))
    ends = dict(all_of(Assignment).values_list("pk", "ended_on"))
    assert notes.count() > 50
    for note in notes:
        assert days[note.case_id] <= note.happened_on <= (ends[note.case_id] or settings.PORTAL_TODAY)


@pytest.mark.row("D7", "F1")
@pytest.mark.row("L3")
def test_papers_wait_in_the_mail_room_and_some_are_done(nation: Made) -> None:
    found = list(all_of(PaperItem).values_list("state", flat=True))
    assert {state: found.count(state) for state in found} == {
        "received": 2,
        "indexed": 2,
        "entered": 1,
        "sent-back": 1,
        "kept": 1,
    }
    for paper in all_of(PaperItem):
        steps = list(all_of(PaperStep).filter(paper=paper).order_by("version"))
        assert [one.version for one in steps] == list(range(paper.version + 1))
        assert steps[-1].to_state == paper.state
        waits = all_of(Duty).filter(subject=paper.pk, kind="enter-paper").exists()
        assert waits is (paper.state in ("received", "indexed"))


def test_two_ens_are_under_review_with_three_and_nine_compliant_plans(nation: Made) -> None:
    compliant = Counter(
        all_of(PlanReview).filter(state="compliant").values_list("organisation__name", flat=True)
    )
    assert compliant == COMPLIANT
    without = all_of(AssignmentRight).filter(until_on__lte=settings.PORTAL_TODAY)
    assert set(without.values_list("provider__organisation__name", flat=True)) == set(COMPLIANT)
    assert not all_of(AssignRight).filter(proposed_by=F("decided_by")).exists()


@pytest.mark.row("D2")
def test_there_are_cases_at_every_step_before_the_assignment(nation: Made) -> None:
    before = all_of(Case).exclude(pk__in=all_of(Assignment).values("pk"))
    assert before.filter(intake=None, closed_on=None).exists()
    assert before.filter(intake__outcome="thinks").exists()
    assert before.filter(hand_offs__connected=None, hand_offs__isnull=False).exists()
    assert before.filter(closed_why="not-a-match").exists()
    assert before.filter(forms__state="signed", closed_on=None).exists()
