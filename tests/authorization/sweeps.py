"""A sweep in the table: what stands in an address, what is sent. Written by hand."""

from typing import Any

from portal.kernel.ids import new_id
from portal.kernel.models import StoredDecision
from portal.kernel.numbers import number_from
from portal.payments.models import Sweep, SweepFinding, SweepProvider
from portal.tickets.models import Assignment
from tests.world import LONG_AGO, TODAY, World

NUMBER = number_from("SW", 1)
# What stands in these is the same for everybody: one sweep, which is stopped.
FIXED: dict[str, dict[str, Any]] = {
    **{name: {"number": NUMBER} for name in ("staff-sweep", "staff-sweep-stop", "staff-sweep-resume")},
    "staff-sweep-export": {"number": NUMBER, "kind": "csv"},
}


def sent(name: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends."""
    return {"staff-sweep-stop": {"version": "0"}, "staff-sweep-resume": {"version": "0"}}.get(name)


def enter_sweep(world: World, assignment: Assignment) -> None:
    """A payment more that the one sweep has found and left, with its provider."""
    sweep = Sweep.objects.using("loader").filter(number=NUMBER).first() or world.add(
        Sweep(
            number=NUMBER,
            state="stopped",
            as_of=TODAY,
            rules="2025-12",
            started_by=new_id(),
            started_by_name="The lead",
            started_at=LONG_AGO,
            found_at=LONG_AGO,
            stepped_at=LONG_AGO,
        )
    )
    where = {"sweep": sweep, "organisation_id": assignment.organisation_id}
    if not SweepProvider.objects.using("loader").filter(**where).exists():
        decision = StoredDecision(rule="sweep", version="2025-12", subject_kind="sweep", subject=sweep.pk)
        decision.facts, decision.answer, decision.outcome = {}, {}, "grant"
        decision.decided_on, decision.decided_at = TODAY, LONG_AGO
        world.add(SweepProvider(**where, decision=world.add(decision), swept=True, tickets=1))
    world.add(
        SweepFinding(
            **where,
            assignment=assignment,
            person_id=assignment.person_id,
            asks="P1M1",
            claim_month="2025-02",
            became="left",
            why="Not known: earnings of 2025-02 with the kind of work.",
        )
    )
