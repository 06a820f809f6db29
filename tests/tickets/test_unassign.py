"""Taking a Ticket out of assignment: who may, from when, the extension, and what is written (rows C8, D13)."""

from datetime import date

import pytest

from portal.kernel.models import StoredDecision, TrailEntry
from portal.policy.roles import Role
from portal.policy.ticket_moves import By
from portal.policy.unassignment import Asker
from portal.progress.record import progress_record
from portal.tickets.history import stands_on
from portal.tickets.models import Assignment, Ticket, TicketStep, Unassignment
from portal.tickets.record import ticket_record
from portal.tickets.results import Assigned, NotUnassigned, Unassigned
from portal.tickets.services.unassign import Asked, foresee, take_out
from tests.replay.kept import made_again
from tests.tickets.office import Office

pytestmark = pytest.mark.row("C8", "D13")
TODAY = date(2025, 12, 15)


@pytest.fixture
def office(world, unit_as) -> Office:
    return Office(world, unit_as)


@pytest.fixture
def held(office):
    return office.held()


def rows(model, **which):
    return model.objects.using("loader").filter(**which)


def take(office, assignment, reason="lost-contact", *, actor=None, by=By.EN, asker=Asker.PROVIDER, **more):
    with office.unit_as(actor or office.counsellor):
        return take_out(asked=Asked(assignment.pk, asker, reason, **more), by=by)


def test_a_provider_that_cannot_serve_gives_back_with_the_extension(office, held):
    answer = take(office, held, "provider-unable")
    assert (answer.effective_on, answer.extended_until) == (TODAY, date(2026, 3, 16))
    ticket = rows(Ticket).get()
    assert (ticket.assignment_state, ticket.use_state) == ("none", "extended")
    assert rows(Assignment).get().ended_on == TODAY
    made = rows(Unassignment).get()
    assert (made.number, made.reason, made.asker, made.acted_on) == (
        answer.number,
        "provider-unable",
        "provider",
        TODAY,
    )
    step = rows(TicketStep).get()
    assert (step.move, step.cause, step.organisation_id) == (
        "unassign-with-extension",
        "provider-unable",
        office.en.pk,
    )


@pytest.mark.parametrize("reason", ["lost-contact", "no-contact-wished", "goals-given-up", "died", "other"])
def test_other_reasons_earn_no_extension(office, held, reason):
    assert take(office, held, reason).extended_until is None
    ticket = rows(Ticket).get()
    assert (ticket.assignment_state, ticket.use_state) == ("none", "not-in-use")


@pytest.mark.parametrize(
    ("move", "use", "then"),
    [
        ("make-inactive", "inactive", "not-in-use"),
        ("fail-progress-review", "failed-progress", "failed-progress"),
    ],
)
def test_a_ticket_not_in_use_has_no_extension(office, held, move, use, then):
    """A failed progress review stays in effect (CDR-05)."""
    office.world.ticket_step(held.ticket, move, date(2025, 12, 1), to=("EN", use))
    assert take(office, held, "provider-unable").extended_until is None
    assert rows(TicketStep).latest("ordinal").move == "unassign-while-not-in-use"
    assert (rows(Ticket).get().assignment_state, rows(Ticket).get().use_state) == ("none", then)


def test_inactive_from_the_next_month_on_it_is_in_use_until_then(office, held):
    """Asked for in December: what is taken out on 15 December was in use, and has its extension."""
    office.world.ticket_step(held.ticket, "make-inactive", date(2026, 1, 1), to=("EN", "inactive"))
    assert take(office, held, "provider-unable").extended_until == date(2026, 3, 16)
    assert rows(TicketStep).latest("ordinal").move == "unassign-with-extension"
    assert rows(Ticket).get().use_state == "extended"


@pytest.mark.row("H1")
def test_assigned_again_with_a_failed_review_in_effect_it_is_not_in_use(office, held):
    """The room, its history by day and protection say the same of every day (CDR-05)."""
    office.world.ticket_step(
        held.ticket, "fail-progress-review", date(2025, 11, 1), to=("EN", "failed-progress")
    )
    take(office, held, "provider-unable")
    other = office.world.organisation()
    plan = office.plan(held.person, office.signed_today(), organisation=other)
    office.assign(plan=plan, actor=office.counsellor_of(other))
    ticket = rows(Ticket).get()
    assert (ticket.assignment_state, ticket.use_state) == ("EN", "failed-progress")
    with office.unit_as(office.staff(Role.TPM_BENEFICIARY_SUPPORT), reading=True):
        shown = ticket_record(ticket.number)
        stands, told = stands_on(ticket.pk, TODAY), progress_record(ticket.pk, TODAY).today
    assert shown.state_words == stands.words == "Assigned Not In Use – FTPR"  # noqa: RUF001
    assert (stands.protected, told.protected) == (False, False)


