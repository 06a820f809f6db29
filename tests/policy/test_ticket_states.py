"""The states of a Ticket, its moves, and every move that is forbidden (§3.1, 3.4; TPR-11, CDR-03)."""

import pytest

from portal.policy.core import Outcome, State
from portal.policy.ticket_guards import MoveFacts, effective_on, may_move, why_not
from portal.policy.ticket_moves import MOVES, By, mermaid, move_named
from portal.policy.ticket_states import (
    EXTENDED,
    STATES,
    TERMINATED,
    UNASSIGNED,
    UNASSIGNED_FAILED,
    Assigned,
    TicketState,
    Use,
    extension_until,
    protected,
    ssa_wording,
    unprotected_days,
)
from tests.policy.casework import day, failing, states, the

pytestmark = pytest.mark.row("D1", "D13")

# The states by short names, as this file writes them.
U, X, T = UNASSIGNED, EXTENDED, TERMINATED
U_F = UNASSIGNED_FAILED
EN, EN_I, EN_F = (TicketState(Assigned.EN, use) for use in (Use.IN_USE, Use.INACTIVE, Use.FAILED_PROGRESS))
VR, VR_I, VR_F = (TicketState(Assigned.VREN, use) for use in (Use.IN_USE, Use.INACTIVE, Use.FAILED_PROGRESS))
CR, CR_I, CR_F = (TicketState(Assigned.CR, use) for use in (Use.IN_USE, Use.INACTIVE, Use.FAILED_PROGRESS))
LIVE = (U, X, U_F, EN, EN_I, EN_F, VR, VR_I, VR_F, CR, CR_I, CR_F)

# Written from TT-01 to TT-14, CDR-05 and the readings settled, by hand: every step that there is.
ALLOWED = {
    "assign": {(U, EN), (X, EN), (U_F, EN_F)},
    "assign-to-agency": {(U, VR), (X, VR), (U_F, VR_F)},
    "open-case": {(U, CR), (X, CR), (U_F, CR_F)},
    "change-to-assignment": {(CR, VR), (CR_F, VR_F)},
    "close-case": {(CR, X), (CR_I, U), (CR_F, U_F)},
    "correct-closing": {(X, X), (U, X)},
    "reopen-case": {(X, CR), (U, CR)},
    "unassign-with-extension": {(EN, X), (VR, X)},
    "unassign-without-extension": {(EN, U), (VR, U)},
    "unassign-while-not-in-use": {(EN_I, U), (EN_F, U_F), (VR_I, U), (VR_F, U_F)},
    "extension-ends": {(X, U)},
    "make-inactive": {(EN, EN_I), (VR, VR_I), (CR, CR_I)},
    "make-active": {(EN_I, EN), (VR_I, VR), (CR_I, CR)},
    "fail-progress-review": {
        *((EN, EN_F), (VR, VR_F), (CR, CR_F)),
        *((EN_I, EN_F), (VR_I, VR_F), (CR_I, CR_F)),
        *((U, U_F), (X, U_F)),
    },
    "reinstate": {(EN_F, EN), (VR_F, VR), (CR_F, CR), (U_F, U)},
    "terminate": {(one, T) for one in LIVE},
    "new-ticket": {(T, U)},
}
WHO = {
    "assign": {By.EN, By.INTEGRITY},
    "assign-to-agency": {By.AGENCY, By.INTEGRITY},
    "open-case": {By.AGENCY},
    "change-to-assignment": {By.AGENCY},
    "close-case": {By.AGENCY},
    "correct-closing": {By.AGENCY},
    "reopen-case": {By.AGENCY},
    "unassign-with-extension": {By.EN, By.AGENCY, By.HOLDER, By.INTEGRITY},
    "unassign-without-extension": {By.EN, By.AGENCY, By.HOLDER, By.INTEGRITY},
    "unassign-while-not-in-use": {By.EN, By.AGENCY, By.HOLDER, By.INTEGRITY},
    "extension-ends": {By.SYSTEM},
    "make-inactive": {By.HOLDER, By.INTEGRITY},
    "make-active": {By.HOLDER, By.INTEGRITY},
    "fail-progress-review": {By.INTEGRITY, By.SSA},
    "reinstate": {By.INTEGRITY, By.SSA},
    "terminate": {By.SSA},
    "new-ticket": {By.SSA},
}
PAIRS = [(name, state) for name in ALLOWED for state in STATES]


