"""Moving a review along its table: written with its step, its letter, its duties and the trail."""

from typing import Any
from uuid import UUID

from portal.kernel.actor import SYSTEM
from portal.kernel.decisions import store
from portal.kernel.duties import settle
from portal.kernel.ids import new_id
from portal.kernel.outbox import enqueue
from portal.kernel.results import Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Decision
from portal.policy.progress_facts import ProgressFacts
from portal.policy.progress_json import progress_to_json
from portal.progress.duties import KINDS, duties_for
from portal.progress.facts import FAIL
from portal.progress.letters import Letter
from portal.progress.models import ProgressNotice, ProgressReview, ProgressStep
from portal.progress.moves import DUE, may_move, move_named
from portal.tickets.locks import lock_ticket

POST = "progress.post_notice"


def take_hold(
    review: UUID, version: int | None, move: str
) -> ProgressReview | Changed | NotAllowed | NotFound:
    """The review, its Ticket locked, or why the actor may not make this move now; a refusal is noted.

    Where `version` is None, whatever it stands at now.
    """
    ticket = ProgressReview.objects.filter(pk=review).values_list("ticket", flat=True).first()
    if ticket is None:
        return NotFound()
    row = held(review, ticket)
    if version is not None and row.version != version:
        return Changed()
    refused = may_move(row.state, move_named(move), current().actor, row.decided_by or None)
    return row if refused is None else refuse(row, move, refused.sentence)


def held(review: UUID, ticket: UUID) -> ProgressReview:
    """The review with its Ticket locked, as the system sees it."""
    lock_ticket(ticket)
    with as_system():
        return ProgressReview.objects.select_for_update(of=("self",)).get(pk=review)


def refuse(row: ProgressReview, move: str, sentence: str, decision: Decision | None = None) -> NotAllowed:
    """Note that a move was refused, and say why."""
    note(
        "progress-move-refused",
        subject_kind="progress-review",
        subject=row.pk,
        people=[row.person_id],
        detail={"move": move, "state": row.state},
    )
    return NotAllowed(sentence, decision)


def make_move(
    row: ProgressReview, move: str, *, letter: Letter | None = None, reason: str = "", by_system: bool = False
) -> Done:
    """Write a review that was judged. The caller sets what the move determines first."""
    unit, rule, before = current(), move_named(move), row.state or DUE
    if before not in rule.from_states:
        raise ValueError(f"{move} is not possible from {before}")
    fresh = row._state.adding
    actor = SYSTEM if by_system else unit.actor
    row.state, row.version = rule.to, row.version + (0 if fresh else 1)
    step = ProgressStep(
        id=new_id(),
        review=row,
        person_id=row.person_id,
        move=move,
        from_state=before,
        to_state=rule.to,
        reason=reason.strip(),
        version=row.version,
        on=unit.on,
        at=unit.at,
        by=actor.label,
        by_name=actor.name,
    )
    with as_system():
        row.save(force_insert=fresh)
        step.save(force_insert=True)
        if letter is not None:
            _send(row, letter)
        settle_review(row)
    note(
        f"progress-{move}",
        subject_kind="progress-review",
        subject=row.pk,
        people=[row.person_id],
        detail={"state": row.state, "version": row.version, "letter": letter.code if letter else None},
    )
    return Done(row.pk, row.number, row.state)


def settle_review(row: ProgressReview) -> None:
    """Make what is due on a review agree with where it stands. Written as the system."""
    sent = {one.code: one for one in ProgressNotice.objects.filter(review=row)}
    last_days = [one.last_day for one in sent.values() if one.code != FAIL and one.last_day is not None]
    failed_on = sent[FAIL].sent_on if FAIL in sent else None
    wanted = duties_for(row, current().on, last_day=max(last_days, default=None), failed_on=failed_on)
    settle(row.pk, KINDS, list(wanted))


def keep_decision(row: ProgressReview, facts: ProgressFacts, decision: Decision) -> None:
    """Keep a decision with the facts it was made on."""
    answer: dict[str, Any] = decision.to_json()
    with as_system():
        store(
            facts=progress_to_json(facts),
            answer=answer,
            subject_kind="progress-review",
            subject=row.pk,
            person=row.person_id,
        )


def _send(row: ProgressReview, letter: Letter) -> None:
    """The letter as it is sent today; the worker makes its PDF and posts it."""
    sent = ProgressNotice(
        id=new_id(),
        review=row,
        organisation_id=row.organisation_id if letter.code == "Qp2" else None,
        person_id=row.person_id,
        code=letter.code,
        sent_on=current().on,
        last_day=letter.last_day,
        content=letter.to_json(),
    )
    sent.save(force_insert=True)
    enqueue(POST, sent.pk)
