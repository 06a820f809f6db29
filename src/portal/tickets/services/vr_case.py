"""Closing a cost-reimbursement case, and putting a wrong closing right: facts are added, not changed (TT-04, PAY-09)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.kernel import decisions
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.assignability_facts import AssignabilityFacts
from portal.policy.core import Decision, Outcome
from portal.policy.disclosed import shown_to_organisation
from portal.policy.facts_json import to_json
from portal.policy.roles import Permission
from portal.policy.ticket_guards import MoveFacts
from portal.policy.ticket_moves import By
from portal.policy.vr_case import (
    ClosingEffect,
    ClosingFacts,
    CorrectionFacts,
    closing_effect,
    judge_closing,
    judge_correction,
)
from portal.tickets.changed import changed
from portal.tickets.facts import asking
from portal.tickets.locks import lock_ticket
from portal.tickets.models import VrCase
from portal.tickets.results import NotDone, Refused, VrCaseClosed
from portal.tickets.services.move import move_ticket
from portal.tickets.services.vr_case_at import At, Closing, at_case, recorded

GONE = "There is no such case of your agency. Find it on your list of cases."
NOT_YOURS = "Your role does not include State VR agency cases. Ask your agency's administrator."
CHANGED = "{by} changed this case while you had it open. Nothing was done. Look at it as it is now."


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the closing or correction would do today: the decision as the agency may see it, and what follows."""

    decision: dict[str, Any]
    granted: bool
    effect: ClosingEffect | None


def foresee_closing(*, closing: Closing) -> Foreseen | None:
    """What `close_vr_case` would answer today; None where the agency has no such case. Reads only."""
    at = at_case(closing.number, closing.agency)
    if at is None:
        return None
    decision = judge_closing(_closing_facts(at, closing), current().on)
    effect = _effect(closing, in_use=at.in_use(closing.closes_on))
    return Foreseen(_shown(at, decision), decision.outcome is Outcome.GRANT, effect)


def close_vr_case(*, closing: Closing) -> VrCaseClosed | NotDone:
    """Close the agency's case. The Ticket leaves it, with the 90-day extension where it was in use.

    Of two at once the second is told. Locks the Ticket until the unit ends. Refusals are stored and noted too.
    """
    at = _locked(closing)
    if isinstance(at, NotDone):
        return at
    facts = _closing_facts(at, closing)
    decision = judge_closing(facts, current().on)
    _store(at, {"closing": to_json(facts)}, decision)
    if decision.outcome is not Outcome.GRANT or closing.closes_on is None:
        return _refused(at, NotDone(f"This is not met: {decision.told}", (_shown(at, decision),)))
    if closing.seen != at.row.pk:
        return _refused(at, NotDone(CHANGED.format(by=at.row.by_name)))
    effect = _effect(closing, in_use=at.in_use(closing.closes_on))
    if at.ticket is not None:
        refused = _moved(at, "close-case", closing.closes_on)
        if refused is not None:
            return refused
    recorded(at.row, closing)
    return _done("vr-case-closed", at, closing, effect)


def foresee_correction(*, closing: Closing) -> Foreseen | None:
    """What `correct_closing` would answer today; None where the agency has no such case. Reads only."""
    at = at_case(closing.number, closing.agency)
    if at is None:
        return None
    decision = judge_correction(_correction_facts(at, closing), current().on)
    effect = _effect(closing, in_use=at.extended and at.stands)
    return Foreseen(_shown(at, decision), decision.outcome is Outcome.GRANT, effect)


def correct_closing(*, closing: Closing) -> VrCaseClosed | NotDone:
    """Put a wrong closing right: `closes_on` None says that the case was never closed.

    What was on record stays beside what is right. The Ticket moves where nobody has taken it since.
    """
    at = _locked(closing)
    if isinstance(at, NotDone):
        return at
    facts = _correction_facts(at, closing)
    decision = judge_correction(facts, current().on)
    _store(at, {"correction": to_json(facts)}, decision)
    if decision.outcome is not Outcome.GRANT:
        return _refused(at, NotDone(f"This is not met: {decision.told}", (_shown(at, decision),)))
    if closing.seen != at.row.pk:
        return _refused(at, NotDone(CHANGED.format(by=at.row.by_name)))
    extended = facts.in_use_then and at.stands
    if at.ticket is not None and extended:
        day = closing.closes_on or facts.closed_on or current().on
        refused = _moved(at, "correct-closing" if closing.closes_on else "reopen-case", day)
        if refused is not None:
            return refused
    recorded(at.row, closing)
    # A payment may stand on the closing as it was told (PAY-09).
    changed(at.row.person_id)
    return _done("vr-case-closing-corrected", at, closing, _effect(closing, in_use=extended))


