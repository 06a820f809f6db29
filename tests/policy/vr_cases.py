"""State VR agencies' cases in a few words, and decisions in which every test of them is seen in every state."""

from collections.abc import Iterator
from typing import Any

from portal.policy.assignability_facts import Held, VrCase
from portal.policy.core import Decision, State
from portal.policy.vr_case import (
    ClosingFacts,
    CorrectionFacts,
    FormFacts,
    judge_closing,
    judge_correction,
    judge_form,
)
from tests.policy.casework import AGENCY, ON, OTHER, OTHER_AGENCY, day, signed

_RECORDED = "what is on record about the case is all there is: nothing found is an answer"
_TYPED = "what is not answered yet is asked for; any answer is one"
IMPOSSIBLE_OF_VR_CASES: dict[tuple[str, State], str] = {
    ("vocational-goal-stated", State.FAILED): _TYPED,
    ("payment-option-chosen", State.FAILED): _TYPED,
    ("closing-status-given", State.FAILED): _TYPED,
    ("not-assigned-from-the-ipe-on", State.UNKNOWN): _RECORDED,
    ("no-case-open-from-the-ipe-on", State.UNKNOWN): _RECORDED,
    ("case-is-your-agency-s", State.UNKNOWN): _RECORDED,
    ("case-is-open", State.UNKNOWN): _RECORDED,
    ("case-is-closed", State.UNKNOWN): _RECORDED,
    ("correction-changes-something", State.UNKNOWN): _RECORDED,
    ("nobody-took-the-ticket-meanwhile", State.UNKNOWN): _RECORDED,
    ("ticket-was-in-use-at-the-closing", State.UNKNOWN): _RECORDED,
}


def form(**other: Any) -> FormFacts:
    """A form for cost reimbursement, the IPE of 1 December signed by both before 12 December."""
    plain = FormFacts(AGENCY, day("12-01"), True, False, False, None, signed(not_before=day("12-01")))
    return plain._replace(**other)


def closing(**other: Any) -> ClosingFacts:
    """A case opened on 3 March and closed on 9 December as employed."""
    return ClosingFacts(True, day("03-03"), None, day("12-09"), True)._replace(**other)


def correction(**other: Any) -> CorrectionFacts:
    """The same case, closed as not employed on 1 December: it was on 9 December, and employed."""
    plain = CorrectionFacts(True, day("03-03"), day("12-01"), False, day("12-09"), True, True)
    return plain._replace(**other)


def vr_case_decisions() -> Iterator[Decision]:
    yield judge_form(form(), ON)
    yield judge_form(form(ipe_signed_on=None, goal_stated=False, elects_assignment=None), ON)
    taken = form(
        ipe_signed_on=day("2026-01-05"),
        assignments=(Held(OTHER, day("01-10"), None),),
        cases=(VrCase(OTHER_AGENCY, day("01-10"), None),),
    )
    yield judge_form(taken, ON)
    for existing, agree in ((None, None), (True, None), (True, False), (True, True)):
        yield judge_form(form(elects_assignment=True, existing_plan=existing, both_agree=agree), ON)
    yield judge_closing(closing(), ON)
    yield judge_closing(closing(closes_on=None, employed=None), ON)
    yield judge_closing(closing(own=False, closed_on=day("12-01"), closes_on=day("2026-01-01")), ON)
    yield judge_closing(closing(closes_on=day("03-02")), ON)
    yield judge_correction(correction(), ON)
    yield judge_correction(correction(closed_on=None, employed=None, closes_on=None, now_employed=None), ON)
    yield judge_correction(
        correction(closes_on=None, in_use_then=False, assignments=(Held(OTHER, day("12-05"), None),)), ON
    )
