"""Decisions looked at again, in the table: a denial the provider asks to reconsider, one whose facts changed."""

from typing import Any, Protocol

from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.models import Duty, StoredDecision
from portal.kernel.unit import open_unit
from portal.payments.models import Determination, PaymentRequest, QualitySample, Rejudged
from portal.payments.services import decide
from portal.payments.services.answer_return import ask_reconsideration
from portal.people.models import Organisation
from portal.policy.roles import Role
from portal.tickets.models import Assignment, Person
from tests.authorization.casework import DAY
from tests.world import LONG_AGO, World

MONTH, SEED = "2025-02", "the seed"
JUDGED_AGAIN = (
    *("payment-again", "payment-again-settle", "payment-again-take", "payment-again-lay-down"),
    *("payment-again-hand-over", "payment-again-put-off"),
)


class Offices(Protocol):
    """What `program.Offices` has."""

    world: World
    ours: Organisation
    tpm: Organisation

    def person(self, name: str) -> tuple[Person, str]: ...
    def clerk_of(self, organisation: Any) -> Actor: ...
    def submitted(
        self, clerk: Actor, assignment: Assignment, months: tuple[str, ...]
    ) -> tuple[list[PaymentRequest], Any]: ...


def denied_by_a_third(offices: Offices) -> PaymentRequest:
    """A denial by neither the analyst nor the lead of the table."""
    person, _ = offices.person("Denied")
    world = offices.world
    assignment = world.assignment(world.ticket(person), offices.ours)
    [row], _ = offices.submitted(offices.clerk_of(offices.ours), assignment, (MONTH,))
    third = world.actor(world.account(offices.tpm, [Role.TPM_PAYMENTS_ANALYST]))
    with open_unit(third, now(), reading=False, page="test"):
        decide.deny(request=row.pk, version=row.version, code="DEN-04", note="")
    return PaymentRequest.objects.using("loader").get(pk=row.pk)


def enter_reconsidered(offices: Offices, more: int) -> PaymentRequest:
    """A denial the provider asks to reconsider; `more` dollars of its month are on record by now."""
    row = denied_by_a_third(offices)
    with open_unit(offices.clerk_of(offices.ours), now(), reading=False, page="test"):
        ask_reconsideration(request=row.pk, version=row.version, note="A second job is missing.")
    if more:
        offices.world.earnings(row.person, MONTH, more, employer="Another Bakery")
    return PaymentRequest.objects.using("loader").get(pk=row.pk)


def enter_judged_again(world: World, row: PaymentRequest) -> None:
    """That denial beside the answer on another amount of its month."""
    stands = Determination.objects.using("loader").filter(request=row, determined="deny").latest("at")
    decision = StoredDecision.objects.using("loader").get(pk=stands.decision_id)
    decision.pk, decision.outcome = None, "grant"
    decision.answer = {**decision.answer, "outcome": "grant", "amount": "1850.00"}
    decision.facts = {
        **decision.facts,
        "earnings": [{**one, "gross": "1500.00"} for one in decision.facts["earnings"]],
    }
    world.add(decision)
    found = {"found_on": DAY, "found_at": LONG_AGO}
    world.add(Rejudged(request=row, determination=stands, decision=decision, **found))
    enter_sampled(world, row)
    world.add(
        Duty(kind="settle-rejudged", subject=row.pk, person=row.person_id, opened_at=LONG_AGO, due_on=DAY)
    )


def enter_sampled(world: World, row: PaymentRequest) -> None:
    """The denial is in the sample for quality control."""
    stands = Determination.objects.using("loader").filter(request=row, determined="deny").latest("at")
    drawn_before = QualitySample.objects.using("loader").filter(determination=stands)
    if not drawn_before.exists():
        world.add(QualitySample(determination=stands, seed=SEED, drawn_on=DAY))


def arguments(name: str) -> list[Any] | None:
    """What stands in the address of the one judged again, or in the sample; None for one of other pages."""
    if name == "staff-quality-review":
        denied = Rejudged.objects.using("loader").order_by("pk").first().determination_id
        return [QualitySample.objects.using("loader").get(determination=denied).pk]
    if name not in JUDGED_AGAIN:
        return None
    return [Rejudged.objects.using("loader").order_by("pk").first().request.number]


def sent(name: str, colleague: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends; None for one of other pages."""
    if not name.startswith(("payment-again", "staff-quality")):
        return None
    duty = Duty.objects.using("loader").filter(kind="settle-rejudged").order_by("pk").first()
    return {
        "staff-quality-review": {
            "determined": "approve",
            "denial_code": "",
            "reason": "Both jobs count.",
        },
        # Nobody has taken it: who asks has to take it first.
        "payment-again-settle": {"version": "0", "settled_as": "stands", "reason": "It is one job."},
        "payment-again-take": {"version": "0"},
        "payment-again-lay-down": {"version": "0"},
        "payment-again-hand-over": {"version": "0", "to_account": colleague},
        "payment-again-put-off": {"version": "0", "until": "12/22/2025", "reason": "The record is mended."},
        "payment-again-supervise": {
            "duty": f"{duty.pk}:{duty.version}" if duty else "",
            "to_account": colleague,
        },
    }.get(name)
