"""Every move of a paper from every state by every role; what is allowed is written here by hand."""

from uuid import UUID

import pytest

from portal.kernel.actor import SYSTEM, Actor, Wall
from portal.policy.roles import Role
from portal.support.models import PaperItem
from portal.support.moves import MOVES, OUTSIDE, STATE_WORDS, TABLE, may_move, move_named, open_moves

pytestmark = pytest.mark.row("L3")
ROOM = {"tpm-integrity-reviewer", "tpm-beneficiary-support"}
# move: (to, from)
EXPECTED = {
    "receive": ("received", {"outside"}),
    "index": ("indexed", {"received", "indexed", "kept"}),
    "enter": ("entered", {"indexed"}),
    "send-back": ("sent-back", {"received", "indexed"}),
    "keep": ("kept", {"received", "indexed"}),
}


def actor(role):
    return Actor(Wall.STAFF, "Somebody", account=UUID(int=1), roles=frozenset({role}))


def test_the_table_has_these_moves():
    assert {move.name: move.to for move in MOVES} == {name: to for name, (to, _) in EXPECTED.items()}
    assert set(STATE_WORDS) == {OUTSIDE, *PaperItem.State.values}


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("state", STATE_WORDS)
def test_who_may_move_from_where(name, state):
    move, (_, before) = move_named(name), EXPECTED[name]
    open_to = {role.value for role in Role if may_move(state, move, actor(role)) is None}
    assert open_to == (ROOM if state in before else set())
    assert may_move(state, move, SYSTEM) is not None


def test_buttons_and_diagram_follow():
    clerk = actor(Role.TPM_BENEFICIARY_SUPPORT)
    assert [one.name for one in open_moves("received", clerk)] == ["index", "send-back", "keep"]
    assert open_moves("entered", clerk) == []
    assert "    indexed --> sent_back : Send back (mail room)" in list(TABLE.mermaid())