def test_the_ticketholder_needs_no_reason(office, held):
    answer = take(
        office,
        held,
        None,
        by=By.INTEGRITY,
        actor=office.staff(Role.TPM_BENEFICIARY_SUPPORT),
        asker=Asker.HOLDER,
        signed_on=TODAY,
        form_complete=True,
    )
    assert isinstance(answer, Unassigned)
    assert rows(Unassignment).get().reason == "none-given"


def test_a_paper_counts_from_its_receipt(office, held):
    answer = take(
        office,
        held,
        None,
        by=By.INTEGRITY,
        actor=office.staff(Role.TPM_INTEGRITY_REVIEWER),
        asker=Asker.HOLDER,
        signed_on=date(2025, 12, 1),
        received_on=date(2025, 12, 5),
        form_complete=True,
    )
    made = rows(Unassignment).get()
    assert (answer.effective_on, made.acted_on, made.received_on) == (
        date(2025, 12, 5),
        TODAY,
        date(2025, 12, 5),
    )


@pytest.mark.parametrize(
    "paper",
    [
        {"signed_on": None, "form_complete": True},
        {"signed_on": date(2025, 12, 6), "form_complete": True},
        {"signed_on": date(2025, 12, 1), "form_complete": False},
    ],
)
def test_a_ticketholder_s_paper_is_complete_dated_and_signed(office, held, paper):
    answer = take(
        office,
        held,
        None,
        by=By.INTEGRITY,
        actor=office.staff(Role.TPM_INTEGRITY_REVIEWER),
        asker=Asker.HOLDER,
        received_on=date(2025, 12, 5),
        **paper,
    )
    assert isinstance(answer, NotUnassigned)
    assert "signed" in answer.sentence or "dated" in answer.sentence
    assert rows(Ticket).get().assignment_state == "EN"


@pytest.mark.parametrize("reason", ["dissatisfied", "provider-gone", "nonsense", ""])
def test_a_reason_that_is_not_the_provider_s_to_give(office, held, reason):
    assert isinstance(take(office, held, reason), NotUnassigned)


def test_not_yours_is_refused_in_a_sentence(office, held):
    other = office.counsellor_of(office.world.organisation())
    answer = take(office, held, actor=other)
    assert "not assigned to your organization" in answer.sentence
    assert rows(Assignment).get().ended_on is None
    assert rows(TrailEntry, kind="unassignment-refused").count() == 1


def test_twice_is_once_and_the_receipt_is_the_first(office, held):
    first = take(office, held)
    assert take(office, held) == first
    assert rows(Unassignment).count() == 1


def test_an_assignment_that_ended_without_a_request_is_gone(office):
    _, ticket = office.beneficiary()
    before = office.world.assignment(ticket, office.en, ended_on=date(2025, 3, 1))
    assert "not assigned any more" in take(office, before).sentence


def test_the_same_day_it_can_be_assigned_elsewhere(office, held):
    take(office, held, "provider-unwilling")
    other = office.world.organisation()
    actor = office.counsellor_of(other)
    plan = office.plan(held.person, organisation=other, facts=office.signed_today())
    answer = office.assign(plan=plan, actor=actor)
    assert isinstance(answer, Assigned) and answer.assigned_on == TODAY
    assert list(rows(TicketStep).order_by("ordinal").values_list("move", flat=True)) == [
        "unassign-with-extension",
        "assign",
    ]


def test_the_effect_is_known_before_anything_is_done(office, held):
    with office.unit_as(office.counsellor, reading=True):
        seen = foresee(asked=Asked(held.pk, Asker.PROVIDER, "moved"), by=By.EN)
    assert (seen.decision.outcome, seen.effect.extended_until) == ("grant", date(2026, 3, 16))
    assert rows(Ticket).get().assignment_state == "EN"


def test_the_decision_replays_and_a_note_is_sealed(office, held):
    take(office, held, note="Robin Roe did not answer.")
    kept = rows(StoredDecision).get()
    made_again("unassignment")
    assert kept.outcome == "grant"
    assert b"Robin" not in bytes(rows(Unassignment).get().note)
