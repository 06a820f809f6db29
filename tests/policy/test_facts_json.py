"""Facts of casework as JSON: written and read back they are the same, and what has another shape is refused (I1)."""

import json
from datetime import date
from typing import NamedTuple

import pytest

from portal.policy.amendment import AmendmentFacts
from portal.policy.assignability_facts import AssignabilityFacts, Held, Provider, VrCase
from portal.policy.assignment import EntryFacts
from portal.policy.contact import ContactFacts
from portal.policy.core import Month
from portal.policy.facts_json import _reader, from_json, to_json
from portal.policy.plan_facts import PlanFacts
from portal.policy.ticket_guards import MoveFacts
from portal.policy.ticket_moves import By
from portal.policy.unassignment import Asker, UnassignmentFacts
from portal.policy.validity import Entitlement, ValidityFacts
from tests.policy.casework import (
    AGENCY,
    ON,
    OTHER,
    amendment,
    benefit,
    contacts,
    day,
    entry,
    month,
    network,
    note,
    plan,
    signed,
)
from tests.policy.casework import person as somebody

pytestmark = pytest.mark.row("I1")

EVERY = [
    (
        AssignabilityFacts,
        somebody(
            benefits=(benefit(), benefit("ssi-blind", until=month("2025-12"), exceptions=("section-301",))),
            terminated_in=month("2026-02"),
            assignments=(Held(OTHER, day("03-01"), None),),
            vr_cases=(VrCase(AGENCY, day("01-10"), day("09-01"), day("01-09")),),
        ),
    ),
    (AssignabilityFacts, AssignabilityFacts(None, None, None)),
    (Provider, network()),
    (EntryFacts, entry()),
    (EntryFacts, entry(signatures=signed(provider=None), may_assign=None)),
    (MoveFacts, MoveFacts(By.AGENCY, ON, True, day("12-01"))),
    (
        UnassignmentFacts,
        UnassignmentFacts(Asker.HOLDER, day("03-01"), None, True, None, ON, form_complete=True),
    ),
    (ValidityFacts, ValidityFacts((Entitlement("T2", month("2025-06"), True),), widow=True)),
    (PlanFacts, plan()),
    (AmendmentFacts, amendment()),
    (ContactFacts, contacts(note("12-01"))),
]


class Room(NamedTuple):
    name: str
    floor: int


class Visit(NamedTuple):
    """A record of every shape that facts have, met by no reader before."""

    by: By
    on: date
    month: Month
    counts: tuple[int, ...]
    between: tuple[date, date | None]
    words: frozenset[str]
    room: Room | None = None


FIRST = Visit(By.AGENCY, day("12-01"), month("2025-12"), (3, 1, 3), (ON, None), frozenset({"one", "two"}))


def test_every_shape_is_read_from_its_declaration(anew):
    again = FIRST._replace(room=Room("A", 1), between=(ON, day("12-14")), counts=())
    for visit in (FIRST, again):
        assert from_json(Visit, json.loads(json.dumps(to_json(visit)))) == visit


@pytest.mark.parametrize("between", [["2025-12-15"], ["2025-12-15", None, None]])
def test_a_pair_has_two_parts(anew, between):
    with pytest.raises(ValueError):
        from_json(Visit, {**to_json(FIRST), "between": between})


@pytest.fixture
def anew():
    """Readers are made once and kept: here they are made anew."""
    _reader.cache_clear()


@pytest.mark.parametrize(("kind", "facts"), EVERY)
def test_what_was_written_is_read_back(kind, facts):
    assert from_json(kind, json.loads(json.dumps(to_json(facts)))) == facts


def test_a_field_with_a_default_may_be_left_out():
    assert from_json(
        AssignabilityFacts, {"born_on": None, "benefits": [], "has_ticket": True}
    ) == AssignabilityFacts(None, (), True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"benefits": [], "has_ticket": True},
        {"born_on": None, "benefits": [], "has_ticket": 1},
        {"born_on": "soon", "benefits": [], "has_ticket": True},
        {"born_on": None, "benefits": [], "has_ticket": True, "shoe_size": 44},
        {"born_on": None, "benefits": [], "has_ticket": True, "terminated_in": 24000},
    ],
)
def test_json_of_another_shape_is_refused(wrong):
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        from_json(AssignabilityFacts, wrong)


def test_only_facts_can_be_written():
    with pytest.raises(TypeError):
        to_json(object())
