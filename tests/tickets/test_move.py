"""Moves of a Ticket: judged under lock, kept as a step, from every state by everybody (§3.4)."""

import threading
from datetime import date

import pytest
from django.db import connections

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.models import TrailEntry
from portal.kernel.unit import open_unit
from portal.policy.core import Month
from portal.policy.roles import Role
from portal.policy.ticket_guards import MoveFacts
from portal.policy.ticket_moves import MOVES, By
from portal.policy.ticket_states import STATES, TERMINATED
from portal.tickets.models import Termination, Ticket, TicketStep
from portal.tickets.results import Moved, Refused
from portal.tickets.services.move import move_ticket
from tests.world import LONG_AGO

pytestmark = [pytest.mark.row("D6", "D13")]
TODAY = date(2025, 12, 15)


def facts(by, **more):
    """Facts on which nothing but state and maker can stand against a move."""
    known = {"acts_for_holder": True, "ipe_signed_on": TODAY, "unassigned_on": date(2025, 1, 1)}
    return MoveFacts(by=by, on=TODAY, **{**known, **more})


def put(world, ticket, state):
    """A step by which the Ticket is in this state; a terminated one has its record too."""
    if state.terminated:
        Termination(
            ticket=ticket,
            person_id=ticket.person_id,
            month=Month.parse("2025-11"),
            cause="other",
            recorded_at=LONG_AGO,
        ).save(using="loader", force_insert=True)
    world.ticket_step(ticket, "put", TODAY, to=(state.assigned.value, state.use.value))


def columns(ticket):
    row = Ticket.objects.using("loader").get(pk=ticket.pk)
    return row.assignment_state, row.use_state


def steps(ticket):
    return TicketStep.objects.using("loader").filter(ticket=ticket).order_by("ordinal")


def test_a_move_is_kept_with_who_when_and_what(world, unit_as):
    en = world.organisation()
    ticket, actor = world.ticket(), world.actor(world.account(en, [Role.EN_COUNSELLOR], name="Cora"))
    with unit_as(actor):
        answer = move_ticket(
            ticket=ticket.pk,
            move="assign",
            facts=facts(By.EN),
            effective_on=date(2025, 12, 10),
            organisation=en.pk,
            cause="plan PL-1",
        )
    assert isinstance(answer, Moved)
    step = steps(ticket).get()
    assert (step.move, step.ordinal, step.organisation_id, step.cause) == ("assign", 1, en.pk, "plan PL-1")
    assert (step.from_assignment_state, step.to_assignment_state) == ("none", "EN")
    assert (step.from_use_state, step.to_use_state) == ("not-in-use", "in-use")
    assert (step.effective_on, step.entered_on) == (date(2025, 12, 10), TODAY)
    assert (step.by_account, step.by_name) == (actor.account, "Cora")
    assert columns(ticket) == ("EN", "in-use")
    assert TrailEntry.objects.using("loader").filter(kind="ticket-assign", subject=ticket.pk).count() == 1


@pytest.mark.parametrize("state", STATES, ids=lambda state: "-".join(map(str, state)))
def test_each_move_from_each_state_by_each_maker(world, unit_as, state):
    ticket = world.ticket()
    put(world, ticket, state)
    for move in MOVES:
        for by in By:
            given = facts(by, extension=move.name != "unassign-without-extension")
            with unit_as(SYSTEM):
                answer = move_ticket(
                    ticket=ticket.pk, move=move.name, facts=given, effective_on=TODAY, organisation=None
                )
            after = move.leads_to(state)
            if after is None or by not in move.by:
                assert isinstance(answer, Refused), (move.name, by)
                assert answer.sentence
                assert columns(ticket) == (state.assigned.value, state.use.value)
                continue
            assert answer.state == after
            assert columns(ticket) == (after.assigned.value, after.use.value)
            if state is not TERMINATED:
                put(world, ticket, state)


def test_a_refusal_is_noted_and_changes_nothing(world, unit_as):
    ticket = world.ticket()
    with unit_as(SYSTEM):
        answer = move_ticket(
            ticket=ticket.pk,
            move="close-case",
            facts=facts(By.AGENCY),
            effective_on=TODAY,
            organisation=None,
        )
    assert answer.sentence.startswith("No cost-reimbursement case is open.")
    assert not steps(ticket).exists()
    noted = TrailEntry.objects.using("loader").get(kind="ticket-move-refused")
    assert noted.detail == {"move": "close-case", "checks": ["state-allows-the-move"]}


def test_of_two_at_once_one_moves(world):
    ticket, gate, answers = world.ticket(), threading.Barrier(2), []

    def run():
        try:
            gate.wait()
            with open_unit(SYSTEM, now(), reading=False, page="test"):
                answers.append(
                    move_ticket(
                        ticket=ticket.pk,
                        move="assign",
                        facts=facts(By.INTEGRITY),
                        effective_on=TODAY,
                        organisation=None,
                    )
                )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(type(answer).__name__ for answer in answers) == ["Moved", "Refused"]
    assert steps(ticket).count() == 1
