"""What the casework tests share: an EN with a counsellor, and somebody who may come to it."""

from typing import Any

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
