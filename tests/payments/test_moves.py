"""Every move from every state by every role; what is allowed is written here by hand, not made from the table."""

from uuid import UUID

import pytest

from portal.kernel.actor import SYSTEM, Actor, Wall
from portal.payments.models import PaymentRequest
from portal.payments.moves import (
    DRAFT,
    MOVES,
    STATE_WORDS,
    TABLE,
    may_move,
    move_named,
    open_moves,
    rests_on,
)
from portal.payments.next_steps import next_step
from portal.policy.roles import ROLE_NAMES, Role

pytestmark = [pytest.mark.row("E1"), pytest.mark.row("E4")]

STATES = [DRAFT, *(state.value for state in PaymentRequest.State)]
PROVIDER = ("en-payments-clerk", "en-administrator", "svra-user", "svra-administrator")
ANALYST = ("tpm-payments-analyst", "tpm-payments-lead")
LEAD = ("tpm-payments-lead",)
SSA = ("ssa-payment-authoriser",)
SYSTEM_ONLY = ("system",)

# move: (to, from, by, needs a second person)
EXPECTED = {
    "submit": ("submitted", {"draft"}, PROVIDER, False),
    "claim-by-sweep": ("submitted", {"draft"}, SYSTEM_ONLY, False),
    "approve-by-rules": ("approved", {"submitted"}, SYSTEM_ONLY, False),
    "deny-duplicate": ("denied", {"submitted"}, SYSTEM_ONLY, False),
    "give-to-analyst": ("with-analyst", {"submitted"}, SYSTEM_ONLY, False),
    "ask-for-information": ("waiting-for-information", {"submitted"}, SYSTEM_ONLY, False),
    "answer": ("submitted", {"waiting-for-information"}, PROVIDER, False),
    "judge-again": ("submitted", {"waiting-for-information"}, SYSTEM_ONLY, False),
    "approve": ("approved", {"with-analyst"}, ANALYST, False),
    "deny": ("denied", {"with-analyst"}, ANALYST, False),
    "return": ("waiting-for-information", {"with-analyst"}, ANALYST, False),
    "refer-to-ssa": ("waiting-for-ssa", {"with-analyst"}, ANALYST, False),
    "approve-at-ssa": ("approved", {"waiting-for-ssa"}, SSA, True),
    "deny-at-ssa": ("denied", {"waiting-for-ssa"}, SSA, True),
    "send-back": ("with-analyst", {"waiting-for-ssa"}, SSA, False),
    "ask-reconsideration": ("reconsideration", {"denied"}, PROVIDER, False),
    "approve-after-all": ("approved", {"reconsideration"}, ANALYST, True),
    "open-again": ("with-analyst", {"denied"}, ANALYST, False),
    "take-back": ("reversed", {"approved", "paid"}, ANALYST, False),
    "correct": ("approved", {"approved", "paid"}, ANALYST, False),
    "uphold": ("denied", {"reconsideration"}, ANALYST, True),
    "withdraw": (
        "withdrawn",
        {"submitted", "with-analyst", "waiting-for-information", "waiting-for-ssa", "reconsideration"},
        PROVIDER,
        False,
    ),
    "release": ("released", {"approved"}, ANALYST, True),
    "confirm-payment": ("paid", {"released"}, SYSTEM_ONLY, False),
    "payment-came-back": ("approved", {"released", "paid"}, SYSTEM_ONLY, False),
    "reverse": ("reversed", {"approved", "released", "paid"}, LEAD, True),
}
SELF, OTHER = UUID(int=1), UUID(int=2)


def actor(role):
    wall = Wall.ORGANISATION if role.value in {*PROVIDER, "en-counsellor"} else Wall.STAFF
    return Actor(wall=wall, name="x", account=SELF, organisation=UUID(int=9), roles=frozenset({role}))


def test_the_table_has_these_moves():
    assert {move.name: move.to for move in MOVES} == {name: row[0] for name, row in EXPECTED.items()}


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("state", STATES)
def test_who_may_move_from_where(name, state):
    _, before, by, second = EXPECTED[name]
    move = move_named(name)
    for role in Role:
        allowed = state in before and role.value in by
        assert (may_move(state, move, actor(role), str(OTHER)) is None) is allowed, role
        by_oneself = may_move(state, move, actor(role), str(SELF))
        assert (by_oneself is None) is (allowed and not second), role
        if allowed and second:
            assert by_oneself.check == "second-person"
            assert may_move(state, move, actor(role), None).check == "second-person"
    system = state in before and by == SYSTEM_ONLY
    assert (may_move(state, move, SYSTEM) is None) is system


def test_a_refusal_names_state_or_role():
    assert "paid" in may_move("paid", move_named("withdraw"), actor(Role.EN_PAYMENTS_CLERK)).sentence
    assert "role" in may_move("submitted", move_named("withdraw"), actor(Role.EN_COUNSELLOR)).sentence


def test_buttons_are_the_open_moves():
    names = [move.name for move in open_moves("with-analyst", actor(Role.TPM_PAYMENTS_ANALYST), str(OTHER))]
    assert names == ["approve", "deny", "return", "refer-to-ssa"]
    names = [move.name for move in open_moves("denied", actor(Role.TPM_PAYMENTS_LEAD), str(OTHER))]
    assert names == ["open-again"]
    names = [
        move.name for move in open_moves("waiting-for-ssa", actor(Role.SSA_PAYMENT_AUTHORISER), str(OTHER))
    ]
    assert names == ["approve-at-ssa", "deny-at-ssa", "send-back"]
    assert open_moves("withdrawn", actor(Role.TPM_PAYMENTS_LEAD), str(OTHER)) == []


@pytest.mark.row("L6")
def test_a_reconsideration_rests_on_the_denial_everything_else_on_the_last_person():
    steps = [
        ("denied", "andy"),
        ("reconsideration", "clara"),
        ("denied", "system"),
        ("reconsideration", "clara"),
    ]
    assert rests_on("reconsideration", steps[:2]) == "andy"
    assert rests_on("reconsideration", steps) == "system", "anybody may reconsider what no person decided"
    assert rests_on("approved", [("with-analyst", "system"), ("approved", "andy"), ("x", "system")]) == "andy"
    assert rests_on("approved", [("approved", "system")]) is None


def test_the_diagram_draws_every_move():
    lines = list(TABLE.mermaid())
    arrows = [line for line in lines if "-->" in line and "[*]" not in line]
    assert len(arrows) == sum(len(before) for _, before, _, _ in EXPECTED.values())
    assert "    approved --> released : Release for payment (analyst, second person)" in lines


def test_every_state_has_words_and_a_next_step():
    assert set(STATE_WORDS) == set(STATES)
    assert all(next_step(state) for state in STATES if state != DRAFT)
    assert set(ROLE_NAMES) == set(Role)