def facts(by: By = By.EN, **other) -> MoveFacts:
    plain = MoveFacts(by, day("12-15"), True, day("12-01"), None, day("09-01"))
    return plain._replace(**other)


def test_the_states_are_those_of_the_two_columns():
    assert set(STATES) == {*LIVE, T}
    assert len(STATES) == 13


def test_the_table_holds_these_moves_and_no_others():
    assert {move.name: set(move.steps) for move in MOVES} == ALLOWED
    assert {move.name: set(move.by) for move in MOVES} == WHO


@pytest.mark.parametrize(("name", "state"), PAIRS)
def test_each_pair_is_allowed_or_refused_with_a_sentence(name, state):
    move = move_named(name)
    allowed = {before for before, _ in ALLOWED[name]}
    extension = {"unassign-with-extension": True, "unassign-without-extension": False}.get(name)
    decision = may_move(state, move, facts(next(iter(WHO[name])), extension=extension))
    sentence = why_not(state, move)
    if state in allowed:
        assert decision.outcome is Outcome.GRANT
        assert sentence is None
        assert (state, move.leads_to(state)) in ALLOWED[name]
    else:
        assert failing(decision) == {"state-allows-the-move"}
        assert decision.outcome is Outcome.REFUSE
        assert sentence and sentence.endswith(".")


@pytest.mark.parametrize(("name", "by"), [(name, by) for name in ALLOWED for by in By])
def test_only_who_may_makes_a_move(name, by):
    state = next(iter(ALLOWED[name]))[0]
    extension = {"unassign-with-extension": True, "unassign-without-extension": False}.get(name)
    refused = "made-by-who-may-make-it" in failing(
        may_move(state, move_named(name), facts(by, extension=extension))
    )
    assert refused is (by not in WHO[name])


@pytest.mark.parametrize(
    ("name", "state", "part"),
    [
        ("assign", CR, "cost-reimbursement case is open"),
        ("assign-to-agency", CR_F, "cost-reimbursement case is open"),
        ("assign", EN, "taken out of assignment first"),
        ("assign-to-agency", EN, "taken out of assignment first"),
        ("open-case", VR, "taken out of assignment first"),
        (
            "close-case",
            X,
            "No cost-reimbursement case is open. The Ticket is now: Not Assigned In Use Extended.",
        ),
        ("unassign-with-extension", U, "The Ticket is not assigned."),
        ("assign", T, "only a new Ticket can follow"),
        ("make-inactive", EN_F, "Assigned Not In Use"),
        ("make-active", U, "is not possible from there"),
    ],
)
def test_a_forbidden_move_explains_itself(name, state, part):
    assert part in why_not(state, move_named(name))


def test_a_network_cannot_change_an_agency_s_case_to_an_assignment():
    decision = may_move(CR, move_named("change-to-assignment"), facts(By.EN))
    assert failing(decision) == {"made-by-who-may-make-it"}


def test_what_is_not_yours_is_not_yours_to_end():
    for name, state in (
        ("unassign-without-extension", EN),
        ("close-case", CR),
        ("unassign-while-not-in-use", VR_I),
    ):
        by = By.AGENCY if name == "close-case" else By.EN
        given = facts(by, acts_for_holder=False, extension=False)
        assert failing(may_move(state, move_named(name), given)) == {"ticket-or-case-is-yours"}
        unknown = may_move(state, move_named(name), given._replace(acts_for_holder=None))
        assert unknown.outcome is Outcome.ASK


@pytest.mark.parametrize("by", [By.HOLDER, By.INTEGRITY])
def test_the_ticketholder_and_program_integrity_need_not_hold_it(by):
    given = facts(by, acts_for_holder=None, extension=False)
    assert may_move(EN, move_named("unassign-without-extension"), given).outcome is Outcome.GRANT