def _locked(closing: Closing) -> At | NotDone:
    if closing.organisation is None and not current().actor.may(Permission.WORK_VR_CASES):
        return NotDone(NOT_YOURS)
    at = at_case(closing.number, closing.agency)
    if at is None:
        return NotDone(GONE)
    lock_ticket(at.record.ticket.pk if at.record.ticket else at.row.person_id)
    # Read again, now that nobody else moves it.
    return at_case(closing.number, closing.agency) or NotDone(GONE)


def _closing_facts(at: At, closing: Closing) -> ClosingFacts:
    row = at.row
    return ClosingFacts(
        row.organisation_id == closing.agency,
        row.opened_on,
        row.closed_on,
        closing.closes_on,
        closing.employed,
    )


def _correction_facts(at: At, closing: Closing) -> CorrectionFacts:
    row, known = at.row, at.record.facts
    return CorrectionFacts(
        row.organisation_id == closing.agency,
        row.opened_on,
        row.closed_on,
        row.employed,
        closing.closes_on,
        closing.employed if closing.closes_on is not None else None,
        # Nobody's Ticket was moved where there is none: nothing has to be put back.
        at.ticket is None or at.extended,
        known.assignments,
        _others(known, row),
    )


def _others(known: AssignabilityFacts, row: VrCase) -> Any:
    mine = (row.organisation.number, row.opened_on, row.closed_on)
    return tuple([one for one in known.vr_cases if (one.agency, one.opened_on, one.closed_on) != mine])


def _effect(closing: Closing, *, in_use: bool) -> ClosingEffect | None:
    if closing.closes_on is None:
        return None
    return closing_effect(closing.closes_on, in_use=in_use, employed=bool(closing.employed))


def _shown(at: At, decision: Decision) -> dict[str, Any]:
    return dict(shown_to_organisation(decision, asking(at.row.organisation_id).provider.organisation))


def _store(at: At, facts: dict[str, Any], decision: Decision) -> None:
    with as_system():
        decisions.store(
            facts={**facts, "on": current().on.isoformat()},
            answer=decision.to_json(),
            subject_kind="vr-case",
            subject=at.row.pk,
            person=at.row.person_id,
        )


def _refused(at: At, answer: NotDone) -> NotDone:
    primaries = [one["primary"]["name"] for one in answer.decisions if one["primary"]]
    note(
        "vr-case-refused",
        subject_kind="vr-case",
        subject=at.row.pk,
        people=[at.row.person_id],
        detail={"number": at.row.number, "checks": primaries},
    )
    return answer


def _moved(at: At, move: str, day: date) -> NotDone | None:
    if at.ticket is None:
        raise ValueError("only a Ticket moves")
    moved = move_ticket(
        ticket=at.ticket,
        move=move,
        facts=MoveFacts(By.AGENCY, day, acts_for_holder=True),
        effective_on=day,
        organisation=at.row.organisation_id,
        cause="cost-reimbursement case",
    )
    return _refused(at, NotDone(moved.sentence)) if isinstance(moved, Refused) else None


def _done(kind: str, at: At, closing: Closing, effect: ClosingEffect | None) -> VrCaseClosed:
    day = closing.closes_on
    note(
        kind,
        subject_kind="vr-case",
        subject=at.row.pk,
        people=[at.row.person_id],
        detail={
            "number": at.row.number,
            "closed_on": day and day.isoformat(),
            "employed": closing.employed if day else None,
        },
    )
    return VrCaseClosed(
        at.row.number, day, effect and effect.extended_until, effect and effect.phase_1_open_from
    )
