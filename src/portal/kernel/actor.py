"""Who is acting: handed from the edge to every service."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from portal.policy.roles import Permission, Role, may


class Wall(StrEnum):
    """The database role a unit of work runs as; each sees what its row-level policies show."""

    ENTRANCE = "portal_entrance"
    ORGANISATION = "portal_org"
    STAFF = "portal_staff"
    HOLDER = "portal_holder"
    WORKER = "portal_worker"
    FACTS = "portal_facts"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work in one organisation, a Ticketholder, or the system acting for the program.

    `account` and `organisation` are None for the system and for a visitor who has not signed in. `person` is the
    record that a Ticketholder has proved to be its own, None for everybody else; `language` is what one reads.
    """

    wall: Wall
    name: str
    account: UUID | None = None
    organisation: UUID | None = None
    organisation_name: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    person: UUID | None = None
    language: str = "en"

    def may(self, permission: Permission) -> bool:
        return may(self.roles, permission)

    @property
    def label(self) -> str:
        """How the trail names the actor: an opaque ID, or the system."""
        return str(self.account) if self.account else self.name


VISITOR = Actor(wall=Wall.ENTRANCE, name="visitor")
SYSTEM = Actor(wall=Wall.WORKER, name="system")
