"""The words scenarios are written in."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.numbers import number_from
from portal.nation.cast import BRIGHT_PATH

ONSET = "2016-01"


@dataclass(frozen=True, slots=True)
class Wages:
    """The same gross earnings (whole dollars) in the months [since, until)."""

    since: str
    until: str
    dollars: int
    source: str = "ssa-record"
    kind: str = "wages"
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Holding:
    """A provider's hold on the Ticket; signed on `on`, entered `entered_after` days later."""

    organisation: str
    on: date
    ended_on: date | None = None
    system: str = "outcome-milestone"
    entered_after: int = 1


@dataclass(frozen=True, slots=True)
class Benefits:
    """One title's status in the months [since, until)."""

    title: str
    since: str = ONSET
    until: str | None = None
    status: str = "paid"


@dataclass(frozen=True, slots=True)
class Paid:
    """Payments of one kind for the months [since, until), to one provider; until empty: one month."""

    organisation: str
    kind: str
    since: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is on record, what a clerk asks for today, and the answer that must come of it."""

    key: str
    says: str
    asks: str
    month: str
    outcome: str
    code: str = ""
    organisation: str = BRIGHT_PATH
    holdings: tuple[Holding, ...] = ()
    benefits: tuple[Benefits, ...] = (Benefits("T2"),)
    wages: tuple[Wages, ...] = ()
    paid: tuple[Paid, ...] = ()
    blind: bool = False
    died_on: date | None = None
    ended: tuple[str, str] | None = None
    closure: tuple[date, bool] | None = None
    agency_claimed: tuple[str, str] | None = None
    papers: tuple[tuple[str, str, bool], ...] = ()
    described: bool = True
    statement: bool | None = None
    proven: bool = True
    asked_by_staff: bool = False
    serial: int = 0

    @property
    def ticket(self) -> str:
        """The Ticket's public number, the same at every seed and size."""
        return number_from("TT", self.serial)


def held_since(
    on: date, organisation: str = BRIGHT_PATH, system: str = "outcome-milestone"
) -> tuple[Holding, ...]:
    return (Holding(organisation, on, system=system),)


def suspended(title: str, since: str) -> tuple[Benefits, ...]:
    """Paid until `since`, then suspended for work."""
    return Benefits(title, until=since), Benefits(title, since=since, status="suspended-for-work")


LAST_YEAR = date(2024, 6, 3)
THIS_YEAR = date(2025, 1, 10)
PHASE_1_PAID = (
    Paid(BRIGHT_PATH, "P1M1", "2023-07"),
    Paid(BRIGHT_PATH, "P1M2", "2023-09"),
    Paid(BRIGHT_PATH, "P1M3", "2023-12"),
    Paid(BRIGHT_PATH, "P1M4", "2024-03"),
)
PHASE_1_WORK = Wages("2023-07", "2024-04", 1300)
HELD_SINCE_2023 = held_since(date(2023, 6, 5))
