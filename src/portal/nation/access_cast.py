"""Whom the access desk of the synthetic program meets: people named by their organizations, and people who left."""

from dataclasses import dataclass
from datetime import date

from portal.nation.cast import BRIGHT_PATH, COLUMBIA_VALLEY, HARBOR_BRIDGE, SUMMIT_TRAIL, TPM
from portal.people.models import Designation
from portal.people.renewals import CLEARANCE, TRAINING
from portal.policy.roles import Role

Purpose, State = Designation.Purpose, Designation.State


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who was named so many days ago, and how far that has come since."""

    name: str
    organisation: str
    roles: tuple[Role, ...]
    title: str
    reason: str
    state: str
    named: int
    verified: int | None = None
    asked: int | None = None
    cleared: int | None = None
    favourable: bool = True

    @property
    def email(self) -> str:
        given, *_, family = self.name.lower().replace("-", "").split()
        return f"{given}.{family}@{self.organisation.lower().split()[0]}.example.org"


NAMED: tuple[Named, ...] = (
    Named(
        "Marisol Feathering",
        BRIGHT_PATH,
        (Role.EN_COUNSELLOR,),
        "Job coach",
        "Takes over twelve Ticketholders in January.",
        State.DESIGNATED,
        named=4,
    ),
    Named(
        "Clement Harrowgill",
        HARBOR_BRIDGE,
        (Role.EN_PAYMENTS_CLERK,),
        "Billing assistant",
        "Asks for payments while a colleague is on leave.",
        State.DESIGNATED,
        named=26,
    ),
    Named(
        "Ottilie Wrensdale",
        COLUMBIA_VALLEY,
        (Role.SVRA_USER,),
        "Rehabilitation counselor",
        "New in the agency's Ticket to Work unit.",
        State.VERIFIED,
        named=13,
        verified=7,
    ),
    Named(
        "Ferris Longacre",
        SUMMIT_TRAIL,
        (Role.EN_COUNSELLOR,),
        "Employment specialist",
        "Works with Ticketholders by telephone.",
        State.VERIFIED,
        named=40,
        verified=34,
        asked=33,
    ),
    Named(
        "Imogen Tarrowby",
        BRIGHT_PATH,
        (Role.EN_PAYMENTS_CLERK,),
        "Billing lead",
        "Will ask for payments.",
        State.CLEARED,
        named=60,
        verified=55,
        asked=54,
        cleared=3,
    ),
    Named(
        "Percival Nightingdale",
        TPM,
        (Role.TPM_PAYMENTS_ANALYST,),
        "EN Payments analyst",
        "Joins the EN Payments team on the first of the month.",
        State.CLEARED,
        named=45,
        verified=41,
        asked=40,
        cleared=5,
    ),
    Named(
        "Saskia Underbrook",
        HARBOR_BRIDGE,
        (),
        "Benefits counselor",
        "Meets Ticketholders, and needs no access to the portal.",
        State.CLEARED,
        named=50,
        verified=44,
        asked=44,
        cleared=4,
    ),
    Named(
        "Barnaby Cloverfield",
        BRIGHT_PATH,
        (),
        "Job developer",
        "Visits employers, and needs no access to the portal.",
        State.RECORDED,
        named=120,
        verified=115,
        asked=114,
        cleared=70,
    ),
    Named(
        "Leopold Vance-Whitlow",
        SUMMIT_TRAIL,
        (Role.EN_COUNSELLOR,),
        "Job coach",
        "Works with Ticketholders.",
        State.REFUSED,
        named=75,
        verified=70,
        asked=69,
        cleared=12,
        favourable=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who left: the last day worked, so many days ago, and when that was reported."""

    name: str
    organisation: str
    title: str
    why: str
    last_day: int
    reported: int


LEFT: tuple[Left, ...] = (
    Left("Rosalind Kettleburn", HARBOR_BRIDGE, "Payments clerk", "Another job.", last_day=24, reported=18),
    Left("Cyrus Applegarth", BRIGHT_PATH, "Job coach", "Retired.", last_day=31, reported=31),
)
# Personas whose clearance or training ends about today, what of theirs, and their last good day.
RENEWING: tuple[tuple[str, str, date], ...] = (
    ("Beatrix Coldwater", TRAINING, date(2026, 1, 4)),
    ("Owen Thatchwell", CLEARANCE, date(2025, 12, 14)),
)
