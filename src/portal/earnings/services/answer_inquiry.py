"""Answering an earnings inquiry: each row as the record has it, then all of them sent together (rows C4, L13)."""

from uuid import UUID

from portal.earnings.answering import as_recorded
from portal.earnings.duties import DESK, KINDS, duties_for
from portal.earnings.models import Inquiry, InquiryRow
from portal.earnings.moves import may_move, move_named
from portal.earnings.services.inquiry_mail import write_answered
from portal.kernel.desks import holds
from portal.kernel.duties import settle
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Decision, Outcome
from portal.policy.inquiry_answer import REASONED, AnswerFacts, Result, judge_answer

NOT_ALL = "Answer each Ticketholder first. Still open: {}."


def answer_row(*, inquiry: UUID, version: int, line: int, result: Result, reason: str = "") -> Answer:
    """Write down the answer on one person, with what the record says today. The provider reads it once it is sent."""
    row = _held(inquiry, version, "answer-row")
    if not isinstance(row, Inquiry):
        return row
    about = InquiryRow.objects.filter(inquiry=row, line=line).select_related("assignment").first()
    if about is None:
        return NotFound()
    recorded = as_recorded(about.assignment)
    decision = judge_answer(AnswerFacts(result, reason, recorded.quarters))
    if decision.outcome is not Outcome.GRANT:
        return _refuse(row, "answer-row", decision.told, decision)
    about.result, about.reason = str(result), reason.strip()
    about.told = None if result in REASONED else recorded.told()
    about.answered_on, about.answered_by_name = current().on, current().actor.name
    with as_system():
        about.save(update_fields=["result", "reason", "told", "answered_on", "answered_by_name"])
    return _moved(row, "answer-row", [about.person_id], line=line, result=str(result))


def send_answer(*, inquiry: UUID, version: int) -> Answer:
    """Send what was written down about everybody. The provider is told by mail, without a word of whom it is about."""
    row = _held(inquiry, version, "send-answer")
    if not isinstance(row, Inquiry):
        return row
    rows = list(row.rows.order_by("line"))
    if still := [str(one.line) for one in rows if not one.result]:
        return _refuse(row, "send-answer", NOT_ALL.format(", ".join(still)))
    row.answered_at, row.answered_by_name = current().at, current().actor.name
    people = [one.person_id for one in rows]
    done = _moved(row, "send-answer", people)
    write_answered(row, people)
    return done


def _held(inquiry: UUID, version: int, move: str) -> Inquiry | Changed | NotAllowed | NotFound:
    """The inquiry, locked, or why the actor may not make this move now. Who answers has taken it first."""
    works = current().actor.may(DESK.work)
    row = Inquiry.objects.select_for_update().filter(pk=inquiry).first() if works else None
    if row is None:
        return NotFound()
    if row.version != version:
        return Changed()
    refused = may_move(row.state, move_named(move), current().actor)
    sentence = refused.sentence if refused else holds(DESK, row.pk)
    return row if sentence is None else _refuse(row, move, sentence)


def _refuse(row: Inquiry, move: str, sentence: str, decision: Decision | None = None) -> NotAllowed:
    note(
        "inquiry-move-refused",
        subject_kind="inquiry",
        subject=row.pk,
        people=[],
        detail={"move": move, "state": row.state},
    )
    return NotAllowed(sentence, decision)


def _moved(row: Inquiry, move: str, people: list[UUID], **detail: object) -> Done:
    row.state = move_named(move).to
    row.version += 1
    with as_system():
        row.save(update_fields=["state", "version", "answered_at", "answered_by_name"])
        settle(row.pk, KINDS, duties_for(row))
    note(
        f"inquiry-{move}",
        subject_kind="inquiry",
        subject=row.pk,
        people=people,
        detail={"number": row.number, "state": row.state, **detail},
    )
    return Done(row.pk, row.number, row.state)
