"""Every move of a review from every state by every role; what is allowed is written here by hand."""

from uuid import UUID

import pytest

from portal.kernel.actor import SYSTEM, Actor, Wall
from portal.policy.roles import Role
from portal.progress.models import ProgressReview
from portal.progress.moves import DUE, MOVES, STATE_WORDS, TABLE, may_move, move_named

pytestmark = pytest.mark.row("C7")
REVIEWER, SSA = {"tpm-integrity-reviewer"}, {"ssa-services-specialist"}
ASKER = {"ticketholder", "tpm-integrity-reviewer", "tpm-beneficiary-support"}
ASKED = {"asked-holder", "asked-provider", "asked-again"}
# move: (to, from, by)
EXPECTED = {
    "pass-by-records": ("passed", {DUE}, "system"),
    "ask-holder": ("asked-holder", {DUE}, "system"),
    "ask-provider": ("asked-provider", {"asked-holder"}, "system"),
    "ask-again": ("asked-again", {"asked-holder"}, "system"),
    "bring": ("to-decide", ASKED, "system"),
    "pass": ("passed", {*ASKED, "to-decide"}, "system"),
    "fail": ("failed", {"to-decide"}, REVIEWER),
    "appeal": ("appealed", {"failed"}, ASKER),
    "uphold": ("upheld", {"appealed"}, SSA),
    "overturn": ("overturned", {"appealed"}, SSA),
    "ask-reentry": ("reentry-asked", {"failed", "upheld"}, ASKER),
    "reinstate": ("back", {"reentry-asked"}, REVIEWER),
    "refuse-reentry": ("failed", {"reentry-asked"}, REVIEWER),
    "stop": ("stopped", {*ASKED, "to-decide"}, "system"),
}


def actor(role: Role) -> Actor:
    return Actor(Wall.STAFF, "Somebody", account=UUID(int=1), roles=frozenset({role}))


def test_the_table_has_these_moves():
    assert {move.name: move.to for move in MOVES} == {name: to for name, (to, _, _) in EXPECTED.items()}
    assert set(STATE_WORDS) == {DUE, *ProgressReview.State.values}


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("state", STATE_WORDS)
def test_who_may_move_from_where(name, state):
    move, (_, before, by) = move_named(name), EXPECTED[name]
    open_to = {role.value for role in Role if may_move(state, move, actor(role), "another") is None}
    assert open_to == (by if state in before and by != "system" else set())
    assert (may_move(state, move, SYSTEM) is None) == (state in before and by == "system")


@pytest.mark.parametrize("name", ["uphold", "overturn"])
def test_who_failed_it_does_not_review_it(name):
    assert may_move("appealed", move_named(name), actor(Role.SSA_SERVICES_SPECIALIST), str(UUID(int=1)))
    assert "    appealed --> upheld : Uphold the decision (Social Security, second person)" in list(
        TABLE.mermaid()
    )
