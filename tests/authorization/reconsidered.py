"""Decisions looked at again, in the table: a denial the provider asks to reconsider."""

from typing import Any, Protocol

from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.payments.models import PaymentRequest
from portal.payments.services import decide
from portal.payments.services.answer_return import ask_reconsideration
from portal.people.models import Organisation
from portal.policy.roles import Role
from portal.tickets.models import Assignment, Person
from tests.world import World

MONTH = "2025-02"


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
