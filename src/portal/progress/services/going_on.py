"""What the system does with reviews by itself: open one that is due, go on with it, put a failure into effect.

The records are looked at first: a review that they pass asks nobody (TPR-05). Else the letters go out in their order.
"""

from uuid import UUID

from portal.kernel.duties import settle
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.unit import as_system, current
from portal.policy.core import Month, Outcome
from portal.policy.dates import DAY
from portal.policy.progress import Review, review
from portal.policy.progress_facts import ProgressFacts
from portal.policy.progress_notices import asked_enough
from portal.policy.progress_periods import Calendar, count, next_review_from
from portal.policy.ticket_guards import MoveFacts
from portal.policy.ticket_moves import By
from portal.policy.ticket_use import effect, end_of_use, held_on
from portal.progress.duties import OPEN as OPENING
from portal.progress.duties import clock
from portal.progress.facts import progress_facts
from portal.progress.letters import asking
from portal.progress.models import ProgressReview
from portal.progress.moves import NOT_MADE, OPEN
from portal.progress.services.moving import held, keep_decision, make_move, settle_review
from portal.tickets.locks import lock_ticket
from portal.tickets.models import Assignment, Ticket, VrCase
from portal.tickets.services.move import move_ticket

State = ProgressReview.State
_ASKS = {"Q-2": "ask-holder", "Qp2": "ask-provider", "F-1": "ask-again"}


def settle_clock(ticket: UUID) -> None:
    """Say when the next period of the Ticket can be reviewed. Written as the system."""
    lock_ticket(ticket)
    facts = progress_facts(ticket, on=current().on)
    _settle(ticket, facts, _calendar(facts))


def open_due(ticket: UUID) -> UUID | None:
    """Open the review of the last period that is over; None where none is, or it was opened before."""
    lock_ticket(ticket)
    on = current().on
    facts = progress_facts(ticket, on=on)
    calendar = _calendar(facts)
    over = [one for one in calendar.periods if one.review_from is not None and one.review_from <= on]
    opened = None
    if over and end_of_use(facts.use) is None:
        opened = _opened(ticket, over[-1].number)
    _settle(ticket, facts, calendar)
    return opened


def go_on(row: ProgressReview) -> ProgressReview:
    """Judge an open review anew, and do what comes next. Its Ticket is locked."""
    if row.state not in OPEN:
        return row
    facts = progress_facts(row.ticket_id, on=current().on, period=row.period)
    stands = review(facts)
    ended = end_of_use(facts.use)
    if ended is not None and ended <= current().on:
        make_move(row, "stop", by_system=True, reason="The Ticket has ended.")
    elif stands.decision.outcome is Outcome.GRANT:
        row.decided_on = current().on
        keep_decision(row, facts, stands.decision)
        make_move(row, "pass", by_system=True)
    elif row.state != State.TO_DECIDE:
        _next(row, facts, stands)
    return row


def step_due(review: UUID) -> None:
    """What the day has brought that a review waited for: the next letter, or the effect of a failure."""
    ticket = ProgressReview.objects.filter(pk=review).values_list("ticket", flat=True).first()
    if ticket is None:
        return
    row = held(review, ticket)
    if row.state in OPEN:
        go_on(row)
    elif row.effect_on is None and row.state in (*NOT_MADE, State.APPEALED):
        _take_effect(row)


def _opened(ticket: UUID, period: int) -> UUID | None:
    with as_system():
        if ProgressReview.objects.filter(ticket=ticket, period=period).exists():
            return None
        person = Ticket.objects.values_list("person", flat=True).get(pk=ticket)
    on = current().on
    facts = progress_facts(ticket, on=on, period=period)
    stands = review(facts)
    due = stands.period.review_from
    if due is None:
        return None
    row = ProgressReview(
        id=new_id(),
        number=new_number("TP"),
        ticket_id=ticket,
        person_id=person,
        period=period,
        due_on=due,
        opened_on=on,
        state="",
    )
    if stands.decision.outcome is Outcome.GRANT:
        row.decided_on = on
        make_move(row, "pass-by-records", by_system=True)
        keep_decision(row, facts, stands.decision)
    else:
        make_move(row, "ask-holder", letter=asking("Q-2", stands, on), by_system=True)
    return row.pk


def _next(row: ProgressReview, facts: ProgressFacts, stands: Review) -> None:
    step, on = stands.step, current().on
    if step is None:
        # The months are counted anew since a fact has changed, and the period is not over any more.
        make_move(row, "stop", by_system=True, reason="The period is not over, as its months count now.")
    elif asked_enough(step):
        make_move(row, "bring", by_system=True)
    elif step.send is not None and step.from_on is not None and step.from_on <= on:
        if step.send == "Qp2":
            row.organisation_id = holder(row.ticket_id, facts)
        make_move(row, _ASKS[step.send], letter=asking(step.send, stands, on), by_system=True)
    else:
        with as_system():
            settle_review(row)


def _take_effect(row: ProgressReview) -> None:
    """Put the Ticket out of use from the day the law says; one that nobody holds stays so when it is assigned again."""
    facts = progress_facts(row.ticket_id, on=current().on, period=row.period)
    failure = next(one for one in facts.use.failures if one.period == row.period)
    days = effect(failure)
    if days is not None and days[0] <= current().on and days[1] is None:
        move_ticket(
            ticket=row.ticket_id,
            move="fail-progress-review",
            facts=MoveFacts(By.INTEGRITY, current().on),
            effective_on=days[0],
            organisation=holder(row.ticket_id, facts),
            cause=row.number,
        )
        row.effect_on = days[0]
    with as_system():
        row.save(update_fields=["effect_on"])
        settle_review(row)


def holder(ticket: UUID, facts: ProgressFacts) -> UUID | None:
    """The provider that holds the Ticket today, or the agency whose case does."""
    if held_on(facts.use, current().on) is None:
        return None
    with as_system():
        assigned = Assignment.objects.filter(ticket=ticket, ended_on=None, superseded_at=None)
        cases = VrCase.objects.filter(person__tickets=ticket, closed_on=None, superseded_at=None)
        return (
            assigned.values_list("organisation", flat=True).first()
            or cases.values_list("organisation", flat=True).first()
        )


def _calendar(facts: ProgressFacts) -> Calendar:
    return count(facts.use, Month.of(facts.decided_on))


def _settle(ticket: UUID, facts: ProgressFacts, calendar: Calendar) -> None:
    on, month = facts.decided_on, Month.of(facts.decided_on)
    ended = end_of_use(facts.use)
    going = held_on(facts.use, on) is not None and (ended is None or ended > on)
    due = next_review_from(calendar, month) if going else None
    with as_system():
        person = Ticket.objects.values_list("person", flat=True).get(pk=ticket)
        settle(ticket, (OPENING,), list(clock(ticket, person, max(due, on + DAY) if due else None)))
