"""Every move from every state by every role; what is allowed is written here by hand, not made from the table."""

from uuid import UUID

import pytest

from portal.kernel.actor import SYSTEM, Actor, Wall
from portal.people.models import Designation
from portal.people.moves import (
    MOVES,
    NEW,
    STATE_WORDS,
    TABLE,
    Hands,
    may_move,
    move_named,
    open_moves,
)
from portal.policy.roles import Role

pytestmark = [pytest.mark.row("A5", "A10")]

STATES = [NEW, *(state.value for state in Designation.State)]
PURPOSES = ["portal-user", "no-account", "other-roles", "open-again"]
WITH_ACCESS = {"portal-user", "other-roles", "open-again"}
ADMINISTRATOR = ("en-administrator", "svra-administrator", "tpm-administrator", "ssa-services-specialist")
DESK = ("ssa-services-specialist",)
SYSTEM_ONLY = ("system",)
OPEN = {"designated", "verified", "cleared"}

# move: (to, from, by, purposes, needs a second person for staff roles)
EXPECTED = {
    "designate": ("designated", {"new"}, ADMINISTRATOR, set(PURPOSES), False),
    "find-verified": ("verified", {"designated"}, SYSTEM_ONLY, set(PURPOSES), False),
    "verify-employment": ("verified", {"designated"}, DESK, set(PURPOSES), False),
    "find-cleared": ("cleared", {"verified"}, SYSTEM_ONLY, set(PURPOSES), False),
    "ask-for-clearance": ("verified", {"verified"}, DESK, set(PURPOSES), False),
    "record-clearance": ("cleared", {"verified"}, DESK, set(PURPOSES), False),
    "grant": ("granted", {"cleared"}, DESK, WITH_ACCESS, True),
    "record-without-access": ("recorded", {"cleared"}, DESK, {"no-account"}, False),
    "refuse": ("refused", OPEN, DESK, set(PURPOSES), False),
    "withdraw": ("withdrawn", OPEN, ADMINISTRATOR, set(PURPOSES), False),
    "end-with-employment": ("withdrawn", OPEN, SYSTEM_ONLY, set(PURPOSES), False),
}
SELF, OTHER, THIRD, PERSON = (str(UUID(int=number)) for number in (1, 2, 3, 4))


def actor(role: Role) -> Actor:
    return Actor(
        wall=Wall.STAFF, name="x", account=UUID(SELF), organisation=UUID(int=9), roles=frozenset({role})
    )


def hands(**other: object) -> Hands:
    plain = {"staff": True, "person": PERSON, "named_by": OTHER, "verified_by": THIRD}
    return Hands(**{**plain, **other})


def test_the_table_has_these_moves() -> None:
    assert {move.name: move.to for move in MOVES} == {name: row[0] for name, row in EXPECTED.items()}


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("state", STATES)
def test_who_may_move_from_where(name: str, state: str, purpose: str) -> None:
    _, before, by, purposes, _ = EXPECTED[name]
    move, fits = move_named(name), state in before and purpose in purposes
    for role in Role:
        allowed = fits and role.value in by
        assert (may_move(state, move, actor(role), purpose, hands()) is None) is allowed, role
    system = fits and by == SYSTEM_ONLY
    assert (may_move(state, move, SYSTEM, purpose) is None) is system


@pytest.mark.parametrize("name", EXPECTED)
def test_nobody_of_the_desk_decides_about_themselves_and_staff_roles_need_a_second(name: str) -> None:
    _, before, by, purposes, second = EXPECTED[name]
    if by == SYSTEM_ONLY:
        return
    move, state, purpose = move_named(name), sorted(before)[0], sorted(purposes)[0]
    me = actor(Role.SSA_SERVICES_SPECIALIST)

    def refusal(**other: object) -> str:
        found = may_move(state, move, me, purpose, hands(**other))
        return found.check if found else ""

    assert refusal() == ""
    assert refusal(person=SELF) == ("oneself" if by == DESK else "")
    for mine in ({"named_by": SELF}, {"verified_by": SELF}):
        assert refusal(**mine) == ("second-person" if second else "")
        assert refusal(**mine, staff=False) == ""


def test_a_refusal_names_state_role_or_purpose() -> None:
    specialist = actor(Role.SSA_SERVICES_SPECIALIST)
    assert "access granted" in may_move("granted", move_named("grant"), specialist, "portal-user").sentence
    assert "not for what" in may_move("cleared", move_named("grant"), specialist, "no-account").sentence
    assert "role" in may_move("cleared", move_named("grant"), actor(Role.AUDITOR), "portal-user").sentence


def test_buttons_are_the_open_moves() -> None:
    specialist = actor(Role.SSA_SERVICES_SPECIALIST)
    names = [move.name for move in open_moves("cleared", specialist, "portal-user", hands())]
    assert names == ["grant", "refuse", "withdraw"]
    assert open_moves("granted", specialist, "portal-user", hands()) == []


def test_the_diagram_draws_every_move() -> None:
    lines = list(TABLE.mermaid("second person for staff roles"))
    arrows = [line for line in lines if "-->" in line and "[*]" not in line]
    assert len(arrows) == sum(len(before) for _, before, _, _, _ in EXPECTED.values())
    assert "    cleared --> granted : Open access (access desk, second person for staff roles)" in lines
    assert set(STATE_WORDS) == set(STATES)
