"""Requests with Social Security, in the table: one that the rules grant by now, one that they refuse."""

from typing import Any

from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.payments.models import PaymentRequest
from portal.payments.services import decide
from tests.authorization.reconsidered import MONTH, Offices

DESK = ("at-ssa-take", "at-ssa-lay-down", "at-ssa-hand-over", "at-ssa-put-off")
GRANTED, REFUSED = "staff-approve-at-ssa", ("staff-deny-at-ssa", "staff-send-back")


def enter_at_ssa(offices: Offices, analyst: Any, dollars: int) -> PaymentRequest:
    """A request that the analyst has referred; `dollars` of its month are on record since."""
    person, _ = offices.person("Referred")
    assignment = offices.world.assignment(offices.world.ticket(person), offices.ours)
    [row], _ = offices.submitted(offices.clerk_of(offices.ours), assignment, (MONTH,))
    with open_unit(analyst, now(), reading=False, page="test"):
        decide.refer_to_ssa(request=row.pk, version=row.version, reason="The record looks wrong.")
    if dollars:
        offices.world.earnings(person, MONTH, dollars, employer="Another Bakery")
    return PaymentRequest.objects.using("loader").get(pk=row.pk)


def arguments(referred: list[PaymentRequest], name: str) -> list[str] | None:
    """What stands in the address; None for one of other pages. `referred`: refused by the rules, then granted."""
    if name in (*DESK, *REFUSED):
        return [referred[0].number]
    return [referred[1].number] if name == GRANTED else None


def sent(referred: list[PaymentRequest], name: str, colleague: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends; None for one of other pages."""
    decided = {"version": str(referred[name == GRANTED].version), "action": "confirm"}
    return {
        "at-ssa-take": {"version": "0"},
        "at-ssa-lay-down": {"version": "0"},
        "at-ssa-hand-over": {"version": "0", "to_account": colleague},
        "at-ssa-put-off": {"version": "0", "until": "12/22/2025", "reason": "The field office answers."},
        "staff-approve-at-ssa": {**decided, "note": ""},
        "staff-deny-at-ssa": {**decided, "code": "DEN-04", "note": ""},
        "staff-send-back": {**decided, "question": "Which employer is it?"},
    }.get(name)
