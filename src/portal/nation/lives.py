"""One Ticketholder's history in clear, and how it becomes rows. Careers draw lives, scenarios state them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from portal.earnings.models import EarningsMonth, Employer, Evidence
from portal.nation.cast import Cast
from portal.nation.chance import Chance, Numbers
from portal.nation.people import Identity
from portal.nation.rows import ACTOR, Rows
from portal.policy.core import Month
from portal.tickets.models import (
    Assignment,
    BenefitPeriod,
    BlindPeriod,
    Sight,
    Termination,
    Ticket,
    VrCase,
    VrClosure,
)

ENTRY_DAYS = 14  # PAY-15: entered later than this, payments run from the day of entry
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
    def base_on(self) -> date:
        late = (self.entered_on - self.assigned_on).days > ENTRY_DAYS
        return self.entered_on if late else self.assigned_on


@dataclass(slots=True)
class Earned:
    """Earnings of one month in cents; `given_to` names the provider that holds the paper."""

    month: Month
    cents: int
    employer: str | None
    source: str = "ssa-record"
    kind: str = "wages"
    proven: bool = True
    given_to: str | None = None


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


def new_life(person: Identity, chance: Chance, numbers: Numbers) -> Life:
    return Life(person=person, ticket=chance.id(), ticket_number=numbers.next("TT"))


def held_by(organisation: str, on: date, ended_on: date | None = None, **more: object) -> Held:
    """A plain assignment: both signed on `on`, entered the next day."""
    days = {"provider_signed_on": on, "holder_signed_on": on, "entered_on": on + timedelta(days=1)}
    return Held(organisation=organisation, ended_on=ended_on, **days | more)  # type: ignore[arg-type]


def recorded(on: date) -> datetime:
    """An instant within the working day (noon Eastern, roughly)."""
    return datetime.combine(on, time(16), UTC)


class Employers:
    """Made-up businesses by name."""

    def __init__(self, rows: Rows, seed: int, count: int) -> None:
        chance = Chance(seed, "employers")
        self.ids: dict[str, UUID] = {}
        for name in _businesses(count):
            self.ids[name] = chance.id()
            rows.add(Employer, id=self.ids[name], name=name)
        self.names = list(self.ids)


_TRADES = (
    "Bakery", "Freight", "Garden Supply", "Print Shop", "Laundry", "Call Center", "Hardware", "Dental Office",
    "Catering", "Warehouse", "Software", "Landscaping", "Care Home", "Grocery",
)  # fmt: skip
_PLACES = ("Blue Heron", "Copper Hill", "Evergreen", "Fox Hollow", "Golden Mile", "Iron Bridge", "Maplewood",
           "North Star", "Old Mill", "Pine Street", "Red Barn", "Silver Lake")  # fmt: skip


def _businesses(count: int) -> Iterable[str]:
    for serial in range(count):
        again, place = divmod(serial, len(_TRADES) * len(_PLACES))
        name = f"{_PLACES[place % len(_PLACES)]} {_TRADES[place // len(_PLACES)]}"
        yield f"{name} {again + 1}" if again else name


class Writer:
    """Writes lives as rows."""

    def __init__(self, rows: Rows, chance: Chance, cast: Cast, employers: Employers) -> None:
        self.rows, self.chance, self.cast, self.employers = rows, chance, cast, employers

    def write(self, life: Life) -> None:
        """The Ticket with everything around it; the person's own row is sealed elsewhere."""
        self._ticket(life)
        self._agency_record(life)
        for held in life.held:
            self._assignment(life, held)
        self._sight(life)
        self._earnings(life)

    def _ticket(self, life: Life) -> None:
        self.rows.add(
            Ticket,
            id=life.ticket,
            number=life.ticket_number,
            person_id=life.person.id,
            assignment_state=self._assignment_state(life),
            use_state=life.use_state,
        )
        for month, cause in life.terminations:
            self.rows.add(
                Termination,
                id=self.chance.id(),
                ticket_id=life.ticket,
                person_id=life.person.id,
                month=month,
                cause=cause,
                recorded_at=recorded(month.first + TERMINATED_AFTER),
            )

    def _assignment_state(self, life: Life) -> str:
        now = [held for held in life.held if held.ended_on is None]
        if not now:
            return "none"
        if now[0].system == "cost-reimbursement":
            return "cost-reimbursement"
        return "VREN" if self.cast.standings[now[0].organisation].kind == "SVRA" else "EN"

    def _agency_record(self, life: Life) -> None:
        person = life.person.id
        for status in life.benefits:
            self.rows.add(
                BenefitPeriod,
                id=self.chance.id(),
                person_id=person,
                title=status.title,
                from_month=status.since,
                until_month=status.until,
                status=status.status,
                recorded_at=recorded(status.since.first + AGREED_AFTER),
            )
        for since, until in life.blind:
            at = recorded(since.first + timedelta(days=60))
            self.rows.add(
                BlindPeriod,
                id=self.chance.id(),
                person_id=person,
                from_month=since,
                until_month=until,
                recorded_at=at,
            )
        for closed_on, successful in life.closures:
            at = recorded(closed_on + timedelta(days=3))
            self.rows.add(
                VrClosure,
                id=self.chance.id(),
                person_id=person,
                closed_on=closed_on,
                successful=successful,
                recorded_at=at,
            )
        for case in life.cases:
            self.rows.add(
                VrCase,
                id=self.chance.id(),
                person_id=person,
                organisation_id=self.cast.ids[case.organisation],
                opened_on=case.opened_on,
                closed_on=case.closed_on,
                claimed_from=case.claimed_from,
                claimed_until=case.claimed_until,
                recorded_at=recorded(case.closed_on or case.opened_on),
            )

    def _assignment(self, life: Life, held: Held) -> None:
        held.id = self.chance.id()
        self.rows.add(
            Assignment,
            id=held.id,
            ticket_id=life.ticket,
            person_id=life.person.id,
            organisation_id=self.cast.ids[held.organisation],
            system=held.system,
            provider_signed_on=held.provider_signed_on,
            holder_signed_on=held.holder_signed_on,
            entered_on=held.entered_on,
            assigned_on=held.assigned_on,
            payment_base_on=held.base_on,
            ended_on=held.ended_on,
            recorded_at=recorded(held.entered_on),
        )

    def _sight(self, life: Life) -> None:
        first: dict[str, date] = {}
        for held in life.held:
            first[held.organisation] = min(first.get(held.organisation, held.entered_on), held.entered_on)
        for organisation, since in first.items():
            self.rows.add(
                Sight,
                id=self.chance.id(),
                person_id=life.person.id,
                organisation_id=self.cast.ids[organisation],
                from_on=since,
            )

    def _earnings(self, life: Life) -> None:
        ids, person = self.cast.ids, life.person.id
        for earned in life.earned:
            self.rows.add(
                EarningsMonth,
                id=self.chance.id(),
                person_id=person,
                month=earned.month,
                gross_cents=earned.cents,
                kind=earned.kind,
                employer_id=self.employers.ids[earned.employer] if earned.employer else None,
                source=earned.source,
                given_to_id=ids[earned.given_to] if earned.given_to else None,
                proven=earned.proven,
                recorded_at=recorded(earned.month.first + EARNED_AFTER),
                recorded_by=ACTOR,
            )
        for paper in life.papers:
            self._paper(life, paper)

    def _paper(self, life: Life, paper: Paper) -> None:
        paper.id = self.chance.id()
        name, gross, pay_date, pay_period, legible = paper.shows
        self.rows.add(
            Evidence,
            id=paper.id,
            person_id=life.person.id,
            organisation_id=self.cast.ids[paper.organisation],
            kind=paper.kind,
            issuer_id=self.employers.ids[paper.issuer] if paper.issuer else None,
            months=[month.first for month in paper.months],
            shows_name=name,
            shows_gross=gross,
            shows_pay_date=pay_date,
            shows_pay_period=pay_period,
            legible=legible,
            recorded_at=recorded(paper.months[-1].first + EARNED_AFTER),
        )
