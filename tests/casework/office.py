"""What the casework tests share: an EN with a counsellor, and somebody who may come to it."""

from typing import Any

from portal.casework.models import Case
from portal.casework.services.note_contact import note_contact
from portal.kernel.actor import Actor
from portal.policy.roles import Role


class Office:
    """One EN with a counsellor and a colleague, another EN, and a beneficiary whom nobody serves yet."""

    SSN = "900018001"

    def __init__(self, world: Any, unit_as: Any) -> None:
        self.world, self.unit_as = world, unit_as
        self.en = world.organisation("First EN")
        self.other = world.organisation("Other EN")
        self.counsellor = self.person(self.en, Role.EN_COUNSELLOR, "Cora Counsellor")
        self.colleague = self.person(self.en, Role.EN_COUNSELLOR, "Carl Colleague")
        self.stranger = self.person(self.other, Role.EN_COUNSELLOR, "Sam Stranger")
        self.beneficiary = world.person("Ana Ruiz", ssn=self.SSN)
        world.benefits(self.beneficiary)

    def person(self, organisation: Any, role: Role, name: str) -> Actor:
        actor: Actor = self.world.actor(self.world.account(organisation, [role], name=name))
        return actor

    def assigned(self, **assignment: Any) -> Case:
        """The EN's case on the beneficiary, with the Ticket assigned."""
        made = self.world.assignment(self.world.ticket(self.beneficiary), self.en, **assignment)
        case: Case = Case.objects.using("loader").get(pk=made.pk)
        return case

    def noted(self, case: Case, contact: Any) -> Any:
        """What the counsellor is answered who writes down a contact."""
        with self.unit_as(self.counsellor):
            return note_contact(case=case.pk, contact=contact)
