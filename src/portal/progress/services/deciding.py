"""What people decide about a review: that progress was not made, its review by Social Security, and the way back."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from portal.kernel.desks import holds
from portal.kernel.results import Answer, Done, NotAllowed
from portal.kernel.unit import as_system, current
from portal.policy.core import Decision, Outcome
from portal.policy.progress import review as judge
from portal.policy.progress_facts import ProgressFacts, Replier
from portal.policy.progress_reentry import appeal as judge_appeal
from portal.policy.progress_reentry import may_reenter, reentry
from portal.policy.ticket_guards import MoveFacts
from portal.policy.ticket_moves import By
from portal.policy.ticket_use import effect, held_on
from portal.progress.duties import DESK
from portal.progress.facts import progress_facts
from portal.progress.letters import back, failed, reviewed
from portal.progress.models import ProgressReview
from portal.progress.services.going_on import go_on, holder
from portal.progress.services.moving import keep_decision, make_move, refuse, take_hold
from portal.progress.services.replying import Response, keep_reply
from portal.tickets.results import Moved
from portal.tickets.services.move import move_ticket

MADE = "What is on record now shows the progress. The review ended as made; no letter is sent."
NOT_ALL = "The rules do not say yet that progress was not made. See what is missing below, and enter it."
NOT_YET = "The days do not fit: not after today, and not before the letter it answers."
SAY_WHY = "Say why. It is kept with the decision."
NOT_MET = "What is on record does not yet reach what the missed review asked for."
State = ProgressReview.State


def fail(*, review: UUID, version: int) -> Answer:
    """Send the fail notice, where the rules say that progress was not made and everybody was asked."""
    row = take_hold(review, version, "fail")
    if not isinstance(row, ProgressReview):
        return row
    barred = holds(DESK, row.pk)
    if barred is not None:
        return refuse(row, "fail", barred)
    facts = progress_facts(row.ticket_id, on=current().on, period=row.period)
    stands = judge(facts)
    if stands.decision.outcome is Outcome.GRANT:
        go_on(row)
        return NotAllowed(MADE, stands.decision)
    if stands.decision.outcome is not Outcome.REFUSE:
        return refuse(row, "fail", NOT_ALL, stands.decision)
    row.decided_on, row.decided_by = current().on, current().actor.label
    keep_decision(row, facts, stands.decision)
    return make_move(row, "fail", letter=failed(stands, current().on))


def ask_review(*, review: UUID, asked_on: date, version: int | None = None, reason: str = "") -> Answer:
    """Ask Social Security to review the decision. Late, it is taken too; the failure stays in effect till then."""
    row = take_hold(review, version, "appeal")
    if not isinstance(row, ProgressReview):
        return row
    failure = next(one for one in _facts(row).use.failures if one.period == row.period)
    if row.appealed_on is not None:
        return refuse(row, "appeal", "Social Security has reviewed this decision before.")
    if not failure.notice_on <= asked_on <= current().on:
        return refuse(row, "appeal", NOT_YET)
    row.appealed_on = asked_on
    done = make_move(row, "appeal", reason=reason)
    return replace(done, said=" ".join(judge_appeal(failure, asked_on).notes))


def decide_review(*, review: UUID, version: int, favorable: bool, reason: str) -> Answer:
    """What Social Security decides, by another person than who failed the review."""
    move = "overturn" if favorable else "uphold"
    row = take_hold(review, version, move)
    if not isinstance(row, ProgressReview):
        return row
    if not reason.strip():
        return NotAllowed(SAY_WHY)
    in_effect = row.effect_on is not None
    row.appeal_decided_on, row.favorable = current().on, favorable
    before = judge(_facts(row))
    with as_system():
        row.save(update_fields=["appeal_decided_on", "favorable"])
    failure = next(one for one in _facts(row).use.failures if one.period == row.period)
    days = None if favorable else effect(failure)
    letter = reviewed(
        before, current().on, favorable=favorable, in_effect_from=days[0] if days is not None else None
    )
    if favorable and in_effect:
        _in_use_again(row, By.SSA, current().on)
    return make_move(row, move, letter=letter, reason=reason)


def ask_reentry(*, review: UUID, asked_on: date, response: Response, proven: bool = False) -> Answer:
    """Ask in writing for the Ticket to be back in use, with what shows the missed requirement (TPR-09)."""
    row = take_hold(review, None, "ask-reentry")
    if not isinstance(row, ProgressReview):
        return row
    if not (row.decided_on or row.due_on) <= asked_on <= current().on:
        return refuse(row, "ask-reentry", NOT_YET)
    row.reentry_asked_on = asked_on
    reply = keep_reply(row, Replier.HOLDER, response, received_on=asked_on, proven=proven)
    make_move(row, "ask-reentry")
    return Done(row.pk, reply.number, row.state)


def decide_reentry(*, review: UUID, version: int, granted: bool, reason: str = "") -> Answer:
    """Put the Ticket back in use, where the rules say that the missed requirement is met; or not yet, with why."""
    move = "reinstate" if granted else "refuse-reentry"
    row = take_hold(review, version, move)
    if not isinstance(row, ProgressReview):
        return row
    barred = holds(DESK, row.pk)
    if barred is not None:
        return refuse(row, move, barred)
    facts = _facts(row)
    decision = may_reenter(facts)
    if not granted:
        if not reason.strip():
            return NotAllowed(SAY_WHY)
        row.reentry_asked_on = None
        return make_move(row, move, reason=reason)
    if decision.outcome is not Outcome.GRANT or row.reentry_asked_on is None:
        return refuse(row, move, NOT_MET, decision)
    follows = reentry(facts.use, row.reentry_asked_on)
    row.reentered_on = follows.effective_on
    if row.effect_on is not None:
        _in_use_again(row, By.INTEGRITY, follows.effective_on)
    return make_move(row, move, letter=back(judge(facts), follows), reason=reason)


def reentry_decision(row: ProgressReview) -> Decision:
    """What the rules say to a request to be back in use, as things stand."""
    return may_reenter(_facts(row))


def _in_use_again(row: ProgressReview, by: By, on: date) -> None:
    """Lift the failed review from the Ticket; one that nobody holds may have ended meanwhile."""
    facts = _facts(row)
    moved = move_ticket(
        ticket=row.ticket_id,
        move="reinstate",
        facts=MoveFacts(by, current().on),
        effective_on=on,
        organisation=holder(row.ticket_id, facts),
        cause=row.number,
    )
    if not isinstance(moved, Moved) and held_on(facts.use, current().on) is not None:
        raise RuntimeError("the Ticket did not follow its review")


def _facts(row: ProgressReview) -> ProgressFacts:
    return progress_facts(row.ticket_id, on=current().on, period=row.period)
