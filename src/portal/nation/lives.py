"""One Ticketholder's history in clear. Careers draw lives, scenarios state them, the writer makes rows."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from portal.nation.chance import Chance, Numbers
from portal.nation.people import Identity
from portal.policy.core import Month

ENTRY_DAYS = 14  # PAY-15: entered later than this, payments run from the day of entry
COST_REIMBURSEMENT = "cost-reimbursement"
# How long after the first day of a month its facts reach the program (assumptions).
EARNED_AFTER = timedelta(days=40)
AGREED_AFTER = timedelta(days=40)
TERMINATED_AFTER = timedelta(days=20)


@dataclass(slots=True)
class Status:
    """One title's benefit status in the months [since, until)."""

    title: str
    since: Month
    until: Month | None = None
    status: str = "paid"


@dataclass(slots=True)
class Held:
    """A provider's hold on the Ticket in [assigned_on, ended_on)."""

    organisation: str
    provider_signed_on: date
    holder_signed_on: date
    entered_on: date
    ended_on: date | None = None
    system: str = "outcome-milestone"
    id: UUID = field(default_factory=lambda: UUID(int=0))

    @property
    def assigned_on(self) -> date:
        return max(self.provider_signed_on, self.holder_signed_on)

    @property
    def first_signed_on(self) -> date:
        return min(self.provider_signed_on, self.holder_signed_on)

    @property
    def base_on(self) -> date:
        late = (self.entered_on - self.assigned_on).days > ENTRY_DAYS
        return self.entered_on if late else self.assigned_on


@dataclass(slots=True)
class Earned:
    """Earnings of one month in cents; `given_to` names the provider that holds the paper.

    They are on record on days [known_on, replaced_on).
    """

    month: Month
    cents: int
    employer: str | None
    source: str = "ssa-record"
    kind: str = "wages"
    proven: bool = True
    given_to: str | None = None
    replaced_on: date | None = None
    stated_on: date | None = None

    @property
    def known_on(self) -> date:
        return self.stated_on or self.month.first + EARNED_AFTER


@dataclass(slots=True)
class Paper:
    """Evidence a provider handed in; `shows` is name, gross, pay date, pay period, legible."""

    organisation: str
    kind: str
    months: tuple[Month, ...]
    issuer: str | None
    shows: tuple[bool, bool, bool, bool, bool] = (True, True, True, True, True)
    id: UUID = field(default_factory=lambda: UUID(int=0))


@dataclass(slots=True)
class Case:
    """A State VR agency's cost-reimbursement case and the months [claimed_from, claimed_until) it claimed."""

    organisation: str
    opened_on: date
    closed_on: date | None = None
    claimed_from: Month | None = None
    claimed_until: Month | None = None
    employed: bool | None = None

    @property
    def claimed_on(self) -> date | None:
        """The day on which the agency claims its costs: the case is closed, and the months are over."""
        if self.closed_on is None or self.claimed_until is None:
            return None
        return max(self.closed_on, self.claimed_until.first)


@dataclass(slots=True)
class Life:
    """Everything the program knows of one beneficiary and the Ticket."""

    person: Identity
    ticket: UUID
    ticket_number: str
    benefits: list[Status] = field(default_factory=list)
    blind: list[tuple[Month, Month | None]] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    earned: list[Earned] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    terminations: list[tuple[Month, str]] = field(default_factory=list)
    closures: list[tuple[date, bool]] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    died_on: date | None = None
    use_state: str = "not-in-use"
    assignment_state: str = "none"

    @property
    def assigned(self) -> list[Held]:
        """The holds that are assignments: under cost reimbursement the Ticket is not assigned."""
        return [held for held in self.held if held.system != COST_REIMBURSEMENT]


def new_life(person: Identity, chance: Chance, numbers: Numbers) -> Life:
    return Life(person=person, ticket=chance.id(), ticket_number=numbers.next("TT"))


def held_by(organisation: str, on: date, ended_on: date | None = None, **more: object) -> Held:
    """A plain assignment: both signed on `on`, entered the next day."""
    days = {"provider_signed_on": on, "holder_signed_on": on, "entered_on": on + timedelta(days=1)}
    return Held(organisation=organisation, ended_on=ended_on, **days | more)  # type: ignore[arg-type]


def recorded(on: date) -> datetime:
    """An instant within the working day (noon Eastern, roughly)."""
    return datetime.combine(on, time(16), UTC)
