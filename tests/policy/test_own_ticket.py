"""What a Ticketholder is told of the own Ticket, in every state and on both sides of the last protected day (H1)."""

from datetime import date

import pytest

from portal.policy.own_ticket import OwnTicket, Standing, own_ticket
from portal.policy.ticket_states import (
    EXTENDED,
    STATES,
    TERMINATED,
    UNASSIGNED,
    Assigned,
    TicketState,
    Use,
    protected,
)

pytestmark = pytest.mark.row("H1")

ON = date(2025, 5, 30)
LEFT = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("assigned", "use", "standing", "safe"),
    [
        (Assigned.EN, Use.IN_USE, Standing.WITH_PROVIDER, True),
        (Assigned.VREN, Use.IN_USE, Standing.WITH_PROVIDER, True),
        (Assigned.CR, Use.IN_USE, Standing.WITH_AGENCY, True),
        (Assigned.EN, Use.INACTIVE, Standing.ON_HOLD, False),
        (Assigned.CR, Use.INACTIVE, Standing.ON_HOLD, False),
        (Assigned.EN, Use.FAILED_PROGRESS, Standing.REVIEW_NOT_MET, False),
        (Assigned.CR, Use.FAILED_PROGRESS, Standing.REVIEW_NOT_MET, False),
    ],
)
def test_a_held_ticket_protects_while_it_is_in_use(assigned, use, standing, safe):
    assert own_ticket(TicketState(assigned, use), None, ON) == OwnTicket(standing, safe, None)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (LEFT, OwnTicket(Standing.BETWEEN, True, date(2025, 5, 30))),
        (date(2025, 5, 30), OwnTicket(Standing.BETWEEN, True, date(2025, 5, 30))),
        (date(2025, 5, 31), OwnTicket(Standing.FREE, False, None)),
    ],
)
def test_an_extension_protects_through_the_90th_day_whether_its_end_was_entered_or_not(on, told):
    """Readings settled: unassigned on 1 March, protected through 30 May."""
    assert own_ticket(EXTENDED, LEFT, on) == told


def test_a_ticket_that_nobody_has_or_that_ended_protects_nobody():
    assert own_ticket(UNASSIGNED, LEFT, ON) == OwnTicket(Standing.FREE, False, None)
    assert own_ticket(EXTENDED, None, ON) == OwnTicket(Standing.FREE, False, None)
    assert own_ticket(TERMINATED, LEFT, ON) == OwnTicket(Standing.ENDED, False, None)


@pytest.mark.parametrize("state", STATES)
def test_nobody_is_told_of_a_protection_that_the_law_of_states_does_not_know(state):
    assert own_ticket(state, LEFT, LEFT).protected is protected(state)