@pytest.mark.parametrize(("on", "held"), [("12-14", True), ("12-15", False)])
def test_the_change_to_assignment_has_90_days_from_the_ipe(on, held):
    given = facts(By.AGENCY, on=day(on), ipe_signed_on=day("09-15"))
    found = states(may_move(CR, move_named("change-to-assignment"), given))
    assert (found["within-90-days-of-the-signed-plan"] is State.HELD) is held
    assert (
        may_move(CR, move_named("change-to-assignment"), given._replace(ipe_signed_on=None)).outcome
        is Outcome.ASK
    )


@pytest.mark.parametrize(("on", "held"), [("2025-05-30", False), ("2025-05-31", True)])
def test_the_extension_ends_on_the_91st_day(on, held):
    given = facts(By.SYSTEM, on=day(on), unassigned_on=day("03-01"))
    found = the(may_move(X, move_named("extension-ends"), given), "extension-is-over")
    assert (found.state is State.HELD) is held
    assert found.true_from == (None if held else day("05-31"))
    assert (
        may_move(X, move_named("extension-ends"), given._replace(unassigned_on=None)).outcome is Outcome.ASK
    )


@pytest.mark.parametrize(
    ("name", "extension"), [("unassign-with-extension", False), ("unassign-without-extension", True)]
)
def test_the_reason_decides_between_the_two_ways_out(name, extension):
    assert failing(may_move(EN, move_named(name), facts(extension=extension))) == {
        "reason-decides-the-extension"
    }
    assert may_move(EN, move_named(name), facts(extension=not extension)).outcome is Outcome.GRANT
    assert may_move(EN, move_named(name), facts(extension=None)).outcome is Outcome.ASK


def test_inactive_and_active_again_begin_with_the_next_month():
    for name in ("make-inactive", "make-active"):
        assert effective_on(move_named(name), day("12-01")) == day("2026-01-01")
        assert effective_on(move_named(name), day("11-30")) == day("12-01")
    assert effective_on(move_named("assign"), day("11-30")) == day("11-30")


@pytest.mark.parametrize(
    ("state", "words", "is_protected"),
    [
        (EN, "Assigned In Use", True),
        (VR, "Assigned In Use", True),
        (X, "Not Assigned In Use Extended", True),
        (CR, "In Use SVR", True),
        (EN_I, "Assigned Not In Use – Inactive", False),  # noqa: RUF001
        (CR_I, "Not In Use SVR – Inactive", False),  # noqa: RUF001
        (VR_F, "Assigned Not In Use – FTPR", False),  # noqa: RUF001
        (CR_F, "Not In-Use SVR – FTPR", False),  # noqa: RUF001
        (U, "Eligible, not assigned (assignable)", False),
        (U_F, "Not Assigned, Not In Use", False),
        (T, "Terminated", False),
    ],
)
def test_ssa_s_wording_and_the_protection_follow_from_the_columns(state, words, is_protected):
    assert (ssa_wording(state), protected(state)) == (words, is_protected)
    assert not protected(state._replace(terminated=True))


def test_an_unassigned_ticket_s_wording():
    assert ssa_wording(U, assignable=False) == "Eligible, not assignable now"
    assert ssa_wording(U, assignable=None) == "Eligible, not assigned"
    assert ssa_wording(U, used_before=True) == "Not Assigned, Not In Use"
    assert ssa_wording(U, has_ticket=False) == "Not eligible, no Ticket"


def test_unassigned_on_1_march_it_is_extended_through_30_may():
    assert extension_until(day("03-01")) == day("05-31")
    assert unprotected_days(day("03-01"), day("05-20")) is None
    assert unprotected_days(day("03-01"), day("05-31")) is None
    assert unprotected_days(day("03-01"), day("06-01")) == (day("05-31"), day("05-31"))
    assert unprotected_days(day("03-01"), day("06-15")) == (day("05-31"), day("06-14"))
    assert unprotected_days(day("03-01"), None) == (day("05-31"), None)


def test_the_diagram_shows_every_step_once():
    lines = list(mermaid())
    assert lines[0] == "stateDiagram-v2"
    steps = [line for line in lines if " --> " in line and "[*]" not in line]
    assert len(steps) == len(set(steps)) == sum(len(steps) for steps in ALLOWED.values())
    assert any("cost_reimbursement_in_use --> vren_in_use" in line for line in steps)
    assert "    terminated --> [*]" in lines
    assert sum(" : " in line and "-->" not in line for line in lines) == 13
